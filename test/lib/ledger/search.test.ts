import { describe, expect, it } from 'vitest'
import { newLedger, transferA, transferB } from '../../support/ledger.ts'

/** Two transfers a minute apart, and three hundred events of no transfer after them. */
async function filled() {
  const made = await newLedger()
  const { ledger, clock } = made
  for (const [xfer, word] of [
    [transferA, 'sms'],
    [transferB, 'phone'],
  ] as const) {
    clock.advance(60_000)
    const disclose = [{ class: 'contact' as const, owner: xfer, fields: { recipient: `to ${word}` } }]
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer, d: { channel: word }, disclose }))
  }
  ledger.commit(tx => {
    for (let n = 0; n < 300; n++) tx.append({ type: 'home.unlocked', xfer: null, d: {} })
    tx.append({ type: 'transfer.sealed', xfer: transferA, d: {} })
  })
  return made
}

describe('a search', () => {
  it('finds places newest first, over more than one batch', async () => {
    const { ledger } = await filled()
    const seqs = [...ledger.search({})].map(({ seq }) => seq)
    expect(seqs).toEqual([...ledger.events()].map(({ seq }) => seq).reverse())
    expect(seqs.length).toBeGreaterThan(300)
  })

  it.each([
    ['type', { type: 'transfer.intended' }, [2, 1]],
    ['since', { since: '2026-01-05T09:02:00.000Z', type: 'transfer.intended' }, [2]],
    ['until', { until: '2026-01-05T09:02:00.000Z' }, [1, 0]],
    ['a pseudonym', { ops: ['op-0', 'op-1'], type: 'transfer.intended' }, [2, 1]],
    ['no pseudonym', { ops: [] }, []],
    ['another pseudonym', { ops: ['op-0'] }, []],
    ['a piece of the line', { holds: '"channel":"phone"' }, [2]],
  ])('by %s', async (_, wanted, seqs) => {
    const { ledger } = await filled()
    expect([...ledger.search(wanted)].map(({ seq }) => seq)).toEqual(seqs)
    const steps = [...ledger.scan(wanted)]
    expect(steps.flatMap(place => place?.seq ?? [])).toEqual(seqs)
    expect(steps).toContain(null)
  })
})

describe('a transfer', () => {
  it('has an outline: the types of its events in order', async () => {
    const { ledger } = await filled()
    expect(ledger.outline(transferA).map(({ type }) => type)).toEqual(['transfer.intended', 'transfer.sealed'])
  })

  it('is untagged until it has a tag of the kind, or nothing to tag', async () => {
    const { ledger } = await filled()
    expect(ledger.untagged('to', 'contact')).toEqual([transferA, transferB])
    ledger.commit(tx => tx.tag('reference', '4711', transferA, 'contact'))
    ledger.commit(tx => tx.tag('to', 'Ada', transferA, 'contact'))
    expect(ledger.untagged('to', 'contact')).toEqual([transferB])
    ledger.commit(tx => {
      const digests = tx.shred(transferB, 'contact')
      tx.append({ type: 'personal.shredded', xfer: null, d: { class: 'contact', digests } })
    })
    expect(ledger.untagged('to', 'contact')).toEqual([])
    expect(ledger.disclosedOf(transferB)).toEqual([])
    expect(ledger.disclosedOf(transferA).map(({ value }) => value)).toEqual(['to sms'])
  })
})
