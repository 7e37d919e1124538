/**
 * The list inside `WAYBILL.txt`, encoder and parser side by side. ZIP authenticates the bytes of each entry but not
 * names, order, count or the presence of clear entries: this list does, because it is itself sealed.
 *
 * Layout: the last lines of the text. One JSON object, one entry a line, keys sorted, only what the reader of a text
 * could mistake (control and bidirectional characters) escaped:
 *
 *     -----BEGIN WAYBILL MANIFEST-----
 *     {"checkpoint":"…","entries":[
 *     {"as":"001.pdf","bytes":5,"name":"report.pdf","sha256":"…"}
 *     ],"nonce":"…","transfer":"…","v":1}
 *     -----END WAYBILL MANIFEST-----
 */
import { WaybillError } from '../error.ts'

export interface ManifestEntry {
  /** The true name; ends in `/` for a directory. */
  readonly name: string
  /** The name in the archive; the same unless names are hidden. */
  readonly as: string
  readonly bytes: number
  /** SHA-256 of the content: 64 lower-case hex digits; that of nothing for a directory. */
  readonly sha256: string
}

/** Every entry of the archive but the one that holds this list. Other fields are kept as they are and must be strings. */
export interface Manifest {
  readonly v: 1
  readonly transfer: string
  readonly entries: readonly ManifestEntry[]
  readonly nonce: string
  /** The whole signed checkpoint note. */
  readonly checkpoint: string
  readonly [other: string]: string | 1 | readonly ManifestEntry[]
}

/** Bytes of a `WAYBILL.txt` that a reader must be ready to hold in memory: over half a million entries. */
export const MANIFEST_LIMIT = 128 * 2 ** 20

const BEGIN = '-----BEGIN WAYBILL MANIFEST-----'
const END = '-----END WAYBILL MANIFEST-----'

/** True where the text claims to hold a list, whole or not. */
export function mentionsManifest(text: string): boolean {
  return text.split(/\r?\n/).some(line => line === BEGIN || line === END)
}

/** The block, with a newline at its end. Throws WB-MANIFEST for a value that its own parser would refuse. */
export function encodeManifest(manifest: Manifest): string {
  const block = blockOf(checked(manifest))
  if (new TextEncoder().encode(block).length <= MANIFEST_LIMIT) return block
  throw malformed('is too long for one archive', 'Send fewer files at a time, or pack them into one first.')
}

function blockOf(manifest: Manifest): string {
  const fields = Object.keys(manifest)
    .sort()
    .map(key => `${jsonOf(key)}:${key === 'entries' ? entryLines(manifest.entries) : jsonOf(manifest[key])}`)
  return `${BEGIN}\n{${fields.join(',')}}\n${END}\n`
}

function entryLines(entries: readonly ManifestEntry[]): string {
  const lines = entries.map(({ as, bytes, name, sha256 }) => jsonOf({ as, bytes, name, sha256 }))
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`
}

/** What JSON leaves as it is and a text viewer would act on: DEL, C1, line separators, direction and invisible marks. */
const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

function jsonOf(value: unknown): string {
  return JSON.stringify(value).replace(
    INVISIBLE,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * Reads the list at the end of an (untrusted) text. Throws WB-MANIFEST where there is not exactly one, it does not end
 * the text, or it is not byte for byte what `encodeManifest` writes (so that doubled keys mean nothing); CRLF is taken
 * for LF. Whether its names are safe is for whoever uses them.
 */
export function parseManifest(text: string): Manifest {
  const lines = text.replaceAll('\r\n', '\n').trimEnd().split('\n')
  const begin = lines.indexOf(BEGIN)
  if (begin < 0) throw malformed('is missing')
  if (lines.lastIndexOf(BEGIN) !== begin || lines.indexOf(END) !== lines.length - 1) throw malformed('is not one block')
  const block = lines.slice(begin)
  const manifest = checked(jsonFrom(block.slice(1, -1).join('\n')))
  if (blockOf(manifest) !== `${block.join('\n')}\n`) throw malformed('is not in its exact form')
  return manifest
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('is not valid JSON', undefined, error)
  }
}

/** The trust boundary: an unknown value becomes a Manifest here and nowhere else. */
function checked(value: unknown): Manifest {
  if (!isObject(value)) throw malformed('is not an object')
  const { v, transfer, entries, nonce, checkpoint, ...others } = value
  if (v !== 1) throw malformed('has an unknown version', 'Open it with a newer version of Waybill.')
  if (typeof transfer !== 'string' || typeof nonce !== 'string' || typeof checkpoint !== 'string') {
    throw malformed('lacks a field')
  }
  if (!Array.isArray(entries)) throw malformed('has no entries')
  const texts: Record<string, string> = {}
  for (const [key, other] of Object.entries(others)) {
    if (typeof other !== 'string' || key === '__proto__') {
      throw malformed(`has a field ${JSON.stringify(key)} that is not text`)
    }
    texts[key] = other
  }
  return { ...texts, v, transfer, nonce, checkpoint, entries: entries.map(checkedEntry) }
}

function checkedEntry(value: unknown): ManifestEntry {
  if (!isObject(value) || Object.keys(value).length !== 4) throw malformed('has an entry of another shape')
  const { name, as, bytes, sha256 } = value
  if (typeof name !== 'string' || typeof as !== 'string') throw malformed('has an entry without a name')
  if (name.endsWith('/') !== as.endsWith('/')) throw malformed('takes a folder for a file')
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0 || Object.is(bytes, -0)) {
    throw malformed('has an entry without a size')
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) throw malformed('has an entry without a SHA-256')
  return { name, as, bytes, sha256 }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(what: string, hint = 'Ask the sender to send the archive again.', cause?: unknown): WaybillError {
  return new WaybillError('WB-MANIFEST', `The list of files in WAYBILL.txt ${what}.`, hint, { cause })
}
