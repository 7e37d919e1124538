/** Waybill's contenders run bundled, as users have it: Node that strips types in every thread costs time and memory. */
import { copyFileSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
/** Inside the checkout, so that packages are found. */
const directory = join(import.meta.dirname, 'built')

/** The bundled form of `bench/waybill/NAME.ts`; `buildContenders` has made it. */
export function contender(name: string): string {
  return join(directory, `${name}.js`)
}

/** Bundles `bench/waybill/` and the scripts of the worker threads, in the way of `scripts/build.js`. Needs a build. */
export async function buildContenders(): Promise<void> {
  const paths = ['bench/waybill/*.ts', 'lib/**/*-worker.ts'].flatMap(pattern => globSync(pattern, { cwd: root }))
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
  for (const path of globSync('dist/*.wasm', { cwd: root }))
    copyFileSync(join(root, path), join(directory, basename(path)))
}
