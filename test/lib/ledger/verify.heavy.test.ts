import { expect, inject, it } from 'vitest'
import { createKeys } from '../../../lib/ledger/keys.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { tamper } from '../../support/forge.ts'
import { synthesise } from '../../support/synthetic.ts'
import { scratch, seededRandom } from '../../support/world.ts'

const count = inject('figures') === 'full' ? 1_000_000 : 100_000

it(`verifies ${count} events, finds one letter changed among them`, async () => {
  const home = scratch()
  const random = seededRandom('heavy')
  const { keys } = await createKeys(home, { passphrase: null, random })
  synthesise(home, keys, count, random)
  const whole = await verifyLedger(home, { expectKey: keys.fingerprint, keys })
  expect(whole).toMatchObject({ size: count, findings: [], pinned: true })

  const seq = Math.floor(count / 2)
  tamper(home, db =>
    db.prepare(`UPDATE events SET line = replace(line, '"entries":3', '"entries":4') WHERE seq = ?`).run(seq),
  )
  const { findings } = await verifyLedger(home)
  const found = (code: string) => findings.filter(finding => finding.code === code).map(({ at }) => at)
  expect(found('ledger.leaf')).toEqual([String(seq)])
  expect(found('ledger.prev')).toEqual([String(seq + 1)])
  // Every root from there on is another one: five are told, the rest is counted.
  expect(found('ledger.root')).toEqual([...[1, 2, 3, 4, 5].map(i => String(seq + i)), undefined])
})
