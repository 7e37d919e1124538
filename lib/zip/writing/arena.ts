import { pieceBound, WINDOW } from './deflate.ts'

/** Bytes beside the content that a batch may make: headers, salts, codes (see `groups.ts`). */
const RECORDS_ROOM = 128 * 1024
/** Bytes of a buffer in which small records wait for the disk, and how many there are. */
const BUFFER = 1024 * 1024
const BUFFERS = 3

/** Where one job reads and writes. Plain content lies in `input` behind room for the `WINDOW` bytes before it. */
export interface Slot {
  readonly index: number
  readonly input: Uint8Array
  readonly output: Uint8Array
}

/** What a thread needs to see the same memory. */
export interface ArenaData {
  readonly memory: SharedArrayBuffer
  readonly piece: number
}

/**
 * All memory of the contents under way, shared by every thread and of a fixed size, however much is sealed: `slots` for
 * jobs, then buffers for the writer.
 */
export class Arena {
  readonly data: ArenaData
  readonly #slots: number

  /** `piece`: most plain bytes of one job. */
  constructor(piece: number, slots: number) {
    this.data = { memory: new SharedArrayBuffer(slots * slotLength(piece) + BUFFERS * BUFFER), piece }
    this.#slots = slots
  }

  get slots(): Slot[] {
    return Array.from({ length: this.#slots }, (_, index) => slotOf(this.data, index))
  }

  get buffers(): Uint8Array[] {
    const at = this.#slots * slotLength(this.data.piece)
    return Array.from({ length: BUFFERS }, (_, i) => new Uint8Array(this.data.memory, at + i * BUFFER, BUFFER))
  }
}

export function slotOf({ memory, piece }: ArenaData, index: number): Slot {
  const at = index * slotLength(piece)
  return {
    index,
    input: new Uint8Array(memory, at, inputLength(piece)),
    output: new Uint8Array(memory, at + inputLength(piece), outputLength(piece)),
  }
}

/** Rounded up, so that every area begins on a page of memory. */
function slotLength(piece: number): number {
  return inputLength(piece) + outputLength(piece)
}

function inputLength(piece: number): number {
  return inPages(WINDOW + piece + RECORDS_ROOM)
}

function outputLength(piece: number): number {
  return inPages(pieceBound(piece + RECORDS_ROOM))
}

function inPages(length: number): number {
  return Math.ceil(length / 4096) * 4096
}

/** Hands slots out in the order in which they were asked for; whoever asks while all are taken waits. */
export class Slots {
  readonly #free: Slot[]
  readonly #waiting: { resolve: (slot: Slot) => void; reject: (reason: unknown) => void }[] = []
  #closed: { readonly reason: unknown } | null = null

  constructor(slots: readonly Slot[]) {
    this.#free = [...slots]
  }

  take(): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) return reject(this.#closed.reason)
      const slot = this.#free.pop()
      if (slot !== undefined) return resolve(slot)
      this.#waiting.push({ resolve, reject })
    })
  }

  release(slot: Slot): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(slot)
    else next.resolve(slot)
  }

  /** Whoever waits, or asks from now on, is rejected. */
  close(reason: unknown): void {
    this.#closed ??= { reason }
    for (const { reject } of this.#waiting.splice(0)) reject(reason)
  }
}
