import { readFileSync } from 'node:fs'
import { ioError } from '../lib/durable.ts'

/** The signed note of a checkpoint, as it is, inside a WAYBILL.txt, or in a page of `show`. Untrusted: whoever uses it judges it. */
export async function readAnchor(path: string): Promise<string> {
  const { mentionsManifest, parseManifest } = await import('../lib/zip/manifest.ts')
  try {
    const text = readFileSync(path, 'utf8')
    if (mentionsManifest(text)) return parseManifest(text).checkpoint
    const [, inPage] = /<pre>([^<]*)<\/pre>/.exec(text) ?? []
    return inPage === undefined ? text : `${inPage}\n`
  } catch (error) {
    throw ioError(error, path)
  }
}
