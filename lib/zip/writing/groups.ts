import type { PlainSource, Source } from '../sources.ts'
import { sizeOf } from './pack-jobs.ts'

/** Small sources that one job takes together, or one that is cut into pieces or made as it goes. */
export type Group<S extends Source> =
  | { readonly small: readonly PlainSource[] }
  | { readonly large: Exclude<S, { kind: 'directory' }> }

/** Most sources of one group: key derivation alone takes them 40 ms, and an interruption must be noticed. */
const MOST = 128
/** Bytes of records around a content, beside its name: headers, salt, codes. */
const AROUND = 160

/** In order. A group holds contents and records of at most `piece` bytes, or one source whose content alone does. */
export function* groups<S extends Source>(sources: readonly S[], piece: number): Generator<Group<S>> {
  let small: PlainSource[] = []
  let room = 0
  for (const source of sources) {
    const needed = isPlain(source) && sizeOf(source) <= piece ? roomOf(source) : null
    if (small.length > 0 && (needed === null || small.length === MOST || room + needed > piece)) {
      yield { small }
      small = []
      room = 0
    }
    if (isPlain(source) && needed !== null) {
      small.push(source)
      room += needed
    } else if (source.kind !== 'directory') {
      yield { large: source as Exclude<S, { kind: 'directory' }> } // what a directory is not
    }
  }
  if (small.length > 0) yield { small }
}

function isPlain(source: Source): source is PlainSource {
  return source.kind !== 'wrap'
}

/** A name has at most three bytes of UTF-8 for each unit of UTF-16. */
function roomOf(source: PlainSource): number {
  return sizeOf(source) + 3 * source.name.length + AROUND
}
