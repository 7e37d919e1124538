import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import { cardOf, pageFileName } from './card.ts'
import { cardText } from './card-text.ts'
import { intendedOf, lastOf, type TransferRecord } from './record.ts'
import { requirePlan } from './sealing.ts'
import { commitStep } from './step.ts'
import type { World } from './world.ts'

/** What may lie beside an archive. */
const kinds = ['cardText', 'cardPage', 'opener'] as const
type Kind = (typeof kinds)[number]
/** The digest of a card is a personal field: who is in it and 40 bits of a code can be guessed, and then compared. */
const ofCard = ['cardText', 'cardPage'] as const

/** One file beside an archive, as `archive.accompanied` tells of it. */
export interface Companion {
  readonly kind: Kind
  /** Absolute; null where the plan was shredded. */
  readonly path: string | null
  /** Null where that of a card was shredded. */
  readonly sha256: string | null
}

function fileName(kind: Kind, { kind: home }: Pick<World, 'kind'>, short: string): string {
  if (kind === 'opener') return pageFileName(short)
  return `${home === 'sandbox' ? 'TEST-' : ''}${short}-card.${kind === 'cardText' ? 'txt' : 'html'}`
}

/** The page of this version. WB-NO-OPENER where this installation has none. */
export async function openerPage({ companions }: Pick<World, 'companions'>): Promise<Uint8Array> {
  const page = await companions.opener()
  if (page !== null) return page
  const hint = 'Run `npm run build`, or send with --no-opener.'
  throw new WaybillError('WB-NO-OPENER', 'This installation has no opener page.', hint)
}

/** What lies beside the archive, as far as it is on record. */
export function companionsOf(world: Pick<World, 'kind' | 'ledger'>, record: TransferRecord): Companion[] {
  const event = lastOf(record, 'archive.accompanied')
  if (event === undefined) return []
  const { d } = event
  const known = world.ledger.disclosed(event).filter(field => field !== 'shredded')
  return kinds.flatMap(kind => {
    if (kind === 'opener' ? d.opener === null : d.card !== true) return []
    const sha256 = kind === 'opener' ? d.opener : known.find(({ name }) => name === kind)?.value
    const path = record.plan === null ? null : join(dirname(record.plan.final), fileName(kind, world, record.short))
    return { kind, path, sha256: typeof sha256 === 'string' ? sha256 : null }
  })
}

/** The archive has its name, and what was to lie beside it is not on record yet. */
export function lacksCompanions(record: TransferRecord): boolean {
  return (
    record.life.state === 'checked' && wanted(record).length > 0 && lastOf(record, 'archive.accompanied') === undefined
  )
}

function wanted(record: TransferRecord): Kind[] {
  const { card, opener } = intendedOf(record)
  return kinds.filter(kind => (kind === 'opener' ? opener : card))
}

/**
 * Lays every file that was asked for beside the archive, then says so. Each has its name whole or not at all, and replaces
 * another file only where the archive may. After a crash in between, `resume` comes here again: what lies there already is left.
 */
export async function accompany(world: World, record: TransferRecord): Promise<void> {
  const { force } = intendedOf(record)
  const digests = new Map<Kind, string>()
  for (const kind of wanted(record)) {
    const bytes = await content(world, record, kind)
    const sha256 = hashOf(bytes)
    digests.set(kind, sha256)
    const { path, temporary } = placeOf(world, record, kind)
    await world.disk.remove(temporary)
    if ((await world.disk.compare(path, sha256)) === 'same') continue
    try {
      await world.disk.write(temporary, path, bytes)
      await world.disk.publish(temporary, path, { replace: force })
    } catch (error) {
      await world.disk.remove(temporary).catch(() => undefined)
      throw toResume(record, error)
    }
  }
  const { card } = intendedOf(record)
  const fields = Object.fromEntries(ofCard.map(kind => [kind, digests.get(kind) ?? '']))
  const disclose = card ? [{ class: 'files' as const, owner: record.id, fields }] : []
  const d = { card, opener: digests.get('opener') ?? null }
  commitStep(world, record.id, [{ type: 'archive.accompanied', d, disclose }])
}

/** The archive is there already: to send once more would make another one. */
function toResume({ short }: TransferRecord, error: unknown): unknown {
  if (!(error instanceof WaybillError)) return error
  const hint = `The archive is made and its password waits: put that right, then \`waybill resume ${short}\`.`
  return new WaybillError(error.code, error.message, hint, { cause: error })
}

/** What a crash in `accompany` may have left, whole files too: they are not on record, so nothing else would ever remove them. */
export async function removeHalfCompanions(world: World, record: TransferRecord): Promise<void> {
  if (record.plan === null || !lacksCompanions(record)) return
  for (const kind of wanted(record)) {
    const { path, temporary } = placeOf(world, record, kind)
    await world.disk.remove(temporary)
    const bytes = kind === 'opener' ? await world.companions.opener() : await content(world, record, kind)
    if (bytes !== null) await world.disk.removeSame(path, hashOf(bytes))
  }
}

/** The short id makes both names this transfer's own. */
function placeOf(world: Pick<World, 'kind'>, record: TransferRecord, kind: Kind) {
  const folder = dirname(requirePlan(record).final)
  const name = fileName(kind, world, record.short)
  return { path: join(folder, name), temporary: join(folder, `.${name}.tmp`) }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function content(world: World, record: TransferRecord, kind: Kind): Promise<Uint8Array> {
  if (kind === 'opener') return openerPage(world)
  const card = cardOf(world, record)
  return Buffer.from(kind === 'cardText' ? cardText(card) : await world.companions.cardPage(card))
}
