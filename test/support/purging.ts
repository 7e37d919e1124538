import type { JsonObject } from '../../lib/ledger/canonical.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { type Home, type Item, type Life, purge, retention, step, type World } from '../../src/index.ts'

/** `contact of transfer`, or with what it waits for: `files of transfer (archive)`. */
export function told(items: readonly Item[]): string[] {
  return items.map(({ what, of, waits }) => `${what} of ${of}${waits === null ? '' : ` (${waits})`}`).sort()
}

export function due(world: World): string[] {
  return told(retention(world).items)
}

/** What `waybill purge` does once everything is confirmed: each thing with its outcome. */
export async function purgeDue(world: World): Promise<string[]> {
  const purged = await purge(world, retention(world).items)
  return purged.map(({ item, outcome, error }) => `${item.what} of ${item.of}: ${error?.code ?? outcome}`).sort()
}

export function shreds({ ledger }: Pick<World, 'ledger'>): JsonObject[] {
  return [...ledger.events({ type: 'personal.shredded' })].map(({ d }) => d)
}

/** Every error and warning of a whole verification that opens each personal field. */
export async function problems({ directory, keys }: Home): Promise<unknown[]> {
  const { findings } = await verifyLedger<Life>(directory, { keys, step: (life, event) => step(life, event.type) })
  return findings.filter(({ level }) => level !== 'note')
}
