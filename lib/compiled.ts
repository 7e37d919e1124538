import { readFile } from 'node:fs/promises'

/**
 * The WebAssembly in `file`, compiled; it can be cloned into threads. Null where the engine cannot compile it (it has no
 * SIMD) or there is no such file: whoever asks has a slower way.
 */
export async function compiled(file: URL): Promise<WebAssembly.Module | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return bytes !== null && WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : null
}
