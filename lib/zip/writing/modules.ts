import { compiled } from '../../compiled.ts'
import { compileDerivation } from '../keys/key-derivation.ts'

/** The WebAssembly of the packing threads: compiled once and handed to each; null where Node does the work itself. */
export interface Modules {
  /** `assembly/deflate.ts`. */
  readonly deflation: WebAssembly.Module | null
  /** See `keys/key-derivation.ts`. */
  readonly derivation: WebAssembly.Module | null
}

export const noModules: Modules = { deflation: null, derivation: null }

export async function compileModules(): Promise<Modules> {
  const [deflation, derivation] = await Promise.all([compileDeflation(), compileDerivation()])
  return { deflation, derivation }
}

export function compileDeflation(): Promise<WebAssembly.Module | null> {
  return compiled(new URL('./deflate.wasm', import.meta.url))
}
