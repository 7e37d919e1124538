import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, writeDurably } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { Random } from '../ports.ts'
import { isUlid } from '../ulid.ts'
import { canonical, isObject, type Json, parseCanonical } from './canonical.ts'
import { markPath } from './home.ts'

/**
 * A lower bound of the ledger, kept beside it: the ledger of this log once had `size` events with this root, so it never
 * again has fewer or others. It finds a ledger that was cut off, exchanged or put back, as long as the mark was not.
 */
export interface Mark {
  /** ULID of the log. */
  readonly log: string
  readonly size: number
  /** Hex. */
  readonly root: string
}

/** What a mark is compared with. */
export interface Marked {
  readonly log: string
  readonly size: number
  /** The root that the ledger had at `size`, hex; null when no commit ended there. */
  rootAt(size: number): string | null
}

export function encodeMark({ log, size, root }: Mark): string {
  return `${canonical({ log, root, size })}\n`
}

/** Untrusted. Throws `WB-LEDGER-MARK`. */
export function parseMark(text: string): Mark {
  const value = parseLine(text)
  if (!isObject(value) || Object.keys(value).length !== 3) throw unreadable()
  const { log, root, size } = value
  if (typeof log !== 'string' || !isUlid(log) || typeof root !== 'string' || !/^[0-9a-f]{64}$/.test(root)) {
    throw unreadable()
  }
  if (typeof size !== 'number' || size < 0) throw unreadable()
  return { log, size, root }
}

function parseLine(text: string): Json {
  if (!text.endsWith('\n')) throw unreadable()
  try {
    return parseCanonical(text.slice(0, -1))
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** Throws `WB-LEDGER-MARK` unless the mark is a lower bound of the ledger. A ledger further on is fine. */
export function requireBound(mark: Mark, ledger: Marked): void {
  if (mark.log !== ledger.log) throw markError('The ledger is not the one that mark.json names.')
  if (mark.size > ledger.size) {
    throw markError(`The ledger holds ${ledger.size} events, but mark.json remembers ${mark.size}.`)
  }
  if (mark.size > 0 && ledger.rootAt(mark.size) !== mark.root) {
    throw markError(`The first ${mark.size} events of the ledger are not those that mark.json remembers.`)
  }
}

export function markError(message: string, cause?: unknown): WaybillError {
  const hint = 'Run `waybill verify` to see more, and `waybill restore` to go on from a backup.'
  return new WaybillError('WB-LEDGER-MARK', message, hint, { cause })
}

function unreadable(cause?: unknown): WaybillError {
  return markError('mark.json is not a mark in its exact form.', cause)
}

/** The mark of a home, or null when there is none. Needs no lock: the file is only ever replaced whole. */
export function readMark(home: string): Mark | null {
  const path = markPath(home)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw ioError(error, path)
  }
  return parseMark(text)
}

/**
 * Writes `mark.json`. Its lock is the write lock of the ledger itself, which the system frees when a process dies: whoever
 * writes the mark holds it, so the mark never goes down and no stale lock is ever left.
 */
export class MarkWriter {
  readonly #home: string
  readonly #random: Random

  constructor(home: string, random: Random) {
    this.#home = home
    this.#random = random
  }

  /** The lock must be held. Does nothing when the mark is as high already. */
  raise(mark: Mark): void {
    const known = readMark(this.#home)
    if (known === null) throw markError('mark.json is missing beside the ledger.')
    if (known.log !== mark.log) throw markError('The ledger is not the one that mark.json names.')
    if (mark.size > known.size) this.#write(mark)
  }

  /** The lock must be held. The mark of a ledger that is about to be created: a bound that promises nothing yet. */
  begin(mark: Mark): void {
    const known = readMark(this.#home)
    if (known !== null && known.size > 0) throw markError('The ledger is missing, but mark.json remembers one.')
    this.#write(mark)
  }

  #write(mark: Mark): void {
    writeDurably(markPath(this.#home), Buffer.from(encodeMark(mark)), this.#random)
  }

  /** Temporary files of processes that were killed while they wrote the mark. */
  strays(): string[] {
    return readdirSync(this.#home).filter(name => /^\.mark\.json\.[0-9A-Z]{8}\.tmp$/.test(name))
  }

  /** The lock must be held, so that nobody is writing one of them. */
  sweep(): void {
    for (const name of this.strays()) rmSync(join(this.#home, name), { force: true })
  }
}
