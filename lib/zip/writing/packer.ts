import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type KeyDerivation, keyDerivation } from '../keys/key-derivation.ts'
import { METHOD_DEFLATED, METHOD_STORED } from '../records.ts'
import type { PlainSource } from '../sources.ts'
import { EntryCipher } from './aes.ts'
import { type Slot, slotOf } from './arena.ts'
import { isCompressible, sampleRanges } from './compressible.ts'
import { Compressor } from './compressor.ts'
import { pieceBound, WINDOW } from './deflate.ts'
import { EntryRecords } from './entry-records.ts'
import { innerHeader } from './inner-zip.ts'
import type {
  BatchJob,
  DigestJob,
  InnerJob,
  Method,
  PackData,
  Packed,
  PackedEntry,
  PackJob,
  PieceJob,
} from './pack-jobs.ts'
import { sizeOf } from './pack-jobs.ts'
import { readExactly, readWhole } from './source-file.ts'

const NOTHING = new Uint8Array(0)
/** Bytes: below this the samples would be the content, and trying takes hardly longer than judging. */
const SMALL = 16 * 1024

/**
 * What a packing thread does: reads, judges, deflates, derives keys, encrypts. Everything is synchronous: a thread does
 * one job after the other and has nothing else to do. Throws WB-CHANGED, WB-NOT-FOUND, WB-UNREADABLE, WB-IO.
 */
export class Packer {
  readonly #data: PackData
  readonly #derivation: KeyDerivation
  readonly #compressor: Compressor
  /** Of one small source. */
  readonly #deflated: Uint8Array

  constructor(data: PackData) {
    this.#data = data
    this.#derivation = keyDerivation(new Uint8Array(data.password), data.modules.derivation)
    this.#compressor = new Compressor(data.modules.deflation)
    this.#deflated = new Uint8Array(pieceBound(data.arena.piece))
  }

  run(job: PackJob): Packed {
    switch (job.kind) {
      case 'batch':
        return this.#batch(job)
      case 'inner':
        return this.#inner(job)
      case 'piece':
        return this.#piece(job)
      case 'digest':
        return digest(job)
    }
  }

  #batch({ slot, sources, salts }: BatchJob): Packed {
    const { input, output } = slotOf(this.#data.arena, slot)
    const made = new Output(output)
    let plain = 0
    const entries = sources.map((source, i) => {
      const content = contentOf(source, input)
      plain += content.length
      return this.#seal(source, content, salts[i] ?? NOTHING, made)
    })
    return { plain, length: made.length, entries }
  }

  /** A whole record: its sizes are known when its header is written. */
  #seal(source: PlainSource, content: Uint8Array, salt: Uint8Array, made: Output): PackedEntry {
    const deflated = this.#pays(content) ? this.#deflateWhole(content) : content
    const method: Method = deflated.length < content.length ? METHOD_DEFLATED : METHOD_STORED
    const data = method === METHOD_DEFLATED ? deflated : content
    const sizes = { size: content.length, length: data.length }
    const { name, modified, mode } = source
    const shape = { name, modified, mode, method, sizes, bound: content.length, crc32: null }
    const keys = this.#derivation.deriveKeys(salt)
    const cipher = new EntryCipher(keys)
    keys.fill(0)
    const start = made.length
    made.add(new EntryRecords(shape).localHeader())
    made.add(salt)
    made.add(cipher.verifier)
    const ciphertext = made.take(data.length)
    cipher.keystream.apply(data, 0, ciphertext)
    cipher.authenticate(ciphertext)
    made.add(cipher.mac())
    return { sha256: hash('sha256', content, 'hex'), crc32: 0, method, sizes, record: made.length - start }
  }

  /** Records lie one behind the other where a piece's plain content lies. Without a dictionary: nobody has it. */
  #inner({ slot, sources }: InnerJob): Packed {
    const { input, output } = slotOf(this.#data.arena, slot)
    const made = new Output(input.subarray(WINDOW))
    const entries = sources.map(source => innerRecord(source, made))
    const length = this.#deflate(made.bytes, 0, false, output)
    return { plain: made.length, length, entries }
  }

  #piece({ slot, file, length, before, last, stored }: PieceJob): Packed {
    const { input, output } = slotOf(this.#data.arena, slot)
    const read = input.subarray(WINDOW - before, WINDOW + length)
    if (file !== null) readExactly(file.descriptor, file.path, read, file.position - before)
    const plain = read.subarray(before)
    if (stored === null) {
      return { plain: length, length: this.#deflate(read, before, last, output), entries: [] }
    }
    const { keystream } = new EntryCipher(new Uint8Array(stored.keys))
    keystream.apply(plain, stored.position, output.subarray(0, length))
    return { plain: length, length, entries: [] }
  }

  /** Valid until the next call. */
  #deflateWhole(content: Uint8Array): Uint8Array {
    const length = this.#compressor.deflate(content, 0, this.#data.level, true, this.#deflated)
    return this.#deflated.subarray(0, length)
  }

  /**
   * A piece of a large entry: `read` from `dictionary` on. What does not get smaller goes into the stream as stored
   * blocks, which is some 25 times faster.
   */
  #deflate(read: Uint8Array, dictionary: number, last: boolean, output: Uint8Array): number {
    const level = this.#pays(read.subarray(dictionary)) ? this.#data.level : 0
    return this.#compressor.deflate(read, dictionary, level, last, output)
  }

  /** Few bytes say nothing about their entropy: they are tried. */
  #pays(content: Uint8Array): boolean {
    if (content.length < SMALL) return this.#data.level > 0 && content.length > 0
    const samples = sampleRanges(content.length).map(({ position, length }) =>
      content.subarray(position, position + length),
    )
    return this.#data.level > 0 && isCompressible(samples)
  }
}

/** In `input`, or where it lies already. */
function contentOf(source: PlainSource, input: Uint8Array): Uint8Array {
  if (source.kind === 'file') return readWhole(source, input)
  return source.kind === 'bytes' ? source.bytes : NOTHING
}

/** A record in clear, as the inner ZIP of a wrap has them: local header with CRC-32, and the content as it is. */
function innerRecord(source: PlainSource, made: Output): PackedEntry {
  const size = sizeOf(source)
  const start = made.length
  const header = made.take(innerHeader(source, 0).length)
  const content = made.take(size)
  if (source.kind === 'file') readWhole(source, content)
  else if (source.kind === 'bytes') content.set(source.bytes)
  const checksum = crc32(content)
  header.set(innerHeader(source, checksum))
  return {
    sha256: hash('sha256', content, 'hex'),
    crc32: checksum,
    method: METHOD_STORED,
    sizes: { size, length: size },
    record: made.length - start,
  }
}

function digest({ descriptor, path, size }: DigestJob): Packed {
  const buffer = new Uint8Array(Math.min(size, 1024 * 1024))
  const sha256 = createHash('sha256')
  let checksum = 0
  for (let at = 0; at < size; at += buffer.length) {
    const piece = buffer.subarray(0, Math.min(buffer.length, size - at))
    readExactly(descriptor, path, piece, at)
    sha256.update(piece)
    checksum = crc32(piece, checksum)
  }
  const sizes = { size, length: size }
  const entry = { sha256: sha256.digest('hex'), crc32: checksum, method: METHOD_STORED, sizes, record: 0 } as const
  return { plain: 0, length: 0, entries: [entry] }
}

/** Bytes put one behind the other into memory of a given size; RangeError where it ends. */
class Output {
  readonly #memory: Slot['output']
  #length = 0

  constructor(memory: Uint8Array) {
    this.#memory = memory
  }

  get length(): number {
    return this.#length
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length)
  }

  take(length: number): Uint8Array {
    if (this.#length + length > this.#memory.length) throw new RangeError('the output is full')
    this.#length += length
    return this.#memory.subarray(this.#length - length, this.#length)
  }

  add(bytes: Uint8Array): void {
    this.take(bytes.length).set(bytes)
  }
}
