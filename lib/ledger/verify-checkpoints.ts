import { parseSignedCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import type { History } from './verify-history.ts'
import type { Report } from './verify-report.ts'
import type { Signers } from './verify-signers.ts'
import type { StoredCheckpoint } from './verify-stored.ts'

/** Which signatures are verified: every one, or those that everything else hangs on (see `CheckpointCheck`). */
export type Signatures = 'all' | 'decisive'

/** Base64 of a key id (4) and an Ed25519 signature (64), and the newline. */
const signatureLength = 92 + 1

/**
 * Holds every stored checkpoint against the tree that grows beside it. One root covers all events before it, so the
 * decisive signatures are the last one of each key and the first one after a rotation; all roots are compared.
 */
export class CheckpointCheck {
  readonly #rows: Iterator<StoredCheckpoint>
  readonly #origin: string
  readonly #signers: Signers
  readonly #report: Report
  readonly #signatures: Signatures
  #next: StoredCheckpoint | undefined
  #last: StoredCheckpoint | null = null

  constructor(options: {
    rows: Iterator<StoredCheckpoint>
    origin: string
    signers: Signers
    report: Report
    signatures: Signatures
  }) {
    this.#rows = options.rows
    this.#origin = options.origin
    this.#signers = options.signers
    this.#report = options.report
    this.#signatures = options.signatures
    this.#next = this.#read()
  }

  /** The history has grown by one event. Call after every event. */
  grown(history: History): void {
    for (; this.#next !== undefined && this.#next.size <= history.size; this.#next = this.#read()) {
      if (this.#next.size < history.size) this.#misplaced(this.#next)
      else this.#compare(this.#next, history)
    }
  }

  /** No event is left. */
  end(size: number): void {
    for (; this.#next !== undefined; this.#next = this.#read()) this.#misplaced(this.#next)
    if (this.#last === null) {
      this.#report.error('ledger.no-checkpoint', 'No event of the ledger is signed.')
      return
    }
    if (this.#last.size < size)
      this.#report.error('ledger.unsigned', 'The last events are not signed.', this.#last.size)
    this.#verify(this.#last)
  }

  #read(): StoredCheckpoint | undefined {
    const { value, done } = this.#rows.next()
    return done ? undefined : value
  }

  #compare(row: StoredCheckpoint, history: History): void {
    if (row.frontier !== Buffer.from(history.encode()).toString('hex')) {
      this.#report.error('ledger.frontier', 'The stored subtrees are not those of the events.', row.size)
    }
    const root = Buffer.from(history.root()).toString('base64')
    // All of an honest note is known but for the signature, so that comparing replaces parsing.
    const text = `${this.#origin}\n${row.size}\n${root}\n\n— ${this.#origin} `
    if (!row.note.startsWith(text) || row.note.length !== text.length + signatureLength) this.#explain(row, root)
    this.#signer(row)
    this.#last = row
  }

  #misplaced({ size }: StoredCheckpoint): void {
    this.#report.error('ledger.checkpoint', 'A checkpoint stands where no commit of these events ended.', size)
  }

  /** Which part of a note is not what it must be. */
  #explain(row: StoredCheckpoint, root: string): void {
    const signed = this.#parse(row)
    if (signed === null) return
    if (signed.origin !== this.#origin || signed.size !== row.size) {
      this.#report.error('ledger.checkpoint', 'A checkpoint belongs to another ledger or size.', row.size)
    } else if (Buffer.from(signed.root).toString('base64') !== root) {
      this.#report.error('ledger.root', 'The events are not those that were signed.', row.size)
    }
  }

  #parse({ note, size }: StoredCheckpoint): SignedCheckpoint | null {
    try {
      return parseSignedCheckpoint(note)
    } catch {
      this.#report.error('ledger.checkpoint', 'A checkpoint is not in its exact form.', size)
      return null
    }
  }

  #signer(row: StoredCheckpoint): void {
    const before = this.#last
    const rotated = before !== null && this.#signers.rangeOf(before.size) !== this.#signers.rangeOf(row.size)
    if (rotated) this.#handOver(before, row)
    if (rotated || this.#signatures === 'all') this.#verify(row)
  }

  /** The old key's last signature is over the rotation itself, and every key in between has signed something. */
  #handOver(before: StoredCheckpoint, row: StoredCheckpoint): void {
    const range = this.#signers.rangeOf(before.size)
    if (before.size !== this.#signers.endOf(range) || this.#signers.rangeOf(row.size) !== range + 1) {
      this.#report.error('ledger.rotation', 'The old key did not sign the rotation as its last event.', before.size)
    }
    this.#verify(before)
  }

  #verify(row: StoredCheckpoint): void {
    const signed = this.#parse(row)
    if (signed === null || (signed.size === row.size && this.#signers.verify(signed))) return
    this.#report.error('ledger.signature', 'A checkpoint is not signed by the key in force.', row.size)
  }
}
