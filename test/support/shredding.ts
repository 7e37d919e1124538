import { systemRandom } from '../../cli/compose.ts'
import { Ledger } from '../../lib/ledger/store.ts'
import { ledgerOptions } from './ledger.ts'
import type { Bench } from './transfers.ts'

/** Destroys what a transfer discloses of that class, as the ledger itself does it. */
export function shredded({ directory, home, clock }: Bench, id: string, personalClass: 'contact' | 'files'): void {
  const options = { ...ledgerOptions(home.keys, clock, systemRandom), kind: 'production' as const }
  using ledger = Ledger.open(directory, options)
  ledger.commit(tx => {
    const digests = tx.shred(id, personalClass)
    tx.append({ type: 'personal.shredded', xfer: id, d: { class: personalClass, digests } })
  })
}
