import { csvRows } from './csv.ts'
import { pixelsOf } from './image-size.ts'

/** What of a file can be shown inside the page. Never markup: nothing of a file is ever handed to the browser as a document. */
export type Shown =
  | { readonly kind: 'image'; readonly image: Blob | null }
  | { readonly kind: 'text'; readonly text: string; readonly whole: boolean; readonly markup: boolean }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[]; readonly whole: boolean }

/** Larger ones are only saved. */
export const LARGEST_SHOWN = 32 * 2 ** 20
/** Characters and rows that are shown: more would make the page slow. */
const TEXT_LIMIT = 400_000
const ROW_LIMIT = 1_000
const COLUMN_LIMIT = 100
/** A picture takes four bytes of memory for each. */
const PIXEL_LIMIT = 100e6

const TEXT = new Set(
  `txt text log md csv tsv json jsonl xml html htm xhtml svg css js mjs ts yaml yml ini cfg conf toml sql eml ics vcf srt tex
  asc pem sh py bat ps1 properties diff patch rst`.split(/\s+/),
)
const MARKUP = new Set(['html', 'htm', 'xhtml', 'svg', 'xml'])
const TABLE = new Set(['csv', 'tsv'])
const IMAGE: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

export function canBeShown({ name, bytes }: { readonly name: string; readonly bytes: number }): boolean {
  const ending = endingOf(name)
  return bytes <= LARGEST_SHOWN && (TEXT.has(ending) || Object.hasOwn(IMAGE, ending))
}

export async function shown(name: string, content: Blob): Promise<Shown> {
  const ending = endingOf(name)
  const type = IMAGE[ending]
  const bytes = new Uint8Array(await content.arrayBuffer())
  if (type !== undefined) return { kind: 'image', image: pictureOf(bytes, type) }
  const text = decoded(bytes)
  const part = text.slice(0, TEXT_LIMIT)
  if (!TABLE.has(ending)) return { kind: 'text', text: part, whole: part === text, markup: MARKUP.has(ending) }
  const rows = csvRows(part, ROW_LIMIT + 1)
  const whole = part === text && rows.length <= ROW_LIMIT && rows.every(row => row.length <= COLUMN_LIMIT)
  return { kind: 'table', rows: rows.slice(0, ROW_LIMIT).map(row => row.slice(0, COLUMN_LIMIT)), whole }
}

/** Null for what is not of that type, or would take too much memory. */
function pictureOf(bytes: Uint8Array<ArrayBuffer>, type: string): Blob | null {
  const pixels = pixelsOf(bytes, type)
  return pixels === null || pixels > PIXEL_LIMIT ? null : new Blob([bytes], { type })
}

function endingOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** By its byte order mark, else UTF-8, else the code page of Western Windows, in which every byte is something. */
function decoded(bytes: Uint8Array): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
