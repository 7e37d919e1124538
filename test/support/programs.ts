/**
 * What the tests run beside themselves, bundled once a run: the scripts of the worker threads, as users have them, and the
 * programs that tests start and kill. Node that strips types in every thread and every process takes several times as long.
 */
import { copyFileSync, globSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'

const root = join(import.meta.dirname, '../..')
const sources = ['lib/**/*-worker.ts', 'test/faults/child.ts', 'test/support/{appender,key-changer,restorer}.ts']

/** Called by Vitest before the first test, and what it answers after the last one. */
export default async function setup(project: TestProject): Promise<() => void> {
  // Inside the checkout, so that packages are found.
  const directory = join(root, 'node_modules/.cache', `waybill-tests-${process.pid}-${project.name}`)
  const paths = sources.flatMap(pattern => globSync(pattern, { cwd: root }))
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(paths.map(path => [basename(path, '.ts'), path])),
    outdir: directory,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
  })
  for (const path of globSync('lib/zip/*/*.wasm', { cwd: root }))
    copyFileSync(join(root, path), join(directory, basename(path)))
  project.provide('programs', directory)
  return () => rmSync(directory, { recursive: true, force: true })
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the bundled programs lie. */
    programs: string
  }
}
