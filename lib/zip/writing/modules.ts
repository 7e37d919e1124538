import { readFile } from 'node:fs/promises'

/** The WebAssembly of the packing threads: compiled once and handed to each; null where Node does the work itself. */
export interface Modules {
  /** `assembly/deflate.ts`. */
  readonly deflation: WebAssembly.Module | null
  /** `assembly/key-derivation.ts`. */
  readonly derivation: WebAssembly.Module | null
}

export const noModules: Modules = { deflation: null, derivation: null }

export async function compileModules(): Promise<Modules> {
  const [deflation, derivation] = await Promise.all(['deflate', 'key-derivation'].map(compileModule))
  return { deflation: deflation ?? null, derivation: derivation ?? null }
}

/** `NAME.wasm` beside this file; null where the engine has no SIMD or the file is missing. */
export async function compileModule(name: string): Promise<WebAssembly.Module | null> {
  const bytes = await readFile(new URL(`./${name}.wasm`, import.meta.url)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return bytes !== null && WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : null
}
