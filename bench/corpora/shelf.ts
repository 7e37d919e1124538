/** Corpora on the disk: made once, kept between runs, and held against their known digests before each use. */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CorpusName, corpusFiles, type MadeFile, type Scale } from './corpus.ts'
import { digests } from './digests.ts'

export interface Shelved {
  /** The file or folder of the corpus. */
  readonly path: string
  readonly bytes: number
  readonly files: number
  /** False where it stood there already, unharmed. */
  readonly made: boolean
}

/**
 * The corpus under `shelf`, made where it is missing or not what it should be. Throws where what was just made has
 * another digest than the one in `digests.ts`: then the figures would not be those of other machines.
 */
export function shelve(shelf: string, name: CorpusName, scale: Scale): Shelved {
  const files = corpusFiles(name, scale)
  const folder = join(shelf, scale)
  const shelved = {
    path: join(folder, name),
    bytes: files.reduce((sum, { length }) => sum + length, 0),
    files: files.length,
  }
  if (existsSync(shelved.path) && digestOfStored(folder, files) === digests[scale][name])
    return { ...shelved, made: false }
  rmSync(shelved.path, { recursive: true, force: true })
  const fresh = join(folder, 'unfinished')
  rmSync(fresh, { recursive: true, force: true })
  const digest = makeAll(fresh, files)
  if (digest !== digests[scale][name]) throw new Error(`The corpus ${name} (${scale}) has the digest ${digest}.`)
  renameSync(join(fresh, name), shelved.path)
  rmSync(fresh, { recursive: true })
  return { ...shelved, made: true }
}

/** SHA-256 over each file's name, a zero byte and its content, in order: 64 hex digits. */
function makeAll(folder: string, files: readonly MadeFile[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const path = join(folder, file.name)
    mkdirSync(dirname(path), { recursive: true })
    begin(hash, file)
    const to = openSync(path, 'wx')
    for (const piece of file.pieces()) {
      hash.update(piece)
      writeSync(to, piece)
    }
    closeSync(to)
  }
  return hash.digest('hex')
}

/** The same of what lies there; null where a file is missing or has another size. */
function digestOfStored(folder: string, files: readonly MadeFile[]): string | null {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(2 ** 20)
  for (const file of files) {
    const path = join(folder, file.name)
    if (statSync(path, { throwIfNoEntry: false })?.size !== file.length) return null
    begin(hash, file)
    const from = openSync(path, 'r')
    for (let got = readSync(from, piece); got > 0; got = readSync(from, piece)) hash.update(piece.subarray(0, got))
    closeSync(from)
  }
  return hash.digest('hex')
}

function begin(hash: Hash, { name }: MadeFile): void {
  hash.update(`${name}\0`)
}
