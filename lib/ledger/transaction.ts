import { hex } from '../hex.ts'
import type { Clock, Random } from '../ports.ts'
import { ulid } from '../ulid.ts'
import type { Vault } from '../vault.ts'
import { isList, type JsonObject } from './canonical.ts'
import { jumpSince } from './clock-jump.ts'
import type { Database } from './database.ts'
import type { Prepared } from './disclosures.ts'
import type { Context, Draft } from './draft.ts'
import { type Event, encodeEvent, encodeTime, noEvent } from './event.ts'
import type { PersonalClass } from './owners.ts'
import type { Records } from './records.ts'
import { blob, damaged } from './row.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'
import { type Frontier, leafHash } from './tree.ts'
import { View } from './view.ts'

/** What the application puts into every event, and what it allows in one. */
export interface Authority {
  readonly clock: Clock
  readonly random: Random
  /** Read once in every commit. */
  readonly context: () => Context
  /** The closed schemas of the application: throws for an unknown type or for data that does not fit. */
  readonly validate: (type: string, d: JsonObject) => void
}

/** What every event of one process shares. */
export interface Author extends Authority {
  readonly log: string
  /** First 16 hex digits of the fingerprint of the signing key. */
  readonly keyId: string
  /** Keyed hash of the boot id, 32 hex digits. */
  readonly boot: string
}

/** Everything that one commit does. Works only while the callback that got it runs. */
export class Transaction extends View {
  readonly #author: Author
  readonly #context: Context
  readonly #frontier: Frontier
  #previous: string
  readonly #shredded = new Set<string>()
  #rotated = false

  /** `frontier` is that of the ledger so far; the events of this transaction are appended to it. */
  constructor(database: Database, tables: Tables, author: Author, frontier: Frontier) {
    super(database, tables)
    tables.erasure.begin()
    this.#author = author
    this.#context = author.context()
    this.#frontier = frontier
    this.#previous = leafBefore(database, frontier.size)
  }

  override get vault(): Vault {
    return this.tables.vault
  }

  override get records(): Records {
    return this.tables.records
  }

  override get meta(): Settings {
    return this.tables.settings
  }

  /** The event as it is now in the ledger, unless the transaction fails. An error writes nothing of it. */
  append(draft: Draft): Event {
    if (this.#rotated) throw new Error('an event after key.rotated in one commit')
    const { log, keyId, boot, clock, random, validate } = this.#author
    validate(draft.type, draft.d)
    const prepared = this.#prepare(draft)
    const event: Event = {
      v: 1,
      log,
      seq: this.#frontier.size,
      prev: this.#previous,
      id: ulid(clock, random),
      ts: encodeTime(clock.now()),
      up: clock.monotonic(),
      boot,
      skew: this.#skew(),
      type: draft.type,
      xfer: draft.xfer,
      op: this.#context.op,
      host: this.#context.host,
      tool: this.#context.tool,
      policy: this.#context.policy,
      key: keyId,
      d: draft.d,
      sd: digestsByClass(prepared),
    }
    this.#write(event, prepared)
    return event
  }

  #prepare({ disclose = [] }: Draft): Prepared[] {
    return disclose.flatMap(({ class: personalClass, owner, fields }) =>
      Object.entries(fields).map(([name, value]) =>
        this.tables.disclosures.prepare({ class: personalClass, owner, name, value }),
      ),
    )
  }

  #write(event: Event, prepared: readonly Prepared[]): void {
    const line = encodeEvent(event)
    const leaf = leafHash(line)
    this.database.run(
      'INSERT INTO events(seq, line, leaf, id, type, xfer) VALUES (?, ?, ?, ?, ?, ?)',
      event.seq,
      line,
      leaf,
      event.id,
      event.type,
      event.xfer,
    )
    for (const field of prepared) this.tables.disclosures.write(event.seq, field)
    this.#frontier.append(leaf)
    this.#previous = hex(leaf)
    if (event.type === 'personal.shredded') this.#account(event.d)
    this.#rotated = event.type === 'key.rotated'
  }

  /** How many events the ledger has now, those of this transaction among them. */
  get size(): number {
    return this.#frontier.size
  }

  /** First thing in the transaction: `clock.jump` where the wall clock moved otherwise than time did since the last event. */
  watchClock(): void {
    const last = this.event(this.size - 1)
    const jump = last === null || last.boot !== this.#author.boot ? null : jumpSince(last, this.#author.clock)
    if (jump !== null) this.append({ type: 'clock.jump', xfer: null, d: jump })
  }

  /** What was measured in this process, else what an earlier one has left. */
  #skew(): number | null {
    const measured = this.#context.skew ?? this.meta.get('skew')
    return measured === null ? null : Number(measured)
  }

  /** The digests that a `personal.shredded` event names are accounted for. */
  #account({ digests }: JsonObject): void {
    if (digests === undefined || !isList(digests)) return
    for (const digest of digests) if (typeof digest === 'string') this.#shredded.delete(digest)
  }

  /**
   * Makes `tagged(kind, value)` find the transfer. The tag leaves with the shred of that class of the transfer; without
   * a class, with the first shred of any.
   */
  tag(kind: string, value: string, xfer: string, personalClass: PersonalClass | null = null): void {
    this.tables.tags.add(kind, value, xfer, personalClass)
  }

  /** Takes one tag back. */
  untag(kind: string, value: string, xfer: string): void {
    if (this.tables.tags.removeOne(kind, value, xfer)) this.tables.erasure.note('tags')
  }

  /** All tags of one kind that led to `from` lead to `to`, and leave with the shred of that. */
  retag(kind: string, from: string, to: string): void {
    if (this.tables.tags.move(kind, from, to)) this.tables.erasure.note('tags')
  }

  /**
   * Destroys what one owner has in one class: key, disclosures, records, tags. The same transaction must then append
   * `personal.shredded` with the digests that this answers, sorted, as `d.digests`, and `d.class` and `d.owner`: without the
   * digests the commit fails, since a disclosure that is gone without an event is tampering; by the others the list of
   * shreds is made (`shreds.ts`).
   */
  shred(owner: string, personalClass: PersonalClass): string[] {
    const digests = this.tables.shred(owner, personalClass)
    for (const digest of digests) this.#shredded.add(digest)
    return digests
  }

  /** Last thing in the transaction. Throws when a shred was not recorded. */
  finish(): void {
    if (this.#shredded.size > 0) throw new Error('a shred without its personal.shredded event')
    const { skew = null } = this.#context
    if (skew !== null && this.meta.get('skew') !== String(skew)) this.tables.settings.setOwn('skew', String(skew))
    this.tables.erasure.finish()
  }
}

/** Leaf hash of the last of `size` events, hex. */
function leafBefore(database: Database, size: number): string {
  if (size === 0) return noEvent
  const row = database.get('SELECT leaf FROM events WHERE seq = ?', size - 1)
  if (row === undefined) throw damaged()
  return hex(blob(row, 'leaf'))
}

function digestsByClass(prepared: readonly Prepared[]): Event['sd'] {
  const classes = Object.entries(Object.groupBy(prepared, field => field.class))
  return Object.fromEntries(classes.map(([name, fields]) => [name, fields.map(field => field.digest).sort()]))
}
