import { WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import { isList, type Json, type JsonObject } from './canonical.ts'
import type { LedgerKind } from './checkpoint.ts'
import { type Event, noEvent, parseEvent } from './event.ts'
import type { Report } from './verify-report.ts'
import type { Signers } from './verify-signers.ts'
import type { StoredEvent } from './verify-stored.ts'

/** What the next event of a transfer makes of its life (null before the first), or why it is not legal there. */
export type Step<Life extends object> = (life: Life | null, event: Event) => Life | string

/** Where a disclosure belongs. */
export interface Place {
  readonly seq: number
  readonly class: string
}

/** What was lost with a home that was restored from a backup. */
export interface Gap {
  /** Events that are in the ledger from before. */
  readonly after: number
  /** Events that the lost home had at least; null where nobody knows. */
  readonly to: number | null
  /** Whether a person has accepted that. */
  readonly accepted: boolean
}

/** The events that the ledger itself understands; all others are the application's. */
const own = {
  created: 'ledger.created',
  restored: 'ledger.restored',
  rotated: 'key.rotated',
  revoked: 'key.revoked',
  jumped: 'clock.jump',
  policy: 'policy.changed',
  shredded: 'personal.shredded',
}

/** The clocks are read twice for a jump, first to see it and then for its event: milliseconds between the two. */
const jumpReading = 1_000

/** Reads events in their order and tells what does not follow from what went before. */
export class EventCheck<Life extends object> {
  readonly #report: Report
  readonly #signers: Signers
  readonly #log: string
  readonly #kind: LedgerKind
  readonly #step: Step<Life> | null
  readonly #acceptGaps: readonly number[]

  #next = 0
  #previous = noEvent
  #last = { ts: '', up: 0, boot: '' }
  #policy: string | null = null
  readonly #ids = new Set<string>()
  /** Boot → the last monotonic time seen in it. */
  readonly #up = new Map<string, number>()
  readonly #lives = new Map<string, Life>()
  /** Lines of a transfer from before the first event that is read; null where all are read. */
  #earlier: ((xfer: string) => Iterable<string>) | null = null

  /** Digest → the event that names it. */
  readonly digests = new Map<string, Place>()
  /** Digests that a shred event accounts for. */
  readonly shredded = new Set<string>()
  readonly transfers = new Set<string>()
  readonly gaps: Gap[] = []

  constructor(options: {
    report: Report
    signers: Signers
    log: string
    kind: LedgerKind
    step: Step<Life> | null
    acceptGaps: readonly number[]
  }) {
    this.#report = options.report
    this.#signers = options.signers
    this.#log = options.log
    this.#kind = options.kind
    this.#step = options.step
    this.#acceptGaps = options.acceptGaps
  }

  /**
   * What is taken next follows `last`, with the hash `leaf`. Events before it are not read; `earlier` gives the lines of
   * one transfer among them, as they are stored, so that its life can go on.
   */
  resume(last: Event, leaf: Uint8Array, earlier: (xfer: string) => Iterable<string>): void {
    const { seq, ts, up, boot, policy, type, d } = last
    this.#next = seq + 1
    this.#previous = hex(leaf)
    this.#last = { ts, up, boot }
    this.#up.set(boot, up)
    this.#policy = type === own.policy && typeof d.to === 'string' ? d.to : policy
    this.#earlier = earlier
  }

  /** `leaf` is computed anew from the line. Never throws for what is wrong with the row. */
  take(row: StoredEvent, leaf: Uint8Array): void {
    if (row.seq !== this.#next) this.#error('seq', 'An event is missing before this one.', row.seq)
    const hash = hex(leaf)
    if (row.leaf !== hash) this.#error('leaf', 'The stored hash is not that of the line.', row.seq)
    const event = this.#parse(row)
    if (event !== null) this.#check(event, row)
    this.#next = row.seq + 1
    this.#previous = hash
  }

  #parse(row: StoredEvent): Event | null {
    try {
      return parseEvent(row.line)
    } catch {
      this.#error('line', 'The line is not an event in its exact form.', row.seq)
      return null
    }
  }

  #check(event: Event, row: StoredEvent): void {
    if (event.seq !== row.seq || event.id !== row.id || event.type !== row.type || event.xfer !== row.xfer) {
      this.#error('columns', 'The columns beside the line say something else than the line.', row.seq)
    }
    if (event.prev !== this.#previous) this.#error('prev', 'The event does not follow the one before it.', row.seq)
    if (event.log !== this.#log) this.#error('log', 'The event belongs to another ledger.', row.seq)
    if (this.#ids.has(event.id)) this.#error('duplicate-id', 'An event with the same id came before.', row.seq)
    this.#ids.add(event.id)
    if (row.seq === 0 || event.type === own.created) this.#beginning(event)
    if (event.key !== this.#signers.keyFor(row.seq + 1)?.keyId) {
      this.#error('key', 'The event names another signing key than the one in force.', row.seq)
    }
    this.#clock(event)
    this.#policies(event)
    this.#disclosures(event)
    this.#life(event)
    if (event.type === own.rotated) this.#rotation(event)
    if (event.type === own.revoked) this.#signers.revoke(row.seq, event.d.fingerprint, event.d.reason)
    if (event.type === own.restored) this.#gap(event)
  }

  #beginning(event: Event): void {
    if (event.type !== own.created || event.d.kind !== this.#kind || event.seq !== 0) {
      this.#error('beginning', 'The ledger does not begin with its own creation, and with no other event.', event.seq)
    }
    if (event.seq === 0) this.#signers.begin(event.d.fingerprint)
  }

  /** `size`: the last tree that the old key vouches for. An older event does not say it. */
  #rotation({ seq, d }: Event): void {
    if (d.size !== undefined && d.size !== seq + 1) {
      this.#error('rotation', 'A rotation names another size than its own.', seq)
    }
    this.#signers.rotate(seq + 1, d.from, d.to)
  }

  /** Wall clocks are set back by people and by time servers: a warning. The monotonic clock of one boot never is. */
  #clock(event: Event): void {
    const { ts, up, boot, seq } = event
    if (up < (this.#up.get(boot) ?? 0)) {
      this.#error('clock', 'The clock that never goes back within one boot went back.', seq)
    }
    if (event.type === own.jumped) this.#jump(event)
    else if (ts < this.#last.ts) this.#report.warning('ledger.clock-set-back', 'The wall clock was set back.', seq)
    this.#up.set(boot, up)
    this.#last = { ts, up, boot }
  }

  /** The event says what it stands beside: the clocks of the event before it and its own. */
  #jump({ ts, up, boot, seq, d }: Event): void {
    const drift = Date.parse(ts) - Date.parse(this.#last.ts) - (up - this.#last.up)
    const ms = d.direction === 'back' ? -Number(d.ms) : Number(d.ms)
    if (boot !== this.#last.boot || !(Math.abs(drift - ms) <= jumpReading)) {
      this.#error('clock-jump', 'A jump of the clock is not the one that the times of the events show.', seq)
    } else if (ms < 0) {
      this.#report.warning(
        'ledger.clock-set-back',
        `The wall clock was set back by ${-ms} ms, as the ledger says.`,
        seq,
      )
    }
  }

  /** Only `policy.changed` changes the policy; its own envelope may name the one before or the one after. */
  #policies({ policy, type, d, seq }: Event): void {
    const inForce = this.#policy ?? policy
    const change = type === own.policy
    if (change && d.from !== inForce) {
      this.#error('policy', 'The change of policy does not begin with the policy in force.', seq)
    }
    if (policy !== inForce && !(change && policy === d.to)) {
      this.#error('policy', 'The policy is another one and no event changed it.', seq)
    }
    this.#policy = change && typeof d.to === 'string' ? d.to : policy
  }

  #disclosures({ sd, seq, type, d }: Event): void {
    for (const [name, list] of Object.entries(sd)) {
      for (const digest of list) {
        if (this.digests.has(digest)) this.#error('digest-twice', 'A disclosure was named before.', seq)
        this.digests.set(digest, { seq, class: name })
      }
    }
    if (type === own.shredded) this.#shred(d, seq)
  }

  #shred({ digests, class: name }: JsonObject, seq: number): void {
    if (digests === undefined || !isList(digests)) {
      this.#error('shred', 'A shred event does not say what was shredded.', seq)
      return
    }
    for (const digest of digests) {
      if (typeof digest !== 'string' || !this.#mayShred(digest, name)) {
        this.#error('shred', 'A shred event names what no event before it disclosed in that class.', seq)
      } else this.shredded.add(digest)
    }
  }

  /** `class` may be absent; where it stands it must be right. */
  #mayShred(digest: string, name: Json | undefined): boolean {
    const place = this.digests.get(digest)
    // It may have been disclosed by an event that is not read.
    if (place === undefined && this.#earlier !== null) return !this.shredded.has(digest)
    return place !== undefined && (name === undefined || name === place.class) && !this.shredded.has(digest)
  }

  #life(event: Event): void {
    if (event.xfer === null) return
    const isNew = !this.transfers.has(event.xfer)
    this.transfers.add(event.xfer)
    if (this.#step === null) return
    if (isNew && this.#earlier !== null) this.#recall(event.xfer, this.#earlier(event.xfer), this.#step)
    const life = this.#step(this.#lives.get(event.xfer) ?? null, event)
    if (typeof life === 'string') this.#error('transition', `This cannot happen here: ${life}.`, event.seq)
    else this.#lives.set(event.xfer, life)
  }

  /** The life of a transfer up to what is read. Whatever is wrong there was told when it was read. */
  #recall(xfer: string, lines: Iterable<string>, step: Step<Life>): void {
    for (const line of lines) {
      try {
        const life = step(this.#lives.get(xfer) ?? null, parseEvent(line))
        if (typeof life !== 'string') this.#lives.set(xfer, life)
      } catch (error) {
        if (!(error instanceof WaybillError)) throw error
      }
    }
  }

  /** What a restore lost is known as far as its event says how far the lost home had come. */
  #gap({ seq, d }: Event): void {
    if (d.toSize !== undefined && d.toSize !== seq) {
      this.#error('restored', 'A restore names another size than its own.', seq)
    }
    const to = typeof d.fromSize === 'number' ? d.fromSize : null
    const accepted = this.#acceptGaps.includes(seq)
    this.gaps.push({ after: seq, to, accepted })
    const lost = to !== null && to > seq ? `${to - seq} or more` : 'nobody knows how many'
    const message = `The ledger was restored from a backup here; the events after that backup are lost: ${lost}.`
    if (accepted) this.#report.note('ledger.gap', message, seq)
    else this.#error('gap', message, seq)
  }

  #error(code: string, message: string, seq: number): void {
    this.#report.error(`ledger.${code}`, message, seq)
  }
}
