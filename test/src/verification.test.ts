import { expect, it } from 'vitest'
import { verifyHome } from '../../src/verification.ts'
import { filledHome } from '../support/bundles.ts'
import { tamper } from '../support/forge.ts'

it('verifies a whole home in another thread, with its personal fields, and tells how far it is', async () => {
  const { home } = await filledHome()
  const { size, root } = home.ledger.checkpoint()
  const told: number[] = []
  const made = await verifyHome(home, { onProgress: (done, total) => void told.push(done / total) })
  expect(made).toMatchObject({ size, root })
  expect(made.findings.map(({ code }) => code)).toEqual(['key.not-pinned'])
  expect(told.at(-1)).toBe(1)
})

it('finds what somebody changed', async () => {
  const { home, directory } = await filledHome()
  tamper(directory, database => database.exec("UPDATE events SET line = replace(line, '5', '6') WHERE seq = 2"))
  const { findings } = await verifyHome(home)
  expect(findings.map(({ level }) => level)).toContain('error')
})

it('stops when it is asked to', async () => {
  const { home } = await filledHome()
  await expect(verifyHome(home, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
})
