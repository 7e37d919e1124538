import type { PersonalClass } from '../../lib/ledger/owners.ts'
import { Ledger } from '../../lib/ledger/store.ts'
import type { Home, HomePorts } from '../../src/home.ts'

/** Destroys what a transfer has in one class, with an event whose details are only what the ledger itself asks for. */
export function shred(
  place: { readonly home: Home; readonly ports: HomePorts },
  id: string,
  kind: PersonalClass,
): void {
  const { home, ports } = place
  const context = () => ({ ...home.context, policy: '0'.repeat(64) })
  const options = { kind: home.kind, keys: home.keys, ...ports, context, validate: () => {} }
  using ledger = Ledger.open(home.directory, options)
  ledger.commit(tx => {
    const digests = tx.shred(id, kind)
    tx.append({ type: 'personal.shredded', xfer: id, d: { class: kind, digests } })
  })
}
