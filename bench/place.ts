/** Where the bench works: in memory (tmpfs) where there is room, because packers are compared and not disks. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'
import type { CorpusName, Scale } from './corpora/corpus.ts'
import { shelve } from './corpora/shelf.ts'

export interface Place {
  /** Of this run alone; `leave` removes it. */
  readonly directory: string
  /** As the page shows it. */
  readonly described: string
  /** Where what is made goes; empty between two runs. */
  readonly out: string
  readonly scale: Scale
}

const SHARED_MEMORY = '/dev/shm'

/** Bytes: the 4 GiB of the memory test, its archive, one corpus. */
const ROOM: Readonly<Record<Scale, number>> = { full: 8 * 2 ** 30, quick: 2 ** 30 }

/** `wanted`: the directory that the person gave, or null. */
export function enter(wanted: string | null, scale: Scale): Place {
  const parent = wanted ?? (roomInMemory() >= ROOM[scale] ? SHARED_MEMORY : tmpdir())
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(join(parent, 'waybill-bench-'))
  const out = join(directory, 'out')
  mkdirSync(out)
  return { directory, described: `${parent} (${parent === SHARED_MEMORY ? 'memory' : 'a disk'})`, out, scale }
}

export function leave({ directory }: Place): void {
  rmSync(directory, { recursive: true, force: true })
}

/** Bytes that are free both on the tmpfs and in memory; 0 where there is none. */
function roomInMemory(): number {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY)
    return Math.min(bavail * bsize, process.availableMemory())
  } catch {
    return 0
  }
}

/** Corpora are kept here between runs. */
export const shelf = envPaths('waybill-bench', { suffix: '' }).cache

/** Copies the corpus into the place under its name; how many bytes and files it has. */
export function bring(
  place: Place,
  corpus: CorpusName,
): { readonly bytes: number; readonly files: number; readonly made: boolean } {
  const shelved = shelve(shelf, corpus, place.scale)
  cpSync(shelved.path, join(place.directory, corpus), { recursive: true })
  return shelved
}

export function takeAway(place: Place, name: string): void {
  rmSync(join(place.directory, name), { recursive: true, force: true })
}
