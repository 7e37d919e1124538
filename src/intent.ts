import { basename, dirname, join, resolve } from 'node:path'
import { temporaryBeside } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { generate } from '../lib/password/generate.ts'
import type { SealingPassword } from '../lib/password/sealing-password.ts'
import { type PhoneNumber, parsePhone } from '../lib/phone.ts'
import { shortId, ulid } from '../lib/ulid.ts'
import type { Source } from '../lib/zip/sources.ts'
import type { Level } from '../lib/zip/writing/deflate.ts'
import { ask, recordRequests } from './asking.ts'
import { type CardFor, cardFor } from './card.ts'
import { newReceiptCode } from './codes.ts'
import { openerPage } from './companions.ts'
import { contactKey, findContact } from './contacts.ts'
import { dayToCome, toBeDeleted } from './deletion.ts'
import { chooseHiding, type HidingChoice } from './hiding.ts'
import { judgeNumber } from './number-trust.ts'
import { oneLine } from './one-line.ts'
import { passwordText } from './password-text.ts'
import type { Policy } from './policy.ts'
import { requirePolicyInForce } from './policy-in-force.ts'
import type { Plan } from './record.ts'
import {
  type Basis,
  type Category,
  type Channel,
  type Hiding,
  type Hold,
  type Language,
  type NumberTrust,
  type PersonalTerm,
  personalTerms,
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

/** Close to zlib's own default in size and a third faster on tables (zip.md, “Engine”). */
export const defaultLevel = 5

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
  const { sources, findings } = await listing(world, request, watch)
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

/** What the courier says of the number before a password is wasted on it. WB-POLICY-NUMBER when no text can reach it. */
async function reachable(world: World, phone: PhoneNumber, watch: Watch): Promise<readonly Finding[]> {
  const { courier } = world
  if (courier === null) return []
  const { value: findings, requests } = await ask(world, null, 'check', call => courier.check(phone, call), watch)
  recordRequests(world, null, requests)
  const refusal = findings.find(({ level }) => level === 'error')
  if (refusal === undefined) return findings
  if (refusal.code.startsWith('number.')) {
    const hint = 'Convey the password with --via phone, or ask the recipient for another number.'
    throw new WaybillError('WB-POLICY-NUMBER', refusal.message, hint)
  }
  const hint = 'Run `waybill doctor`, or convey the password with --via phone.'
  throw new WaybillError('WB-NO-COURIER', refusal.message, hint)
}

async function listing(world: World, request: SendRequest, watch: Watch) {
  const paths = request.paths.map(path => resolve(request.directory, path))
  const options = { symlinks: world.policy.symlinks, ...(watch.signal && { signal: watch.signal }) }
  const listed = await world.engine.list(paths, options)
  if (listed.sources.length === 0) {
    throw new WaybillError('WB-USAGE', 'There is nothing to send.', 'Name at least one file or folder.')
  }
  await targetIsFree(world, request, listed.sources)
  const sources = listed.sources.map(source => ({
    name: source.name,
    bytes: source.kind === 'file' ? source.size : 0,
    modified: Math.floor(source.modified),
  }))
  return { sources, findings: listed.findings }
}

/** The archive may replace an older one, never a file that goes into it. */
async function targetIsFree(world: World, { directory, out, force }: SendRequest, sources: readonly Source[]) {
  const path = out === undefined ? join(directory, 'archive.zip') : resolve(directory, out)
  if ((await world.disk.identity(dirname(path)))?.directory !== true) {
    throw new WaybillError(
      'WB-NOT-FOUND',
      `The folder ${dirname(path)} does not exist.`,
      'Make it, or choose another --out.',
    )
  }
  const there = out === undefined ? null : await world.disk.identity(path)
  if (there === null) return
  const isSource = sources.some(
    source => source.kind === 'file' && source.identity.ino === there.ino && source.identity.dev === there.dev,
  )
  if (there.directory) {
    throw new WaybillError('WB-USAGE', `${path} is a folder.`, 'Name the archive in it: --out FOLDER/NAME.zip.')
  }
  if (isSource) {
    throw new WaybillError('WB-USAGE', `${path} is one of the files to send.`, 'Choose another --out.')
  }
  if (!force) {
    throw new WaybillError(
      'WB-EXISTS',
      `${path} exists already.`,
      'Choose another --out, or add --force to replace it once the new archive has passed its check.',
    )
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

/** Above the policy's floor, and short enough for the text that is to carry it. WB-PASSWORD-FLOOR, WB-TEXT-TOO-LONG. */
function newPassword(world: World, request: SendRequest, channel: Channel, id: string): SealingPassword {
  const { minLength, minBits, recipe } = world.policy.password
  const password = generate(request.recipe ?? recipe, { minLength, minBits }, world.random)
  if (channel === 'sms') passwordText(world, shortId(id), password.secret).destroy()
  return password
}

/** What else the transaction of an intent does with the transfer `id`. When it throws, nothing is on record. */
export type AlsoIntended = (tx: Transaction, id: string) => void

/**
 * The commit point of the transfer `id`: from here on the ledger knows of it. False, with nothing done, when another
 * transfer of this home has the same short id.
 */
export function intend(world: World, intent: Intent, id: string, also?: AlsoIntended): boolean {
  const { request } = intent
  const password = newPassword(world, request, intent.channel, id)
  const { value } = world.ledger.commit(tx => {
    requirePolicyInForce(world)
    if (tx.findTransfers(id.slice(18)).length > 0) return false
    also?.(tx, id)
    tx.vault.put(id, password.secret)
    tx.records.put('receipt', id, id, 'contact', newReceiptCode(world.random))
    for (const [kind, value] of searchTerms(intent)) tx.tag(kind, value, id, 'contact')
    if (intent.deleteBy !== null) tx.records.put(toBeDeleted, id, id, 'contact', intent.deleteBy)
    tx.append({
      type: 'transfer.intended',
      xfer: id,
      d: {
        channel: intent.channel,
        hold: intent.hold,
        recipe: request.recipe ?? world.policy.password.recipe,
        bits: Math.floor(password.bits),
        length: password.length,
        categories: [...new Set(request.categories ?? [])].sort(),
        special: intent.special,
        subjects: request.subjects ?? null,
        records: request.records ?? null,
        basis: request.basis ?? 'none',
        sources: intent.sources.length,
        bytes: intent.sources.reduce((sum, source) => sum + source.bytes, 0),
        level: request.level ?? defaultLevel,
        force: request.force ?? false,
        first: intent.first,
        keep: request.keep ?? world.policy.keep.archive,
        names: intent.names.hide,
        number: intent.number,
        card: intent.card !== null,
        opener: intent.opener,
        deleteBy: intent.deleteBy,
      },
      disclose: [
        { class: 'contact', owner: id, fields: contactFields(intent) },
        { class: 'files', owner: id, fields: { plan: { ...planOf(world, intent, id) } } },
      ],
    })
    return true
  })
  password.secret.destroy()
  return value
}

function contactFields({ recipient, organisation, phone, card, request }: Intent): Record<string, string> {
  const fields = {
    recipient,
    organisation,
    phone,
    purpose: request.purpose.trim(),
    reference: request.reference?.trim(),
    client: request.client?.trim(),
    language: card?.language,
    system: card?.system,
  }
  return Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** By what `log` finds the transfer without reading a personal field: kinds of tags and their values. */
function searchTerms({ recipient, organisation, request }: Intent): [kind: PersonalTerm, value: string][] {
  const terms: Record<PersonalTerm, string | null | undefined> = {
    to: recipient,
    organisation,
    client: request.client,
    reference: request.reference,
  }
  return personalTerms.flatMap(kind => (terms[kind] ? [[kind, terms[kind]]] : []))
}

function planOf(world: World, intent: Intent, id: string) {
  const { directory, out, paths } = intent.request
  const final = out === undefined ? join(directory, archiveName(world, id)) : resolve(directory, out)
  return {
    paths: paths.map(path => resolve(directory, path)),
    sources: intent.sources,
    temporary: temporaryBeside(final, world.random),
    final,
    why: intent.names.why,
  } satisfies Plan
}

/** A name that says nothing, except that a sandbox made it. */
export function archiveName(world: Pick<World, 'kind'>, id: string): string {
  return basename(`${world.kind === 'sandbox' ? 'TEST-' : ''}${shortId(id)}.zip`)
}
