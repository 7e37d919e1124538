import { expect, it } from 'vitest'
import { Policy } from '../../../cli/ui/screens/policy/policy.tsx'
import { policyDigest } from '../../../src/policy.ts'
import { explainPolicy } from '../../../src/policy-explain.ts'
import { sandboxSession, stage } from './stage.tsx'

it('tells every rule in a sentence, since when they hold, and how to change them', async () => {
  const session = await sandboxSession()
  const { policy } = session.world
  const { until, press, frame, ends } = stage(<Policy />, { session, size: { columns: 100, rows: 30 } })
  await until('In force since')
  const page = 30 - 5 - 1
  let seen = frame()
  for (let first = 1 + page; !seen.includes('waybill policy set'); first += page) {
    press('pagedown')
    seen += await until(new RegExp(`(?:${first}|\\d+)–(?:${first + page - 1}|(\\d+) of \\1 ↑$)`, 'm'))
  }
  expect(seen).toContain(policyDigest(policy))
  for (const { key } of explainPolicy(policy)) expect(seen).toContain(key)
  expect(seen.match(/\(not enforced yet\)/g)?.length).toBeGreaterThanOrEqual(5)
  await until('waybill policy set release.holdFor 3d')
  press('home')
  await until('In force since')
  press('escape')
  expect(ends).toEqual(['back'])
})

it('speaks German', async () => {
  const { until } = stage(<Policy />, { session: await sandboxSession(), language: 'de' })
  expect(await until('In Kraft seit')).toContain('Ein Passwort hat mindestens 12 Zeichen')
})
