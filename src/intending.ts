import { basename, join, resolve } from 'node:path'
import { temporaryBeside } from '../lib/durable.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { shortId } from '../lib/ulid.ts'
import { newReceiptCode } from './codes.ts'
import { toBeDeleted } from './deletion.ts'
import type { Intent } from './intent.ts'
import { newPassword } from './password-text.ts'
import { requirePolicyInForce } from './policy-in-force.ts'
import type { Plan } from './record.ts'
import { type PersonalTerm, personalTerms } from './words.ts'
import type { World } from './world.ts'

/** Close to zlib's own default in size and a third faster on tables (zip.md, “Engine”). */
const defaultLevel = 5

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
