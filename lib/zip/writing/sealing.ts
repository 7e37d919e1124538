import { WaybillError } from '../../error.ts'
import { ahead } from '../ahead.ts'
import { interrupted, stopIfAborted } from '../interrupt.ts'
import { type KeyDerivation, keyDerivation } from '../keys/key-derivation.ts'
import { clashingName } from '../names.ts'
import type { PlainSource, Source } from '../sources.ts'
import type { Sealed, SealedEntry, SealRequest } from '../write.ts'
import { SALT_LENGTH } from './aes.ts'
import { Arena, Slots } from './arena.ts'
import { PIECE, WINDOW } from './deflate.ts'
import type { Chain } from './digester.ts'
import { InnerZip } from './inner-zip.ts'
import type { Modules } from './modules.ts'
import { type PackedEntry, sizeOf } from './pack-jobs.ts'
import { type Packing, packingHere, packingInThreads } from './packing.ts'
import type { BatchPart, Part, PiecePart, Step } from './parts.ts'
import { Preparation } from './preparation.ts'
import { SealedArchive } from './sealed-archive.ts'
import { SealedFile } from './sealed-file.ts'

/**
 * One archive on its way. Takes the prepared parts in order: encrypts what is not encrypted yet, authenticates, writes,
 * keeps the list. `run` or, when that failed, `abandon` ends it.
 */
export class Sealing {
  readonly #request: SealRequest
  readonly #packing: Packing
  readonly #slots: Slots
  readonly #width: number
  readonly #preparation: Preparation
  readonly #arena: Arena
  readonly #password: SharedArrayBuffer
  readonly #derivation: KeyDerivation
  readonly #entries: SealedEntry[] = []
  /** Of the wrap at hand. */
  #inside: SealedEntry[] = []
  #file: SealedFile | null = null
  #total: number
  #done = 0

  constructor(request: SealRequest, threads: number, modules: Modules) {
    const { password, level, random, piece = PIECE } = request
    // Each thread has one slot at work and one waiting; the others are being written, hashed or filled.
    const slots = 3 * threads + 2
    this.#request = request
    this.#width = slots + 2
    this.#total = request.sources.reduce((sum, source) => sum + totalOf(source), 0)
    this.#arena = new Arena(piece, slots)
    this.#slots = new Slots(this.#arena.slots)
    this.#password = new SharedArrayBuffer(password.secret.bytes.length)
    new Uint8Array(this.#password).set(password.secret.bytes)
    const data = { arena: this.#arena.data, password: this.#password, modules, level }
    this.#derivation = keyDerivation(password.secret.bytes, modules.derivation)
    this.#packing = threads === 0 ? packingHere(data) : packingInThreads(data, threads)
    this.#preparation = new Preparation({
      packing: this.#packing,
      slots: this.#slots,
      derivation: this.#derivation,
      salt: () => random.bytes(SALT_LENGTH),
      level,
      piece,
    })
  }

  async run(): Promise<Sealed> {
    const { signal, path, final = path, sources, last, modified, comment } = this.#request
    const stop = () => this.#stop(interrupted(signal?.reason))
    signal?.addEventListener('abort', stop, { once: true })
    try {
      this.#file = await SealedFile.create(path, {
        buffers: this.#arena.buffers,
        digest: (bytes, end) => this.#digest('archive', bytes, end),
        onFailure: error => this.#stop(error),
        final,
      })
      const archive = new SealedArchive(this.#file)
      await this.#sealAll(archive, sources)
      const page = last(this.#entries)
      refuseClash([...this.#entries, page])
      this.#total += page.bytes.length
      await this.#sealAll(archive, [{ kind: 'bytes', modified, mode: 0o644, ...page }])
      await archive.finish(comment)
      const sealed = { ...(await this.#file.finish()), entries: this.#entries }
      stopIfAborted(signal)
      await this.#close(undefined)
      return sealed
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** Ends everything; the file is gone when this returns. Never throws. */
  async abandon(reason: unknown): Promise<void> {
    await this.#close(reason)
    await this.#file?.abandon()
  }

  async #close(reason: unknown): Promise<void> {
    this.#slots.close(reason)
    await this.#packing.close(reason)
    await this.#preparation.close()
    new Uint8Array(this.#arena.data.memory).fill(0)
    new Uint8Array(this.#password).fill(0)
    this.#derivation.destroy()
  }

  /** Whatever goes wrong stops all others at once, so that nobody waits for what will not come. */
  #stop(reason: unknown): void {
    this.#slots.close(reason)
    void this.#packing.close(reason)
  }

  async #sealAll(archive: SealedArchive, sources: readonly Source[]): Promise<void> {
    const stopping = async <T>(work: Promise<T>): Promise<T> =>
      work.catch(error => {
        this.#stop(error)
        throw error
      })
    for await (const part of ahead(this.#steps(sources), this.#width, step => stopping(step()))) {
      await stopping(this.#take(archive, part))
    }
  }

  *#steps(sources: readonly Source[]): Generator<Step> {
    try {
      yield* this.#preparation.steps(sources)
    } catch (error) {
      this.#stop(error)
      throw error
    }
  }

  async #take(archive: SealedArchive, part: Part): Promise<void> {
    stopIfAborted(this.#request.signal)
    switch (part.kind) {
      case 'begin':
        this.#inside = []
        return archive.begin(part.shape, part.salt, part.keys)
      case 'batch':
        return this.#takeBatch(archive, part)
      case 'piece':
        return this.#takePiece(archive, part)
      case 'end':
        await archive.end(part.size)
        this.#entries.push(await this.#ended(part.name, part.size))
    }
  }

  async #takeBatch(archive: SealedArchive, { sources, slot, packed }: BatchPart): Promise<void> {
    const records = slot.output.subarray(0, packed.length)
    const shaped = packed.entries.flatMap(({ method, sizes, record }, i) => {
      const source = sources[i]
      if (source === undefined) return []
      const { name, modified, mode } = source
      return { shape: { name, modified, mode, method, sizes, bound: sizes.size, crc32: null }, sizes, record }
    })
    await archive.add(shaped, records, () => this.#slots.release(slot))
    this.#entries.push(...sealedEntries(sources, packed.entries))
    this.#progress(packed.plain, sources.at(-1)?.name ?? '')
  }

  async #takePiece(archive: SealedArchive, part: PiecePart): Promise<void> {
    const { slot, packed, encrypted, inside, finish, name } = part
    const plain = slot.input.subarray(WINDOW, WINDOW + packed.plain)
    const hashed = this.#digest('source', plain, false)
    await archive.append(slot.output.subarray(0, packed.length), encrypted, () => {
      hashed.then(
        () => this.#slots.release(slot),
        () => {},
      )
    })
    this.#inside.push(...sealedEntries(inside, packed.entries))
    await finish?.()
    this.#progress(packed.plain, name)
  }

  async #ended(name: string, bytes: number): Promise<SealedEntry> {
    const sha256 = (await this.#digest('source', new Uint8Array(0), true)) ?? ''
    const inside = this.#inside.length > 0 ? { inside: this.#inside } : {}
    return { name, bytes, sha256, directory: false, ...inside }
  }

  #digest(chain: Chain, bytes: Uint8Array, last: boolean): Promise<string | null> {
    const digest = this.#packing.digest(chain, bytes, last)
    digest.catch(error => this.#stop(error))
    return digest
  }

  #progress(plain: number, name: string): void {
    this.#done += plain
    this.#request.onProgress?.({ done: this.#done, total: this.#total, name })
  }
}

function sealedEntries(sources: readonly PlainSource[], packed: readonly PackedEntry[]): SealedEntry[] {
  return sources.map((source, i) => ({
    name: source.name,
    bytes: sizeOf(source),
    sha256: packed[i]?.sha256 ?? '',
    directory: source.kind === 'directory',
  }))
}

function totalOf(source: Source): number {
  return source.kind === 'wrap' ? new InnerZip(source.sources).size : sizeOf(source)
}

/** WB-NAME-CLASH where two entries would be one file on a disk that ignores case. */
export function refuseClash(named: readonly { readonly name: string }[]): void {
  const clash = clashingName(named.map(({ name }) => name))
  if (clash === null) return
  const message = `Two entries would be ${JSON.stringify(clash)} on a disk that ignores case.`
  throw new WaybillError('WB-NAME-CLASH', message, 'Rename one of them and send again.')
}
