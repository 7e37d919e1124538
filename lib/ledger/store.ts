import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { WaybillError } from '../error.ts'
import { isUlid, ulid } from '../ulid.ts'
import { encodeOrigin, type LedgerKind, parseSignedCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { Database } from './database.ts'
import { parseEvent } from './event.ts'
import { ledgerPath, makeHome, makeLedgerFile, requirePrivateHome } from './home.ts'
import type { Keys } from './keys.ts'
import { type Mark, MarkWriter, markError, readMark, requireBound } from './mark.ts'
import { blob, damaged, integer, type Row, text } from './row.ts'
import { schema, schemaVersion } from './schema.ts'
import { Settings } from './settings.ts'
import { writeShreds } from './shreds.ts'
import { Tables } from './tables.ts'
import { tagOf } from './tags.ts'
import { type Author, type Authority, Transaction } from './transaction.ts'
import { emptyRoot, Frontier } from './tree.ts'
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
  readonly #home: string
  readonly #keys: Keys
  readonly #author: Author
  readonly #mark: MarkWriter

  private constructor(home: string, log: string, database: Database, options: LedgerOptions) {
    const { kind, keys, bootId, clock, random, context, validate } = options
    super(database, new Tables(database, log, keys, random))
    this.kind = kind
    this.log = log
    this.#home = home
    this.#keys = keys
    this.#author = { log, keyId: keys.keyId, boot: bootOf(keys, bootId), clock, random, context, validate }
    this.#mark = new MarkWriter(home, random)
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
    if ((readMark(home)?.size ?? 0) > 0) return true
    if (!existsSync(ledgerPath(home))) return false
    const database = new Database(ledgerPath(home))
    try {
      return database.exists('meta')
    } finally {
      database.close()
    }
  }

  /** Fingerprint of the key that the ledger of a home has in force; null where there is none. Needs no key. */
  static keyInForce(home: string): string | null {
    if (!existsSync(ledgerPath(home))) return null
    const database = new Database(ledgerPath(home))
    try {
      return database.exists('meta') ? inForce(database) : null
    } finally {
      database.close()
    }
  }

  /** Empty tables, and before them the mark that promises nothing yet: it is never missing beside a ledger. */
  #found(): void {
    if (this.database.exists('meta')) {
      throw new WaybillError('WB-EXISTS', 'This home has a ledger already.', 'Use it, or choose another home.')
    }
    this.#mark.begin({ log: this.log, size: 0, root: hex(emptyRoot()) })
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
      const mark = ledger.#readMark()
      database.snapshot(() => ledger.#examine(mark))
      ledger.#heal()
      return ledger
    })
  }

  /** Both ends of the ledger fit together, are signed by this home's key, and are what the mark remembers. */
  #examine(mark: Mark): void {
    const [created, last, head] = [this.event(0), this.#base(), this.checkpoint()]
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
    if (inForce(this.database) !== fingerprint) return undefined
    const last = this.event(size - 1)
    return last?.type === 'key.rotated' ? former.find(one => one.fingerprint === last.d.from)?.public : key
  }

  /** Raises a mark that was left behind, silently, and removes what its writer left when it was killed. */
  #heal(): void {
    const { size } = this.checkpoint()
    this.#raiseMark(size)
    if (this.#mark.strays().length > 0) this.#locked(() => this.#mark.sweep())
    this.#listShreds()
    this.tables.erasure.scrub()
  }

  /**
   * All that `work` does becomes one transaction with one signed checkpoint, or nothing. The commit point is SQLite's
   * COMMIT: once this returns, the events last, also through a power cut. When it throws, nothing happened (see
   * `Database.transaction` for the one exception). `work` is synchronous and does not commit again.
   */
  commit<T>(work: (tx: Transaction) => T): Commit<T> {
    const recorded = this.database.transaction(() => {
      if (this.database.replaced) throw markError('The ledger was moved or exchanged while it was open.')
      this.#requireBound(this.#readMark())
      if (inForce(this.database) !== this.#keys.fingerprint) throw rotatedMeanwhile()
      return this.#record(work)
    })
    return this.#settle(recorded)
  }

  #record<T>(work: (tx: Transaction) => T): Recorded<T> {
    const frontier = this.#base()
    const before = frontier.size
    const tx = new Transaction(this.database, this.tables, this.#author, frontier)
    tx.watchClock()
    const value = work(tx)
    if (value instanceof Promise) throw new TypeError('the work of a commit is synchronous')
    tx.finish()
    return { value, ...(frontier.size === before ? this.checkpoint() : this.#sign(frontier)) }
  }

  /** The tree so far. */
  #base(): Frontier {
    const row = this.database.get('SELECT size, frontier FROM checkpoints ORDER BY size DESC LIMIT 1')
    return row === undefined ? new Frontier() : frontierOf(row)
  }

  #sign(frontier: Frontier): Head {
    const { size } = frontier
    const root = frontier.root()
    const origin = encodeOrigin(this.kind, this.log)
    const note = signCheckpoint({ origin, size, root }, { private: this.#keys.signing, public: this.#keys.public })
    this.database.run('INSERT INTO checkpoints(size, note, frontier) VALUES (?, ?, ?)', size, note, frontier.encode())
    return { size, root: hex(root), note }
  }

  /** After COMMIT: nothing here may make a commit that happened look like one that did not. */
  #settle<T>(recorded: Recorded<T>): Commit<T> {
    const marked = this.#raiseMark(recorded.size)
    this.#listShreds()
    this.tables.erasure.scrub()
    return { ...recorded, marked }
  }

  /** False when the mark is still lower than `size`: it could not be locked or written. */
  #raiseMark(size: number): boolean {
    try {
      // Another process may have raised it for us: it always raises to what is committed by then.
      if ((readMark(this.#home)?.size ?? 0) < size) {
        this.#locked(() => {
          const { size, root } = this.checkpoint()
          this.#mark.raise({ log: this.log, size, root })
        })
      }
      return true
    } catch (error) {
      if (error instanceof WaybillError) return false
      throw error
    }
  }

  /** After a shred: brings `shreds.json` up to the ledger. What cannot be written is tried again, as the mark is. */
  #listShreds(): void {
    if (!this.shredsUnlisted) return
    try {
      this.#locked(() => {
        const events = [...this.events({ type: 'personal.shredded' })]
        writeShreds(
          this.#home,
          events.map(({ d }) => d),
          this.#author.random,
        )
        this.tables.settings.clearOwn('unlisted', '1')
      })
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
    }
  }

  /** True while `shreds.json` lacks a shred of this ledger. Opening and committing try again. */
  get shredsUnlisted(): boolean {
    return this.tables.settings.get('unlisted') !== null
  }

  /** The ledger's write lock is the lock of the mark and of the list of shreds too. */
  #locked(work: () => void): void {
    this.database.transaction(work)
  }

  #readMark(): Mark {
    const mark = readMark(this.#home)
    if (mark === null) throw markError('mark.json is missing beside the ledger.')
    return mark
  }

  #requireBound(mark: Mark): void {
    requireBound(mark, { log: this.log, size: this.#base().size, rootAt: size => this.#rootAt(size) })
  }

  /** From the stored subtrees, hex; null where no commit ended. */
  #rootAt(size: number): string | null {
    const row = this.database.get('SELECT size, frontier FROM checkpoints WHERE size = ?', size)
    return row === undefined ? null : hex(frontierOf(row).root())
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

/** Why there is no ledger to open: none was ever finished, or one was and is gone. */
function absent(home: string): WaybillError {
  const mark = readMark(home)
  if (mark !== null && mark.size > 0) return markError('The ledger is missing, but mark.json remembers one.')
  return new WaybillError('WB-LEDGER-MISSING', `There is no ledger in ${home}.`, 'Run `waybill init` first.')
}

function requireVersion(settings: Settings): void {
  if (settings.get('schema') === schemaVersion) return
  throw new WaybillError(
    'WB-LEDGER-VERSION',
    'The ledger was written by another version of Waybill, in a form that this one does not know.',
    'Use the version that wrote it, or a newer one.',
  )
}

function requireKind(settings: Settings, kind: LedgerKind): void {
  const found = settings.get('kind')
  if (found === kind) return
  const message = found === 'sandbox' ? 'This home is a sandbox.' : 'This home is not a sandbox.'
  throw new WaybillError('WB-HOME-KIND', message, 'Use another home: sandbox and production are never mixed.')
}

function signedByAnother(): WaybillError {
  return new WaybillError(
    'WB-LEDGER-KEY',
    'The ledger was not signed with the key of this home.',
    'Put back the ledger and the keys that belong together, or restore a backup.',
  )
}

/** Fingerprint of the key that signs from now on, as the events name it; null for a ledger without events. */
function inForce(database: Database): string | null {
  const row =
    database.get("SELECT line FROM events WHERE type = 'key.rotated' ORDER BY seq DESC LIMIT 1") ??
    database.get('SELECT line FROM events WHERE seq = 0')
  if (row === undefined) return null
  const { d } = parseEvent(text(row, 'line'))
  const named = d.to ?? d.fingerprint
  return typeof named === 'string' ? named : null
}

function rotatedMeanwhile(): WaybillError {
  return new WaybillError('WB-LEDGER-KEY', 'Another command has changed the signing key.', 'Run the command again.')
}

function frontierOf(row: Row): Frontier {
  try {
    return Frontier.decode(integer(row, 'size'), blob(row, 'frontier'))
  } catch (cause) {
    throw damaged(cause)
  }
}

/** Tells boots apart and tells nothing about the machine. 32 hex digits. */
function bootOf(keys: Keys, bootId: string): string {
  return hex(tagOf(keys.index, 'boot', bootId)).slice(0, 32)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
