import type { JsonObject } from '../../lib/ledger/canonical.ts'
import type { Event } from '../../lib/ledger/event.ts'
import type { Ledger } from '../../lib/ledger/store.ts'
import { listContacts } from '../contacts.ts'
import type { Home } from '../home.ts'
import { trustOf } from '../number-trust.ts'
import { defaultPolicy, diffPolicy, type Policy } from '../policy.ts'
import { isIn, type Period } from './selection.ts'

/** What the ledger and the machine say, counted once for all controls. */
export interface Facts {
  readonly kind: 'production' | 'sandbox'
  /** Whether the keys need a passphrase. */
  readonly passphrase: boolean
  readonly policy: Policy
  /** Keys of the policy whose value is not the default. */
  readonly notDefault: readonly string[]
  readonly scrubPending: boolean
  /** Contacts on record now, and those whose number somebody verified. */
  readonly contacts: { readonly all: number; readonly verified: number }
  /** Transfers begun longer ago than the policy keeps these, whose fields can still be read. */
  readonly overdue: { readonly contact: number; readonly files: number }
  /** The fewest bits that a password of the period had; null: there was none. */
  readonly leastBits: number | null
  /** Events of the period of that type, and of that word in a field of theirs. */
  count(type: string, fields?: JsonObject): number
}

export function gatherFacts(home: Home, period: Period, now: number): Facts {
  const { ledger, policy, kind } = home
  const tally = new Tally(ledger, period)
  const saved = listContacts(ledger)
  const { coolingOff } = policy.numbers
  return {
    kind,
    passphrase: home.protected,
    policy,
    notDefault: diffPolicy(defaultPolicy, policy).map(({ key }) => key),
    scrubPending: ledger.scrubPending,
    contacts: {
      all: saved.length,
      verified: saved.filter(contact => trustOf(coolingOff, { contact, phone: contact.phone, now }) === 'verified')
        .length,
    },
    overdue: {
      contact: overdue(ledger, 'contact', now - policy.keep.contact),
      files: overdue(ledger, 'files', now - policy.keep.files),
    },
    leastBits: tally.leastBits,
    count: (type, fields) => tally.count(type, fields),
  }
}

/** How often each event occurred, with each short word of its own: what `count` may ask for. */
class Tally {
  readonly #counts = new Map<string, number>()
  leastBits: number | null = null

  constructor(ledger: Ledger, period: Period) {
    for (const event of ledger.events()) if (isIn(period, event.ts)) this.#add(event)
  }

  count(type: string, fields: JsonObject = {}): number {
    const [field] = Object.entries(fields)
    return this.#counts.get(field === undefined ? type : `${type} ${field[0]}=${field[1]}`) ?? 0
  }

  #add({ type, d }: Event): void {
    this.#more(type)
    for (const [name, value] of Object.entries(d)) {
      if (typeof value === 'string' ? value.length < 32 : typeof value === 'boolean')
        this.#more(`${type} ${name}=${value}`)
    }
    if (type === 'transfer.intended' && typeof d.bits === 'number') {
      this.leastBits = Math.min(this.leastBits ?? d.bits, d.bits)
    }
  }

  #more(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }
}

/** Transfers begun before `before`, some of whose fields of that class are still there. */
function overdue(ledger: Ledger, personalClass: string, before: number): number {
  let found = 0
  for (const { ts, sd } of ledger.events({ type: 'transfer.intended' })) {
    if (Date.parse(ts) >= before) break
    const [digest] = sd[personalClass] ?? []
    if (digest !== undefined && ledger.disclosed(digest) !== 'shredded') found++
  }
  return found
}
