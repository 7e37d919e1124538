/**
 * `node floor.ts FILE LEVEL THREADS`: the floor. Deflate alone, of the pieces that Waybill makes, on so many threads: no
 * hash, no encryption, no archive. What a packer that uses this zlib cannot go below.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { constants, deflateRawSync } from 'node:zlib'

const PIECE = 2 ** 20
/** What a piece may refer back to (RFC 1951, section 2). */
const WINDOW = 2 ** 15

interface Work {
  readonly path: string
  readonly level: number
  /** One 32-bit number: the next piece that nobody has taken. */
  readonly next: SharedArrayBuffer
}

if (isMainThread) {
  const [path = '', level = '', threads = ''] = process.argv.slice(2)
  const work: Work = { path, level: Number(level), next: new SharedArrayBuffer(4) }
  const here = new URL(import.meta.url)
  for (let i = 0; i < Number(threads); i++) new Worker(here, { workerData: work }).once('error', fail)
} else {
  deflatePieces(workerData as Work) // given a few lines above
}

function fail(error: unknown): never {
  throw error
}

function deflatePieces({ path, level, next }: Work): void {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  const pieces = Math.ceil(size / PIECE)
  const counter = new Int32Array(next)
  const buffer = Buffer.alloc(WINDOW + PIECE)
  for (let piece = Atomics.add(counter, 0, 1); piece < pieces; piece = Atomics.add(counter, 0, 1)) {
    const start = piece * PIECE
    const before = Math.min(start, WINDOW)
    const got = readSync(file, buffer, 0, before + PIECE, start - before)
    deflateRawSync(buffer.subarray(before, got), {
      level,
      finishFlush: piece === pieces - 1 ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      chunkSize: 2 * PIECE,
      ...(before > 0 && { dictionary: buffer.subarray(0, before) }),
    })
  }
  closeSync(file)
}
