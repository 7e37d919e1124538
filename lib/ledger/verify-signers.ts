import { type SignedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import type { PublicKey } from './keys-file.ts'
import type { Report } from './verify-report.ts'

/** A key vouches for the trees of more than `after` events, up to where the next one begins. */
interface Range {
  readonly key: PublicKey | null
  readonly after: number
}

/**
 * Which key vouches for which tree sizes. The ledger itself says it, by fingerprints in `ledger.created` and
 * `key.rotated`; the keys come from outside the ledger. A rotation is the last event of its commit, so that the old key
 * signs the tree that names the new one.
 */
export class Signers {
  readonly #known: ReadonlyMap<string, PublicKey>
  readonly #ranges: Range[] = []
  readonly #proven = new Set<string>()
  readonly #report: Report

  constructor(known: readonly PublicKey[], report: Report) {
    this.#known = new Map(known.map(key => [key.fingerprint, key]))
    this.#report = report
  }

  /** From the tree of one event on. */
  begin(fingerprint: unknown): void {
    this.#add(fingerprint, 0)
  }

  /** `size`: the tree that ends with the rotation, the last one that the old key vouches for. */
  rotate(size: number, from: unknown, to: unknown): void {
    const before = this.#ranges.at(-1)?.key
    if (before && before.fingerprint !== from) {
      this.#report.error('ledger.rotation', 'A rotation names another key than the one in force.', size - 1)
    }
    this.#add(to, size)
  }

  #add(fingerprint: unknown, after: number): void {
    const key = typeof fingerprint === 'string' ? (this.#known.get(fingerprint) ?? null) : null
    if (key === null) {
      this.#report.error('ledger.key-unknown', 'The ledger names a signing key that this home does not have.', after)
    }
    this.#ranges.push({ key, after })
  }

  /** Tells the ranges apart. */
  rangeOf(size: number): number {
    return this.#ranges.findLastIndex(({ after }) => after < size)
  }

  /** Null when the ledger names none, or one that is not known. */
  keyFor(size: number): PublicKey | null {
    return this.#ranges[this.rangeOf(size)]?.key ?? null
  }

  /** The first tree size that the next range does not begin before; null for the last range. */
  endOf(range: number): number | null {
    return this.#ranges[range + 1]?.after ?? null
  }

  /** The last size that each key vouches for but the one in force. */
  ends(): number[] {
    return this.#ranges.slice(1).map(({ after }) => after)
  }

  /** True when the key in force at its size signed this checkpoint. */
  verify(signed: SignedCheckpoint): boolean {
    const key = this.keyFor(signed.size)
    if (key === null || !verifyCheckpoint(signed, key.public)) return false
    this.#proven.add(key.fingerprint)
    return true
  }

  /** True when a signature by this key was verified. That the ledger names a key proves nothing about its owner. */
  hasSigned(fingerprint: string): boolean {
    return this.#proven.has(fingerprint)
  }

  /** The key among those of the home that signed a checkpoint, named by the ledger or not. */
  knownSignerOf(signed: SignedCheckpoint): PublicKey | undefined {
    return [...this.#known.values()].find(key => verifyCheckpoint(signed, key.public))
  }

  /** The key among those of this ledger that signed a checkpoint, in force at its size or not. */
  signerOf(signed: SignedCheckpoint): PublicKey | undefined {
    return this.#ranges.flatMap(({ key }) => key ?? []).find(key => verifyCheckpoint(signed, key.public))
  }
}
