import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import { isUlid, ulid } from '../ulid.ts'
import { Beside } from './beside.ts'
import { encodeOrigin, type LedgerKind, parseSignedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { Checkpoints } from './checkpoints.ts'
import { Database } from './database.ts'
import { ledgerPath, makeHome, makeLedgerFile, requirePrivateHome } from './home.ts'
import { keyInForce } from './key-in-force.ts'
import type { Keys } from './keys.ts'
import { type Mark, markError, readMark, requireBound } from './mark.ts'
import { absent, alreadyThere, requireKind, requireVersion, rotatedMeanwhile, signedByAnother } from './refusals.ts'
import { damaged } from './row.ts'
import { schema, schemaVersion } from './schema.ts'
import { Settings } from './settings.ts'
import { Tables } from './tables.ts'
import { tagOf } from './tags.ts'
import { type Author, type Authority, Transaction } from './transaction.ts'
import { type Head, View } from './view.ts'

export type { Context, Draft, PersonalFields } from './draft.ts'
export type { Transaction } from './transaction.ts'

export interface LedgerOptions extends Authority {
  /** Fixed when the ledger is created; a home of the other kind is refused. */
  readonly kind: LedgerKind
  /** Stay the caller's, and must outlive the ledger. */
  readonly keys: Keys
  /** Anything that is new with each boot of the machine; only a keyed hash of it is kept. */
  readonly bootId: string
}

/** What a commit leaves behind. With no event in it, `size`, `root` and `note` are those from before. */
export interface Commit<T> extends Head {
  readonly value: T
  /** False when all of it lasts but `mark.json` could not be raised: the next commit or opening tries again. */
  readonly marked: boolean
}

/**
 * The append-only record of one home: `ledger.db` with `mark.json` beside it. Several processes may share it; their
 * commits follow one another. Nothing is cached between calls, so every read sees what others have committed.
 */
export class Ledger extends View {
  readonly kind: LedgerKind
  /** ULID of the log. */
  readonly log: string
  readonly #keys: Keys
  readonly #author: Author
  readonly #checkpoints: Checkpoints
  readonly #beside: Beside

  private constructor(home: string, log: string, database: Database, options: LedgerOptions) {
    const { kind, keys, bootId, clock, random, context, validate } = options
    super(database, new Tables(database, log, keys, random))
    this.kind = kind
    this.log = log
    this.#keys = keys
    this.#author = { log, keyId: keys.keyId, boot: bootOf(keys, bootId), clock, random, context, validate }
    this.#checkpoints = new Checkpoints(database, kind, log, keys)
    this.#beside = new Beside(home, this, database, this.tables.settings, random)
  }

  /**
   * A new ledger: `ledger.created` (with `kind` and the key's `fingerprint`) and what `first` appends, in one commit.
   * Throws `WB-EXISTS` when there is one (another process may have been faster: open it), `WB-LEDGER-MARK` when there
   * was one. What an attempt that died has left is taken over.
   */
  static create(home: string, options: LedgerOptions, first?: (tx: Transaction) => void): Ledger {
    const { kind, keys, clock, random } = options
    makeHome(home)
    requirePrivateHome(home)
    makeLedgerFile(home)
    return closedOnError(new Database(ledgerPath(home)), database => {
      const ledger = new Ledger(home, ulid(clock, random), database, options)
      const recorded = database.transaction(() => {
        ledger.#found()
        return ledger.#record(tx => {
          tx.append({ type: 'ledger.created', xfer: null, d: { fingerprint: keys.fingerprint, kind } })
          first?.(tx)
        })
      })
      ledger.#settle(recorded)
      return ledger
    })
  }

  /** True where a ledger was finished once, even if it is gone or damaged now: then `open` says so. */
  static exists(home: string): boolean {
    return (readMark(home)?.size ?? 0) > 0 || peek(home, () => true) !== null
  }

  /** Fingerprint of the key that the ledger of a home has in force; null where there is none. Needs no key. */
  static keyInForce(home: string): string | null {
    return peek(home, keyInForce)
  }

  /** Empty tables, and before them the mark that promises nothing yet: it is never missing beside a ledger. */
  #found(): void {
    if (this.database.exists('meta')) throw alreadyThere()
    this.#beside.begin()
    this.database.script(schema)
    this.tables.settings.setOwn('log', this.log)
    this.tables.settings.setOwn('kind', this.kind)
    this.tables.settings.setOwn('schema', schemaVersion)
  }

  /**
   * Throws `WB-LEDGER-MISSING` when none was ever finished here, `WB-LEDGER-MARK` when it is not the one that `mark.json`
   * remembers, `WB-HOME-KIND`, `WB-HOME-MODE`, `WB-LEDGER-KEY`, `WB-LEDGER-VERSION`, `WB-LEDGER-DAMAGED`. Looks at both
   * ends of the ledger alone (`verifyLedger` reads all of it), then finishes what a process that died has left.
   */
  static open(home: string, options: LedgerOptions): Ledger {
    requirePrivateHome(home)
    if (!existsSync(ledgerPath(home))) throw absent(home)
    return closedOnError(new Database(ledgerPath(home)), database => {
      if (!database.exists('meta')) throw absent(home)
      const settings = new Settings(database)
      requireVersion(settings)
      requireKind(settings, options.kind)
      const log = settings.get('log')
      if (log === null || !isUlid(log)) throw damaged()
      const ledger = new Ledger(home, log, database, options)
      // The mark first: what it says of a ledger that grows meanwhile stays true, the reverse would not.
      const mark = ledger.#beside.mark
      database.snapshot(() => ledger.#examine(mark))
      ledger.#beside.heal()
      ledger.tables.erasure.scrub()
      return ledger
    })
  }

  /** Both ends of the ledger fit together, are signed by this home's key, and are what the mark remembers. */
  #examine(mark: Mark): void {
    const [created, last, head] = [this.event(0), this.#checkpoints.base(), this.checkpoint()]
    const { kind, log } = this
    if (created?.type !== 'ledger.created' || created.log !== log || created.d.kind !== kind) throw damaged()
    const signed = parseSignedCheckpoint(head.note)
    if (signed.origin !== encodeOrigin(kind, log)) throw damaged()
    const signer = this.#signerOf(last.size)
    if (signer === undefined || !verifyCheckpoint(signed, signer)) throw signedByAnother()
    if (last.size !== head.size || hex(last.root()) !== head.root || this.event(last.size) !== null) throw damaged()
    this.#requireBound(mark)
  }

  /** The key that signed the tree of `size` events, the last one: after a rotation still the one before. */
  #signerOf(size: number): KeyObject | undefined {
    const { former, fingerprint, public: key } = this.#keys
    if (keyInForce(this.database) !== fingerprint) return undefined
    const last = this.event(size - 1)
    return last?.type === 'key.rotated' ? former.find(one => one.fingerprint === last.d.from)?.public : key
  }

  /**
   * All that `work` does becomes one transaction with one signed checkpoint, or nothing. The commit point is SQLite's
   * COMMIT: once this returns, the events last, also through a power cut. When it throws, nothing happened (see
   * `Database.transaction` for the one exception). `work` is synchronous and does not commit again.
   */
  commit<T>(work: (tx: Transaction) => T): Commit<T> {
    const recorded = this.database.transaction(() => {
      if (this.database.replaced) throw markError('The ledger was moved or exchanged while it was open.')
      this.#requireBound(this.#beside.mark)
      if (keyInForce(this.database) !== this.#keys.fingerprint) throw rotatedMeanwhile()
      return this.#record(work)
    })
    return this.#settle(recorded)
  }

  #record<T>(work: (tx: Transaction) => T): Recorded<T> {
    const frontier = this.#checkpoints.base()
    const before = frontier.size
    const tx = new Transaction(this.database, this.tables, this.#author, frontier)
    tx.watchClock()
    const value = work(tx)
    if (value instanceof Promise) throw new TypeError('the work of a commit is synchronous')
    tx.finish()
    return { value, ...(frontier.size === before ? this.checkpoint() : this.#checkpoints.sign(frontier)) }
  }

  /** After COMMIT: nothing here may make a commit that happened look like one that did not. */
  #settle<T>(recorded: Recorded<T>): Commit<T> {
    const marked = this.#beside.follow(recorded.size)
    this.tables.erasure.scrub()
    return { ...recorded, marked }
  }

  /** True while `shreds.json` lacks a shred of this ledger. Opening and committing try again. */
  get shredsUnlisted(): boolean {
    return this.#beside.shredsUnlisted
  }

  #requireBound(mark: Mark): void {
    const checkpoints = this.#checkpoints
    requireBound(mark, { log: this.log, size: checkpoints.base().size, rootAt: size => checkpoints.rootAt(size) })
  }

  /** True while bytes that were deleted may still lie in the write-ahead log. Opening and committing try again. */
  get scrubPending(): boolean {
    return this.tables.erasure.pending
  }

  /** Moves the write-ahead log into `ledger.db` where nobody else uses it. Closing twice is fine. */
  close(): void {
    if (!this.database.isOpen) return
    try {
      this.tables.erasure.scrub()
      this.database.truncateLog(0)
    } catch (error) {
      // Everything is committed; the next opening finds a longer write-ahead log, no more.
      if (!(error instanceof WaybillError)) throw error
    } finally {
      this.database.close()
    }
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

type Recorded<T> = Head & { readonly value: T }

function closedOnError(database: Database, use: (database: Database) => Ledger): Ledger {
  try {
    return use(database)
  } catch (error) {
    database.close()
    throw error
  }
}

/** Null where no ledger was begun. */
function peek<T>(home: string, read: (database: Database) => T): T | null {
  if (!existsSync(ledgerPath(home))) return null
  const database = new Database(ledgerPath(home))
  try {
    return database.exists('meta') ? read(database) : null
  } finally {
    database.close()
  }
}

/** Tells boots apart and tells nothing about the machine. 32 hex digits. */
function bootOf(keys: Keys, bootId: string): string {
  return hex(tagOf(keys.index, 'boot', bootId)).slice(0, 32)
}
