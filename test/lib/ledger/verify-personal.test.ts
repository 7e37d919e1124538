import { describe, expect, it } from 'vitest'
import { encodeDisclosure, newDisclosure } from '../../../lib/ledger/disclosure.ts'
import { aboutOwned, openBox, purposes, sealBox } from '../../../lib/ledger/seal.ts'
import type { Transaction } from '../../../lib/ledger/store.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { tamper } from '../../support/forge.ts'
import { newLedger, transferA } from '../../support/ledger.ts'
import { codes, filled, phone } from '../../support/verified.ts'
import { seededRandom } from '../../support/world.ts'

describe('personal fields', () => {
  const shredding = (tx: Transaction, digests: string[]) =>
    void tx.append({ type: 'personal.shredded', xfer: transferA, d: { class: 'contact', digests } })

  it('that were shredded by an event are fine, and the ledger verifies', async () => {
    const { home, ledger, options } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    ledger.commit(tx => shredding(tx, tx.shred(transferA, 'contact')))
    ledger.close()
    expect(await codes(home, { keys: options.keys })).toEqual([])
  })

  it('that a shred event names and that still lie there are found', async () => {
    const { home, ledger } = await newLedger()
    const { value } = ledger.commit(tx =>
      tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }),
    )
    ledger.commit(tx => shredding(tx, [...(value.sd.contact ?? [])]))
    ledger.close()
    expect(await codes(home)).toEqual(['disclosure.not-erased'])
  })

  it.each<[string, object]>([
    ['nothing', {}],
    ['what no event disclosed', { digests: ['ab'.repeat(32)] }],
    ['no digests', { digests: [1] }],
  ])('a shred event that names %s is found', async (_, d) => {
    const { home, ledger } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'personal.shredded', xfer: null, d: { ...d } }))
    ledger.close()
    expect(await codes(home)).toEqual(['ledger.shred'])
  })

  it('a shred event of another class, or twice, is found', async () => {
    const { home, ledger } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    const digests = ledger.commit(tx => {
      const gone = tx.shred(transferA, 'contact')
      shredding(tx, gone)
      return gone
    }).value
    ledger.commit(tx => shredding(tx, digests))
    ledger.close()
    expect(await codes(home)).toEqual(['ledger.shred'])
    const other = await newLedger()
    other.ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    other.ledger.commit(tx =>
      tx.append({
        type: 'personal.shredded',
        xfer: null,
        d: { class: 'files', digests: tx.shred(transferA, 'contact') },
      }),
    )
    other.ledger.close()
    expect(await codes(other.home)).toEqual(['disclosure.missing', 'ledger.shred'])
  })

  it('that no event names are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`INSERT INTO disclosures SELECT 'ab', owner, class, seq, sealed FROM disclosures`))
    expect(await codes(home)).toEqual(['disclosure.unknown'])
  })

  it('under another class are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`UPDATE disclosures SET class = 'files'`))
    expect(await codes(home)).toEqual(['disclosure.misplaced'])
  })

  it('under another owner are found when they can be opened', async () => {
    const { home, keys } = await filled()
    tamper(home, db => db.exec(`UPDATE disclosures SET owner = 'contact'`))
    expect(await codes(home, { keys })).toEqual(['disclosure.damaged'])
  })

  it('that somebody sealed anew, with the keys of the home, are found by their digest', async () => {
    const { home, keys, ledger } = await filled()
    tamper(home, db => {
      const [owner] = db.prepare('SELECT wrapped FROM owner_keys WHERE owner = ?').all(transferA)
      const [row] = db.prepare('SELECT digest FROM disclosures').all()
      const about = (purpose: string) => aboutOwned(ledger.log, transferA, 'contact', purpose)
      const key = openBox(keys.disclosure, bytes(owner?.wrapped), about(purposes.key))
      const other = encodeDisclosure(newDisclosure('phone', '+4915187654321', seededRandom('other')))
      const box = sealBox(key, Buffer.from(other), about(purposes.disclosure(String(row?.digest))), seededRandom('box'))
      db.prepare('UPDATE disclosures SET sealed = ?').run(box)
    })
    expect(await codes(home, { keys })).toEqual(['disclosure.damaged'])
  })

  it('of another home do not open', async () => {
    const [one, other] = [await filled(), await filled()]
    expect(await codes(one.home, { keys: other.keys })).toEqual(expect.arrayContaining(['disclosure.key-damaged']))
  })
})

describe('rows beside the events', () => {
  it('records that were exchanged are found when they can be opened', async () => {
    const { home, keys } = await filled()
    tamper(home, db => db.exec(`UPDATE records SET sealed = zeroblob(40) WHERE kind = 'receipt'`))
    expect(await codes(home, { keys })).toEqual(['record.damaged'])
    expect(await codes(home)).toEqual([])
  })

  it('records without a key are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`DELETE FROM owner_keys WHERE owner = 'contact'`))
    expect(await codes(home)).toEqual(['record.damaged'])
  })

  it('tags and secrets that lead to nothing are found', async () => {
    const { home } = await filled()
    tamper(home, db =>
      db.exec(`
        INSERT INTO tags(kind, tag, xfer) VALUES ('reference', x'00', 'nobody');
        INSERT INTO vault(id, sealed) VALUES ('nobody', x'00');
      `),
    )
    const { findings } = await verifyLedger(home)
    expect(findings.filter(({ at }) => at === 'nobody').map(({ level, code }) => [level, code])).toEqual([
      ['warning', 'ledger.stray-row'],
      ['error', 'ledger.stray-secret'],
    ])
  })
})

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('no bytes')
  return value
}
