import { type SignedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import type { PublicKey } from './keys-file.ts'
import type { Report } from './verify-report.ts'

/** A key vouches for the trees of more than `after` events, up to where the next one begins. */
interface Range {
  readonly key: PublicKey | null
  readonly after: number
}

/** A key that must not be trusted any more. */
interface Revocation {
  readonly key: PublicKey
  /** Whether somebody else may have it: `compromised` and `lost`, and whatever a later version calls it. */
  readonly suspect: boolean
  readonly seq: number
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
  readonly #revoked: Revocation[] = []
  #unread = false
  readonly #report: Report

  constructor(known: readonly PublicKey[], report: Report) {
    this.#known = new Map(known.map(key => [key.fingerprint, key]))
    this.#report = report
  }

  /** The key that signed a state that was verified before. What the ledger says of keys before that is not known. */
  resume(fingerprint: string): void {
    this.#unread = true
    this.begin(fingerprint)
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
    if (this.#revoked.some(({ key }) => key.fingerprint === to)) {
      this.#report.error('ledger.revocation', 'A key that was revoked came into force again.', size - 1)
    }
    this.#add(to, size)
  }

  /** Only a key that has signed before and does not sign any more can be revoked, and once. */
  revoke(seq: number, fingerprint: unknown, reason: unknown): void {
    const key = this.#ranges.slice(0, -1).find(({ key }) => key !== null && key.fingerprint === fingerprint)?.key
    const again = this.#revoked.some(({ key }) => key.fingerprint === fingerprint)
    const isEarlier =
      typeof fingerprint === 'string' && !this.#ranges.some(({ key }) => key?.fingerprint === fingerprint)
    if (this.#unread && isEarlier) {
      this.#report.note('key.revoked', 'A key of the part that was not read again was revoked.', seq)
    } else if (!key || again || this.#ranges.at(-1)?.key === key) {
      this.#report.error('ledger.revocation', 'A revocation names no earlier key of this ledger.', seq)
    } else this.#revoked.push({ key, suspect: reason !== 'retired', seq })
  }

  /**
   * Last thing: what a revocation means. Everything up to `anchored` is confirmed by an outside copy. `expected`: the key
   * that somebody keeps elsewhere. False when that one must not be trusted any more.
   */
  judgeRevocations(anchored: number, expected: string | undefined): boolean {
    for (const { key, suspect, seq } of this.#revoked) {
      this.#report.note(
        'key.revoked',
        `The key ${key.keyId}… was revoked: what it signs from here on counts for nothing.`,
        seq,
      )
      if (suspect) this.#doubt(key, anchored)
    }
    const pin = this.#revoked.find(({ key }) => key.fingerprint === expected)
    if (pin === undefined) return true
    const message = 'The fingerprint that was given is that of a key that was revoked: ask for the present one.'
    if (pin.suspect) this.#report.warning('key.pin-revoked', message, pin.seq)
    else this.#report.note('key.pin-revoked', message, pin.seq)
    return !pin.suspect
  }

  /** Whoever has a key can make another history of its range, but for what an outside copy confirms. */
  #doubt(key: PublicKey, anchored: number): void {
    for (const [at, range] of this.#ranges.entries()) {
      const [first, end] = [Math.max(range.after, anchored), this.endOf(at)]
      if (range.key !== key || end === null || first >= end) continue
      const message = `Events ${first} to ${end - 1} hang on a key that others may have had; no outside copy confirms them.`
      this.#report.warning('key.doubted', message, first)
    }
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
