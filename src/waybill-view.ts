import type { Home } from './home.ts'
import { operators } from './operators.ts'
import { intendedOf, lastOf, requireEvent, type TransferRecord } from './record.ts'
import { filesView, transferView } from './view.ts'
import type { World } from './world.ts'

/** Everything that the ledger holds of one transfer, and the signed state that it stands in: what `show` tells. */
export type WaybillView = ReturnType<typeof waybillView>

export function waybillView(
  world: Pick<World, 'ledger' | 'kind' | 'clock'>,
  { keys, kind }: Pick<Home, 'keys' | 'kind'>,
  record: TransferRecord,
) {
  const { size, root, note } = world.ledger.checkpoint()
  const by = operators(world.ledger).get(requireEvent(record, 'transfer.intended').op) ?? null
  const { sources, bytes } = intendedOf(record)
  return {
    ...transferView(world, record),
    kind,
    files: filesView(record),
    /** SHA-256 of the disclosure that lists them, as `transfer.sealed` names it; it stays when the list is shredded. */
    filesDigest: lastOf(record, 'transfer.sealed')?.sd.files?.[0] ?? null,
    sources: { files: sources, bytes },
    operator: by,
    key: keys.fingerprint,
    checkpoint: { size, root },
    note,
  }
}
