import { readFileSync } from 'node:fs'
import { ioError } from '../lib/durable.ts'

/** The signed note of a checkpoint, as it is or inside a WAYBILL.txt. Untrusted: whoever uses it judges it. */
export async function readAnchor(path: string): Promise<string> {
  const { mentionsManifest, parseManifest } = await import('../lib/zip/manifest.ts')
  try {
    const text = readFileSync(path, 'utf8')
    return mentionsManifest(text) ? parseManifest(text).checkpoint : text
  } catch (error) {
    throw ioError(error, path)
  }
}
