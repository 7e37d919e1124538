import type { PersonalClass } from '../../lib/ledger/owners.ts'
import type { Home, HomePorts } from '../../src/home.ts'
import { shredOwner } from '../../src/shredding.ts'

/** Destroys what a transfer has in one class, whatever its state. Answers the digests. */
export function shred(
  { home, ports }: { readonly home: Home; readonly ports: HomePorts },
  id: string,
  kind: PersonalClass,
): string[] {
  const asked = { owner: id, class: kind, xfer: id, reason: 'asked' } as const
  home.ledger.commit(tx => shredOwner(tx, { policy: home.policy, clock: ports.clock }, asked))
  const digests = [...home.ledger.events({ type: 'personal.shredded' })].at(-1)?.d.digests
  return Array.isArray(digests) ? digests.map(String) : []
}
