/** How many of the keys of shredded personal fields are still found in any file of the home. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ulid } from '../../lib/ulid.ts'
import { atMost, type Figure } from './figure.ts'
import { clock, inScratch, newLedger, random } from './scratch.ts'

export function shredFigures(count: number): Promise<Figure[]> {
  return inScratch(async home => {
    const ledger = await newLedger(home)
    const owners = Array.from({ length: count }, () => ulid(clock, random))
    for (const xfer of owners) {
      const disclose = [{ class: 'contact' as const, owner: xfer, fields: { phone: '+4915112345678' } }]
      ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer, d: {}, disclose }))
    }
    const wrapped = wrappedKeys(home)
    for (const xfer of owners) {
      ledger.commit(tx => {
        const digests = tx.shred(xfer, 'contact')
        tx.append({ type: 'personal.shredded', xfer, d: { class: 'contact', digests } })
      })
    }
    ledger.close()
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name)))
    const found = wrapped.filter(key => files.some(bytes => bytes.includes(key)))
    if (wrapped.length !== count) throw new Error('there was nothing to shred')
    return [
      atMost(`keys found after ${count} shreds, in any file of the home`, { value: found.length, unit: 'keys' }, 0),
    ]
  })
}

function wrappedKeys(home: string): Uint8Array[] {
  const database = new DatabaseSync(join(home, 'ledger.db'), { readOnly: true })
  try {
    const rows = database.prepare('SELECT wrapped FROM owner_keys').all()
    return rows.flatMap(({ wrapped }) => (wrapped instanceof Uint8Array ? [wrapped] : []))
  } finally {
    database.close()
  }
}
