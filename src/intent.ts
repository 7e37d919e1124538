import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import { type PhoneNumber, parsePhone } from '../lib/phone.ts'
import { ulid } from '../lib/ulid.ts'
import type { Level } from '../lib/zip/writing/deflate.ts'
import { type CardFor, cardFor } from './card.ts'
import { openerPage } from './companions.ts'
import { contactKey, findContact } from './contacts.ts'
import { dayToCome } from './deletion.ts'
import { chooseHiding, type HidingChoice } from './hiding.ts'
import { judgeNumber } from './number-trust.ts'
import { oneLine } from './one-line.ts'
import { newPassword } from './password-text.ts'
import type { Policy } from './policy.ts'
import { requirePolicyInForce } from './policy-in-force.ts'
import { reachable } from './reachable.ts'
import { sourcesToSend } from './sources-to-send.ts'
import {
  type Basis,
  type Category,
  type Channel,
  type Hiding,
  type Hold,
  type Language,
  type NumberTrust,
  specialCategories,
} from './words.ts'
import type { Watch, World } from './world.ts'

/** What a person asks for. Paths may be relative to `directory`; texts are as typed. */
export interface SendRequest {
  readonly paths: readonly string[]
  /** Absolute: where relative paths begin and where the archive lands without `out`. */
  readonly directory: string
  /** A name, or the name of a contact of `client`. */
  readonly to: string
  readonly organisation?: string | undefined
  /** E.164; not needed in person, nor for a contact. */
  readonly phone?: string | undefined
  readonly channel?: Channel | undefined
  /** Undefined: as the policy says. */
  readonly hold?: boolean | undefined
  readonly purpose: string
  readonly basis?: Basis | undefined
  readonly categories?: readonly Category[] | undefined
  readonly subjects?: number | undefined
  readonly records?: number | undefined
  readonly client?: string | undefined
  readonly reference?: string | undefined
  readonly out?: string | undefined
  /** Replace an existing archive, once the new one has passed its check. */
  readonly force?: boolean | undefined
  /** 0 (store) to 9. */
  readonly level?: Level | undefined
  /** Undefined: as the policy says. */
  readonly hideNames?: Hiding | undefined
  readonly recipe?: 'groups' | 'words' | 'mixed' | undefined
  /** How long the archive is kept, ms; undefined: as the policy says. */
  readonly keep?: number | undefined
  /** Write a message for the e-mail to the recipient beside the archive. */
  readonly card?: boolean | undefined
  /** Of the card; undefined: that of the contact, else as the policy says. */
  readonly language?: Language | undefined
  /** Lay the opener page beside the archive; undefined: as the policy says. */
  readonly opener?: boolean | undefined
  /** `YYYY-MM-DD`: ask the recipient to delete the files by the end of that day (UTC). */
  readonly askDeletion?: string | undefined
}

/** A request that the policy allows, with nothing done yet: what `--dry-run` shows. */
export interface Intent {
  readonly recipient: string
  readonly organisation: string | null
  readonly phone: PhoneNumber | null
  readonly number: NumberTrust
  readonly channel: Channel
  readonly hold: Hold
  readonly first: boolean
  readonly special: boolean
  readonly sources: readonly { readonly name: string; readonly bytes: number; readonly modified: number }[]
  readonly names: HidingChoice
  /** Null: no card. */
  readonly card: CardFor | null
  readonly opener: boolean
  /** When that day begins: milliseconds since 1970. */
  readonly deleteBy: number | null
  readonly findings: readonly Finding[]
  readonly request: SendRequest
}

/** Checks everything that can be checked without an effect. Errors name the flag or the rule. */
export async function plan(world: World, request: SendRequest, watch: Watch = {}): Promise<Intent> {
  requirePolicyInForce(world)
  const to = oneLine(request.to, '--to')
  oneLine(request.purpose, '--purpose')
  for (const [value, flag] of [
    [request.organisation, '--org'],
    [request.client, '--client'],
    [request.reference, '--ref'],
  ] as const) {
    if (value !== undefined) oneLine(value, flag)
  }
  const contact = findContact(world.ledger, to, request.client)
  const organisation = request.organisation ?? contact?.organisation ?? null
  const channel = request.channel ?? (world.courier === null ? 'phone' : 'sms')
  if (channel === 'sms' && world.courier === null) {
    throw new WaybillError(
      'WB-NO-COURIER',
      'No courier for text messages is set up in this home.',
      'Use --via phone or --via in-person.',
    )
  }
  const typed = request.phone ?? contact?.phone ?? null
  if (typed === null && channel !== 'in-person') {
    throw new WaybillError(
      'WB-MISSING-VALUE',
      `The number of ${to} is missing.`,
      'Give it with --phone, for example --phone +4915112345678, or save it with `waybill contacts add`.',
    )
  }
  const phone = typed === null ? null : await parsePhone(typed)
  const number = judgeNumber(world.policy.numbers, { contact, phone, channel, now: world.clock.now() })
  const first =
    world.ledger.tagged('recipient', contactKey(request.client, phone ?? `${to}/${organisation ?? ''}`)).length === 0
  const special = (request.categories ?? []).some(category => specialCategories.some(one => one === category))
  const deleteBy = request.askDeletion === undefined ? null : dayToCome(request.askDeletion, world.clock.now())
  const opener = request.opener ?? world.policy.opener === 'beside'
  if (opener) await openerPage(world)
  const { sources, findings } = await sourcesToSend(world, request, watch)
  const trueNames = sources.map(({ name }) => name)
  const names = await chooseHiding(world.policy, request.hideNames, special, trueNames, world.clock.now())
  findings.push(...names.findings, ...number.findings)
  if (channel === 'sms' && phone !== null) findings.push(...(await reachable(world, phone, watch)))
  newPassword(world, request, channel, ulid(world.clock, world.random)).secret.destroy()
  return {
    recipient: contact?.recipient ?? to,
    organisation,
    phone,
    number: number.trust,
    channel,
    hold: holdFor(world.policy, request, channel, first || special),
    first,
    special,
    sources,
    names,
    card: request.card ? cardFor(world, contact, request.language) : null,
    opener,
    deleteBy,
    findings,
    request,
  }
}

/** `release.mode` and the flags: why the password will wait. */
function holdFor(policy: Policy, request: SendRequest, channel: Channel, risky: boolean): Hold {
  const { mode, locked } = policy.release
  const required = mode === 'on-receipt' || (mode === 'on-receipt-when-new' && risky)
  if (request.hold === false) {
    if (required && locked) {
      throw new WaybillError(
        'WB-POLICY-HOLD',
        'The policy wants this password held until the recipient quotes the receipt code.',
        'Leave --no-hold out.',
      )
    }
    return 'none'
  }
  if (required || request.hold === true) return 'receipt'
  return channel === 'sms' ? 'none' : 'person'
}
