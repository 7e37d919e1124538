import type { ListedMessage } from '../lib/courier/courier.ts'
import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { Event } from '../lib/ledger/event.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { shortId } from '../lib/ulid.ts'
import { ask, recordRequests } from './asking.ts'
import type { Watch, World } from './world.ts'

/** How far back a provider's list is asked for, in milliseconds: Twilio keeps messages for 400 days. */
const reach = 395 * 86_400_000
/** The provider's clock and ours never quite agree. */
const tolerance = 10 * 60_000

/** What the provider has and what the ledger claims, held against each other. */
export interface ProviderCheck {
  readonly messages: number
  readonly claims: number
  readonly findings: Finding[]
}

/**
 * Compares the courier's own list of messages with the ledger: a message that no transfer claims was never logged; a claim
 * that the provider does not know was never sent, or deleted there. The request is on record as `provider.request`.
 * WB-NO-COURIER, WB-NO-CONNECTION, WB-PROVIDER.
 */
export async function verifyProvider(world: World, watch: Watch = {}): Promise<ProviderCheck> {
  const { ledger, courier, clock } = world
  const list = courier?.list?.bind(courier)
  if (courier === null || list === undefined) {
    throw new WaybillError(
      'WB-NO-COURIER',
      'No courier is set up here that can list its messages.',
      'Leave --provider out; Twilio and the sandbox can.',
    )
  }
  const until = new Date(clock.now() + tolerance)
  const since = new Date(clock.now() - reach)
  const claims = claimsOf(ledger, courier.id, since)
  const { value: messages, requests } = await ask(world, null, 'list', call => list(since, until, call), watch)
  recordRequests(world, null, requests)
  const findings = [...unclaimed(ledger, messages, claims), ...missing(messages, claims)]
  return { messages: messages.length, claims: claims.length, findings }
}

/** A transfer's claim that the provider took a message. The id is null where it was shredded. */
interface Claim {
  readonly event: Event
  readonly id: string | null
}

function claimsOf(ledger: Ledger, courier: string, since: Date): Claim[] {
  return [...ledger.events({ type: 'password.accepted' })]
    .filter(event => event.d.courier === courier && Date.parse(event.ts) >= since.getTime() + tolerance)
    .map(event => {
      const field = ledger.disclosed(event).find(field => field !== 'shredded' && field.name === 'providerId')
      const id = field === undefined || field === 'shredded' ? null : field.value
      return { event, id: typeof id === 'string' ? id : null }
    })
}

function unclaimed(ledger: Ledger, messages: readonly ListedMessage[], claims: readonly Claim[]): Finding[] {
  const ids = new Set(claims.map(({ id }) => id))
  const open = unansweredRequests(ledger)
  return messages
    .filter(({ id }) => !ids.has(id) && ledger.tagged('provider', id).length === 0)
    .map(({ id, at, failed }) => {
      const about = `${id}, ${at.toISOString()}`
      const near = (event: Event) => Math.abs(Date.parse(event.ts) - at.getTime()) <= tolerance
      if (claims.some(claim => claim.id === null && near(claim.event))) {
        const message = 'A message may be that of a transfer whose contact was shredded: nobody can tell any more.'
        return { level: 'warning', code: 'provider.shredded', message, at: about }
      }
      if (open.some(near)) {
        const message = 'A message may be that of a transfer whose outcome is unknown: ask `waybill status` first.'
        return { level: 'warning', code: 'provider.unknown', message, at: about }
      }
      if (failed) {
        const message = 'The provider has a message that failed and that no transfer claims.'
        return { level: 'warning', code: 'provider.failed', message, at: about }
      }
      const message = 'The provider sent a message that no transfer claims: it was never logged here.'
      return { level: 'error', code: 'provider.unlogged', message, at: about }
    })
}

/** Requests after which nobody said what became of them. */
function unansweredRequests(ledger: Ledger): Event[] {
  return [...ledger.events({ type: 'password.requested' })].filter(
    ({ xfer, seq }) =>
      xfer !== null &&
      !ledger.eventsOf(xfer).some(event => event.seq > seq && /^password\.(accepted|failed)$/.test(event.type)),
  )
}

function missing(messages: readonly ListedMessage[], claims: readonly Claim[]): Finding[] {
  const there = new Set(messages.map(({ id }) => id))
  return claims
    .filter(({ id }) => id !== null && !there.has(id))
    .map(({ event: { seq, xfer } }) => ({
      level: 'error',
      code: 'provider.missing',
      message:
        'A transfer claims a message that the provider does not list: never sent, deleted there, or by another sender.',
      at: `${seq}, ${xfer === null ? '' : shortId(xfer)}`,
    }))
}
