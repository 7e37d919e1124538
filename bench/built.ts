import { join } from 'node:path'
import { bundlePrograms } from '../scripts/programs.ts'

const directory = join(import.meta.dirname, 'built')

/** The bundled form of `bench/waybill/NAME.ts`; `buildContenders` has made it. */
export function contender(name: string): string {
  return join(directory, `${name}.js`)
}

/** Bundles `bench/waybill/` and the scripts of the worker threads. Needs a build. */
export async function buildContenders(): Promise<void> {
  await bundlePrograms(directory, ['bench/waybill/*.ts', 'lib/**/*-worker.ts'], 'dist/*.wasm')
}
