/** Names as the disk of a recipient gets them: what is only awkward in a name is replaced, what is dangerous was refused. */
import { foldName, unsafeForExtraction } from '../lib/zip/names.ts'
import { MARKS } from './marks.ts'

/** What Windows does not store, and what one system or another takes for a separator. */
const AWKWARD = /[<>:"|?*\\/]/g

/** Bytes of UTF-8. Linux and Android store 255; a browser adds some of its own while it writes, and we ` (2)`. */
const LONGEST = 240
const LONGEST_ENDING = 16

/** One part of a path (untrusted). */
export function savable(name: string): string {
  const clean = shortened(name.replace(AWKWARD, '_').replace(MARKS, '_')).replace(/[. ]+$/, '')
  return unsafeForExtraction(clean, true) === null ? clean : `_${clean}`
}

/** The middle goes, the ending stays: it says what opens the file. */
function shortened(name: string): string {
  if (bytesOf(name) <= LONGEST) return name
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? ''
  const kept = bytesOf(ending) <= LONGEST_ENDING ? ending : ''
  let start = ''
  for (const character of name) {
    if (bytesOf(start + character + kept) > LONGEST) break
    start += character
  }
  return start + kept
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** The paths of one archive (which do not clash) as paths that do not clash either; a folder's ends in `/`. */
export class SavedPaths {
  readonly #saved = new Map<string, string>()
  readonly #taken = new Set<string>()
  /** The last number that was put behind a name, so that ten thousand of one name are not counted through each time. */
  readonly #numbers = new Map<string, number>()

  of(path: string): string {
    return path.endsWith('/') ? `${this.#saving(path.slice(0, -1))}/` : this.#saving(path)
  }

  #saving(path: string): string {
    const key = foldName(path)
    const known = this.#saved.get(key)
    if (known !== undefined) return known
    const cut = path.lastIndexOf('/')
    const folder = cut < 0 ? '' : `${this.#saving(path.slice(0, cut))}/`
    const free = this.#free(folder + savable(path.slice(cut + 1)))
    this.#saved.set(key, free)
    return free
  }

  #free(path: string): string {
    const key = foldName(path)
    let free = path
    let number = this.#numbers.get(key) ?? 1
    while (this.#taken.has(foldName(free))) free = path.replace(/(\.[^./]*)?$/, ` (${++number})$1`)
    this.#taken.add(foldName(free))
    this.#numbers.set(key, number)
    return free
  }
}
