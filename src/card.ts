import { dayOf } from '../lib/day.ts'
import { findContact, type SavedContact } from './contacts.ts'
import { channelOf, intendedOf, lastOf, type TransferRecord } from './record.ts'
import { receiptCodeOf } from './sealing.ts'
import type { Channel, Hold, Language, System } from './words.ts'
import type { World } from './world.ts'

/** How a card speaks to its reader. */
export interface CardFor {
  readonly language: Language
  /** Null: nobody knows, so it names every system. */
  readonly system: System | null
}

/**
 * The message for the e-mail to the recipient. What it says may be read by anybody on the way of that mail: so neither
 * the password nor the number is in it, nor who the recipient is, what the data are for or what the files are called.
 */
export interface Card extends CardFor {
  /** Short id. */
  readonly transfer: string
  /** Made in a sandbox. */
  readonly test: boolean
  readonly from: string
  /** Whom to call; null: their usual contact. */
  readonly phone: string | null
  /** Null where it was shredded. */
  readonly receiptCode: string | null
  readonly channel: Channel
  readonly hold: Hold
  /** Name of the opener page beside the archive; null where there is none. */
  readonly page: string | null
  /** `YYYY-MM-DD`, or null: nobody is asked to delete anything by a day. */
  readonly deleteBy: string | null
}

/** The name of the opener page beside an archive: like that of the archive, it says nothing. */
export function pageFileName(short: string): string {
  return `open-${short}.html`
}

/** `asked`: the language that the operator asks for. */
export function cardFor({ policy }: Pick<World, 'policy'>, contact: SavedContact | null, asked?: Language): CardFor {
  return {
    language: asked ?? contact?.language ?? policy.sender.language ?? 'en',
    system: contact?.system ?? null,
  }
}

/** The card of a transfer, also of one for which none was asked for when it was sent. */
export function cardOf(
  world: Pick<World, 'kind' | 'ledger' | 'policy' | 'operator'>,
  record: TransferRecord,
  asked?: Language,
): Card {
  const { organisation, phone } = world.policy.sender
  const { opener, hold, deleteBy } = intendedOf(record)
  const { name } = world.operator
  return {
    ...speakingTo(world, record, asked),
    transfer: record.short,
    test: world.kind === 'sandbox',
    from: organisation === undefined ? name : `${organisation} (${name})`,
    phone: phone ?? null,
    receiptCode: receiptCodeOf(world, record.id) || null,
    channel: channelOf(record),
    hold: lastOf(record, 'transfer.released') === undefined ? hold : 'none',
    page: opener ? pageFileName(record.short) : null,
    deleteBy: deleteBy === null ? null : dayOf(deleteBy),
  }
}

function speakingTo(world: Pick<World, 'ledger' | 'policy'>, { contact }: TransferRecord, asked?: Language): CardFor {
  const { recipient, client, language, system } = contact
  if (language !== null) return { language: asked ?? language, system }
  const saved = recipient === null ? null : findContact(world.ledger, recipient, client ?? undefined)
  return cardFor(world, saved, asked)
}
