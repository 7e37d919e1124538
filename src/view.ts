import { isPhoneNumber, maskPhone } from '../lib/phone.ts'
import { type Companion, companionsOf } from './companions.ts'
import { openedOf } from './confirming.ts'
import { deletionView } from './deletion-view.ts'
import { channelOf, int, intendedOf, lastOf, type TransferRecord, word } from './record.ts'
import { saysSo } from './says.ts'
import { receiptCodeOf } from './sealing.ts'
import { archiveLeft, passwordLeft } from './what-left.ts'
import type { World } from './world.ts'

/** One transfer as people and programs see it. Every field name is a promise (docs/json.md). */
export type TransferView = ReturnType<typeof transferView>

export function transferView(world: Pick<World, 'ledger' | 'kind' | 'clock'>, record: TransferRecord) {
  const intended = intendedOf(record)
  const sealed = lastOf(record, 'transfer.sealed')?.d
  const checked = lastOf(record, 'transfer.checked')?.d
  const held = lastOf(record, 'transfer.held')?.d
  const { recipient, organisation, phone, purpose, reference, client } = record.contact
  const { size, root } = world.ledger.checkpoint()
  const companions = companionsOf(world, record)
  return {
    transfer: record.short,
    id: record.id,
    state: record.state,
    archive: record.plan?.final ?? null,
    sha256: sealed === undefined ? null : word<string>(sealed, 'sha256'),
    bytes: sealed === undefined ? null : int(sealed, 'bytes'),
    entries: sealed === undefined ? null : int(sealed, 'entries'),
    names: { hide: intended.names, why: record.plan?.why ?? [] },
    channel: channelOf(record),
    courier: courierOf(record),
    held: record.state === 'held',
    heldUntil: held !== undefined && record.state === 'held' ? new Date(int(held, 'until')).toISOString() : null,
    receiptNeeded: record.state === 'held' && held?.receipt === true,
    receiptCode: receiptCodeOf(world, record.id) || null,
    check:
      checked === undefined
        ? null
        : {
            zipJs: { entries: int(checked, 'otherEntries'), bytes: int(checked, 'otherBytes') },
            waybill: { entries: int(checked, 'ownEntries'), bytes: int(checked, 'ownBytes') },
          },
    password: { bits: intended.bits, recipe: intended.recipe, length: intended.length, left: passwordLeft(record) },
    handedOver: archiveLeft(record) === 'handed-over',
    recipient: {
      name: recipient,
      organisation,
      phone: phone !== null && isPhoneNumber(phone) ? maskPhone(phone) : null,
    },
    numberTrust: intended.number,
    purpose,
    reference,
    client,
    basis: intended.basis,
    categories: intended.categories,
    special: intended.special,
    subjects: intended.subjects,
    records: intended.records,
    card: cardView(companions),
    opener: openerView(companions),
    opened: openedOf(record),
    deletion: deletionView(world, record),
    attestation: attestationOf(world, record),
    failure: failureOf(world, record),
    cancelled: cancelledOf(record),
    shredded: record.shredded,
    life: record.events.map(({ seq, ts, type, d }) => ({
      seq,
      at: ts,
      event: type,
      says: saysSo(type, d),
      details: d,
    })),
    checkpoint: { size, root },
  }
}

/** Where the card lies; a path is null where it was shredded. Null: none was written. */
function cardView(companions: readonly Companion[]) {
  const [text, page] = ['cardText', 'cardPage'].map(kind => companions.find(one => one.kind === kind))
  return text === undefined || page === undefined ? null : { text: text.path, html: page.path }
}

function openerView(companions: readonly Companion[]) {
  const page = companions.find(({ kind }) => kind === 'opener')
  return typeof page?.sha256 === 'string' ? { path: page.path, sha256: page.sha256 } : null
}

/** One file as `show` lists it. */
export type FileView = { readonly name: string; readonly as: string; readonly bytes: number; readonly sha256: string }

/** Every entry of the archive by its true name, and what is in the inner archive of `wrap`. Null before it is sealed, or shredded. */
export function filesView({ files }: TransferRecord): FileView[] | null {
  if (files === null) return null
  return files.flatMap(file => [file, ...(file.inside ?? []).map(inner => ({ ...inner, as: file.as }))]).map(fileView)
}

function fileView({ name, as, bytes, sha256 }: FileView): FileView {
  return { name, as, bytes, sha256 }
}

/** Who carries the password: the last courier asked, a person, or nobody yet. */
function courierOf(record: TransferRecord): string | null {
  const event = lastOf(record, 'password.requested', 'password.dictated')
  if (event === undefined) return null
  return event.type === 'password.dictated' ? 'manual' : word<string>(event.d, 'courier')
}

/** Who says that they read the password out to whom, and how they reached them; null when nobody did. */
function attestationOf(world: Pick<World, 'ledger'>, record: TransferRecord) {
  const event = lastOf(record, 'password.dictated')
  if (event === undefined) return null
  const fields = world.ledger.disclosed(event).filter(field => field !== 'shredded')
  const value = (name: string) => {
    const text = fields.find(field => field.name === name)?.value
    return typeof text === 'string' ? text : null
  }
  const how = event.d.channel === 'phone' ? 'called-number-on-record' : 'in-person'
  return { by: value('readBy'), to: value('readTo'), how, at: event.ts }
}

/** What had left and what had not when it was cancelled; null when it was not. */
function cancelledOf(record: TransferRecord) {
  const event = lastOf(record, 'transfer.cancelled')
  if (event === undefined) return null
  const { d } = event
  return {
    reason: word<string>(d, 'reason'),
    archive: word<string>(d, 'archive'),
    password: word<string>(d, 'password'),
    withdrawn: d.withdrawn === true,
  }
}

/** Why the last attempt failed, in the provider's words made plain; null when it did not. */
function failureOf(world: Pick<World, 'ledger'>, record: TransferRecord) {
  const event = record.state === 'failed' ? lastOf(record, 'password.failed') : undefined
  if (event === undefined) return null
  const field = world.ledger.disclosed(event).find(one => one !== 'shredded' && one.name === 'refusal')
  if (field === undefined || field === 'shredded' || typeof field.value !== 'object' || field.value === null)
    return null
  const { code, message, hint, channel } = field.value as Record<string, unknown>
  return {
    code: String(code),
    message: String(message),
    hint: String(hint),
    retry: event.d.retry === true,
    channel: channel ?? null,
  }
}
