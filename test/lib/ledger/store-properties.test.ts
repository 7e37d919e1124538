import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../lib/ledger/canonical.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { expectOneLine, newLedger, transferA, transferB } from '../../support/ledger.ts'
import { wellFormedText } from '../../support/texts.ts'

const value: fc.Arbitrary<Json> = fc.oneof(
  wellFormedText(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 3 }),
)
const fields = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value, { maxKeys: 4, noNullPrototype: true })
const owner = fc.constantFrom(transferA, transferB)
const draft = fc.record({
  type: fc.constantFrom('report.made', 'transfer.sealed', 'provider.request'),
  xfer: fc.option(owner),
  d: fields,
  disclose: fc.array(
    fc.record({ class: fc.constantFrom('contact' as const, 'identity' as const, 'files' as const), owner, fields }),
    { maxLength: 2 },
  ),
})
const commits = fc.array(
  fc.record({ drafts: fc.array(draft, { maxLength: 5 }), fails: fc.boolean(), reopens: fc.boolean() }),
  { maxLength: 8 },
)

describe('any sequence of commits', () => {
  it('gives the tree of its lines, at every checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(commits, async sequence => {
        const { ledger: first, home, options } = await newLedger()
        let ledger = first
        let expected = 1
        for (const { drafts, fails, reopens } of sequence) {
          const commit = () =>
            ledger.commit(tx => {
              for (const one of drafts) tx.append(one)
              if (fails) throw new Error('stop')
            })
          if (fails) expect(commit).toThrow('stop')
          else expected = commit().size
          if (reopens) {
            ledger.close()
            ledger = Ledger.open(home, options)
          }
        }
        for (const event of ledger.events()) {
          for (const field of ledger.disclosed(event)) expect(field).not.toBe('shredded')
        }
        ledger.close()
        expect(expectOneLine(home, options.keys.public)).toHaveLength(expected)
      }),
      { numRuns: 25 },
    )
  })
})
