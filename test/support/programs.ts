/** What the tests run beside themselves, bundled once a run: the scripts of the worker threads, and programs to start and kill. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundlePrograms } from '../../scripts/programs.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache')
const sources = ['lib/**/*-worker.ts', 'test/faults/child.ts', 'test/support/{appender,key-changer,restorer}.ts']

/** Called by Vitest before the first test, and what it answers after the last one. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = join(cache, `waybill-tests-${process.pid}-${project.name}`)
  await bundlePrograms(directory, sources, 'lib/zip/*/*.wasm')
  project.provide('programs', directory)
  return () => rmSync(directory, { recursive: true, force: true })
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the bundled programs lie. */
    programs: string
  }
}
