/** Names that say nothing: numbers in a random order, with an ending that says how to open the file. */
import type { Random } from '../ports.ts'
import { shuffled } from '../shuffle.ts'
import type { PlainSource } from './sources.ts'

/** Endings that are kept: kinds of files that say what program opens them, and nothing about anybody. */
const endings: ReadonlySet<string> = new Set(
  `7z avi bmp csv doc docx gif gz heic htm html jpeg jpg json md mkv mov mp3 mp4 odp ods odt pdf png ppt pptx rar rtf svg tar tgz tif
  tiff tsv txt wav webp xls xlsm xlsx xml zip`.split(/\s+/),
)

export interface AliasedSource {
  /** Under its new name, in the order in which it shall stand. */
  readonly source: PlainSource
  readonly trueName: string
}

/**
 * Every source under a number: `001.pdf`, as many digits as the last one needs and at least three; `.bin` where the ending is
 * not a common one; `004/` for an empty directory. Which number a source gets is random, so the order says nothing either.
 * All have the time `modified` (milliseconds since 1970) and the modes 0644 and 0755.
 */
export function aliased(sources: readonly PlainSource[], modified: number, random: Random): AliasedSource[] {
  const digits = Math.max(3, String(sources.length).length)
  return shuffled(sources, random).map((source, at) => {
    const number = String(at + 1).padStart(digits, '0')
    const directory = source.kind === 'directory'
    const name = directory ? `${number}/` : `${number}.${endingOf(source.name)}`
    return { source: { ...source, name, modified, mode: directory ? 0o755 : 0o644 }, trueName: source.name }
  })
}

function endingOf(name: string): string {
  const [, ending = ''] = /[^/]\.([^./]+)$/.exec(name.toLowerCase()) ?? []
  return endings.has(ending) ? ending : 'bin'
}
