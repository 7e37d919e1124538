import { WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import type { Random } from '../ports.ts'
import type { Database } from './database.ts'
import { type Mark, MarkWriter, markError, readMark } from './mark.ts'
import type { Settings } from './settings.ts'
import { writeShreds } from './shreds.ts'
import { emptyRoot } from './tree.ts'
import type { View } from './view.ts'

/** The ledger that the files beside it follow. */
export interface Followed extends Pick<View, 'checkpoint' | 'events'> {
  readonly log: string
}

/**
 * The files beside a ledger that are brought up to it after each commit: `mark.json` and `shreds.json`. One that cannot
 * be written is left behind, and the next commit or opening tries again. The ledger's write lock is theirs too.
 */
export class Beside {
  readonly #home: string
  readonly #ledger: Followed
  readonly #database: Database
  readonly #settings: Settings
  readonly #random: Random
  readonly #mark: MarkWriter

  constructor(home: string, ledger: Followed, database: Database, settings: Settings, random: Random) {
    this.#home = home
    this.#ledger = ledger
    this.#database = database
    this.#settings = settings
    this.#random = random
    this.#mark = new MarkWriter(home, random)
  }

  /** Of a ledger that is about to be made, inside its first transaction: the mark that promises nothing yet. */
  begin(): void {
    this.#mark.begin({ log: this.#ledger.log, size: 0, root: hex(emptyRoot()) })
  }

  /** WB-LEDGER-MARK where there is none. */
  get mark(): Mark {
    const mark = readMark(this.#home)
    if (mark === null) throw markError('mark.json is missing beside the ledger.')
    return mark
  }

  /** After COMMIT. False when the mark is still lower than `size`: it could not be locked or written. */
  follow(size: number): boolean {
    const marked = this.#raiseMark(size)
    this.#listShreds()
    return marked
  }

  /** At opening: the same, silently, and what a writer left when it was killed goes. */
  heal(): void {
    this.#raiseMark(this.#ledger.checkpoint().size)
    if (this.#mark.strays().length > 0) this.#locked(() => this.#mark.sweep())
    this.#listShreds()
  }

  /** True while `shreds.json` lacks a shred of this ledger. */
  get shredsUnlisted(): boolean {
    return this.#settings.get('unlisted') !== null
  }

  #raiseMark(size: number): boolean {
    try {
      // Another process may have raised it for us: it always raises to what is committed by then.
      if ((readMark(this.#home)?.size ?? 0) < size) {
        this.#locked(() => {
          const { size, root } = this.#ledger.checkpoint()
          this.#mark.raise({ log: this.#ledger.log, size, root })
        })
      }
      return true
    } catch (error) {
      if (error instanceof WaybillError) return false
      throw error
    }
  }

  #listShreds(): void {
    if (!this.shredsUnlisted) return
    try {
      this.#locked(() => {
        const events = [...this.#ledger.events({ type: 'personal.shredded' })]
        writeShreds(
          this.#home,
          events.map(({ d }) => d),
          this.#random,
        )
        this.#settings.clearOwn('unlisted', '1')
      })
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
    }
  }

  #locked(work: () => void): void {
    this.#database.transaction(work)
  }
}
