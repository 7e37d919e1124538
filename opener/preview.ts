import { csvRows } from './csv.ts'

/** What of a file can be shown inside the page. Never markup: nothing of a file is ever handed to the browser as a document. */
export type Shown =
  | { readonly kind: 'image'; readonly image: Blob }
  | { readonly kind: 'text'; readonly text: string; readonly whole: boolean; readonly markup: boolean }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[]; readonly whole: boolean }

/** Larger ones are only saved. */
export const LARGEST_SHOWN = 32 * 2 ** 20
/** Characters and rows that are shown: more would make the page slow. */
const TEXT_LIMIT = 400_000
const ROW_LIMIT = 1_000

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
  avif: 'image/avif',
  bmp: 'image/bmp',
}

export function canBeShown({ name, bytes }: { readonly name: string; readonly bytes: number }): boolean {
  const ending = endingOf(name)
  return bytes <= LARGEST_SHOWN && (TEXT.has(ending) || Object.hasOwn(IMAGE, ending))
}

export async function shown(name: string, content: Blob): Promise<Shown> {
  const ending = endingOf(name)
  const type = IMAGE[ending]
  if (type !== undefined) return { kind: 'image', image: content.slice(0, content.size, type) }
  const text = decoded(new Uint8Array(await content.arrayBuffer()))
  const part = text.slice(0, TEXT_LIMIT)
  if (!TABLE.has(ending)) return { kind: 'text', text: part, whole: part === text, markup: MARKUP.has(ending) }
  const rows = csvRows(part, ROW_LIMIT + 1)
  return { kind: 'table', rows: rows.slice(0, ROW_LIMIT), whole: part === text && rows.length <= ROW_LIMIT }
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
