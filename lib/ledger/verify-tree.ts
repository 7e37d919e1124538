import { hex } from '../hex.ts'
import { parseSignedCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { Frontier } from './tree.ts'
import { History } from './verify-history.ts'
import { Report, type Told } from './verify-report.ts'
import type { StoredCheckpoint } from './verify-stored.ts'

/** Base64 of a key id (4) and an Ed25519 signature (64), and the newline. */
const signatureLength = 92 + 1

/** The part of a tree that is not grown anew: `size` leaves in their complete subtrees. */
export interface Base {
  readonly size: number
  readonly frontier: Uint8Array
}

export const nothing: Base = { size: 0, frontier: new Uint8Array() }

/** What was derived from the leaves, and what is told of the checkpoints beside them. Can be cloned. */
export interface Tree {
  readonly size: number
  /** Hex. */
  readonly root: string
  /** Roots at the sizes that were asked about and reached, hex. */
  readonly roots: ReadonlyMap<number, string>
  readonly told: readonly Told[]
}

/**
 * Grows the tree from leaf hashes and holds every stored checkpoint against it: its place, root, subtrees and form. The
 * signatures are another matter (`verify-checkpoints.ts`).
 */
export class TreeCheck {
  readonly #rows: Iterator<StoredCheckpoint>
  readonly #origin: string
  readonly #report = new Report()
  readonly #history: History
  #next: StoredCheckpoint | undefined

  /** `rows`: the checkpoints after `base`, by size. `wanted`: sizes whose roots are asked about. */
  constructor(rows: Iterator<StoredCheckpoint>, origin: string, wanted: Iterable<number>, base: Base = nothing) {
    this.#rows = rows
    this.#origin = origin
    this.#history = new History(wanted, Frontier.decode(base.size, base.frontier))
    this.#next = this.#read()
  }

  /** The hash of the next event's line. */
  append(leaf: Uint8Array): void {
    this.#history.append(leaf)
    for (; this.#next !== undefined && this.#next.size <= this.#history.size; this.#next = this.#read()) {
      if (this.#next.size < this.#history.size) this.#misplaced(this.#next)
      else this.#compare(this.#next)
    }
  }

  /** No leaf is left. */
  end(): Tree {
    for (; this.#next !== undefined; this.#next = this.#read()) this.#misplaced(this.#next)
    const { size, roots } = this.#history
    return { size, root: hex(this.#history.root()), roots, told: this.#report.told }
  }

  #read(): StoredCheckpoint | undefined {
    const { value, done } = this.#rows.next()
    return done ? undefined : value
  }

  #compare(row: StoredCheckpoint): void {
    if (row.frontier !== hex(this.#history.encode())) {
      this.#report.error('ledger.frontier', 'The stored subtrees are not those of the events.', row.size)
    }
    const root = Buffer.from(this.#history.root()).toString('base64')
    // All of an honest note is known but for the signature, so that comparing replaces parsing.
    const text = `${this.#origin}\n${row.size}\n${root}\n\n— ${this.#origin} `
    if (!row.note.startsWith(text) || row.note.length !== text.length + signatureLength) this.#explain(row, root)
  }

  #misplaced({ size }: StoredCheckpoint): void {
    this.#report.error('ledger.checkpoint', 'A checkpoint stands where no commit of these events ended.', size)
  }

  /** Which part of a note is not what it must be. */
  #explain(row: StoredCheckpoint, root: string): void {
    const signed = parseStored(row, this.#report)
    if (signed === null) return
    if (signed.origin !== this.#origin || signed.size !== row.size) {
      this.#report.error('ledger.checkpoint', 'A checkpoint belongs to another ledger or size.', row.size)
    } else if (Buffer.from(signed.root).toString('base64') !== root) {
      this.#report.error('ledger.root', 'The events are not those that were signed.', row.size)
    }
  }
}

/** Null, with a finding, when the note is none. */
function parseStored({ note, size }: StoredCheckpoint, report: Report): SignedCheckpoint | null {
  try {
    return parseSignedCheckpoint(note)
  } catch {
    report.error('ledger.checkpoint', 'A checkpoint is not in its exact form.', size)
    return null
  }
}
