/** Names that say nothing: numbers in a random order, with an ending that says how to open the file. */
import type { Random } from '../ports.ts'
import { shuffled } from '../shuffle.ts'

/** Endings that are kept: kinds of files that say what program opens them, and nothing about anybody. */
const endings: ReadonlySet<string> = new Set(
  `7z avi bmp csv doc docx gif gz heic htm html jpeg jpg json md mkv mov mp3 mp4 odp ods odt pdf png ppt pptx rar rtf svg tar tgz tif
  tiff tsv txt wav webp xls xlsm xlsx xml zip`.split(/\s+/),
)

export interface Alias {
  readonly trueName: string
  readonly alias: string
}

/**
 * A number for every name: `001.pdf`, as many digits as the last one needs and at least three; `.bin` where the ending is not a
 * common one; `004/` for a directory. In the order of the numbers. Which name gets which is random: the order says nothing.
 */
export function aliases(names: readonly string[], random: Random): Alias[] {
  const digits = Math.max(3, String(names.length).length)
  return shuffled(names, random).map((trueName, at) => {
    const number = String(at + 1).padStart(digits, '0')
    return { trueName, alias: trueName.endsWith('/') ? `${number}/` : `${number}.${endingOf(trueName)}` }
  })
}

function endingOf(name: string): string {
  const [, ending = ''] = /[^/]\.([^./]+)$/.exec(name.toLowerCase()) ?? []
  return endings.has(ending) ? ending : 'bin'
}
