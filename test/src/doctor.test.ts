import { describe, expect, it } from 'vitest'
import type { Finding } from '../../lib/finding.ts'
import { diagnose } from '../../src/doctor.ts'
import { WaybillError } from '../../src/index.ts'
import { bench } from '../support/transfers.ts'

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code)

describe('doctor', () => {
  it('tells what the courier lacks', async () => {
    const { home, world, provider } = await bench()
    expect(codes(await diagnose(home, world))).toContain('courier.ready')
    const lacking: Finding = { level: 'error', code: 'courier.credentials', message: 'TWILIO_API_KEY is missing.' }
    provider.courier.missing = async () => [lacking]
    const findings = await diagnose(home, world, { ask: true })
    expect(findings).toContainEqual(lacking)
    expect(codes(findings)).not.toContain('courier.ready')
  })

  it('asks the provider when it is told to, and that is on record', async () => {
    const { home, world, provider } = await bench()
    const taken: Finding = { level: 'note', code: 'courier.key', message: 'The key works.' }
    provider.courier.probe = async ({ onRequest }) => {
      onRequest?.({ host: 'gateway.example.com', outcome: 'ok', ms: 1 })
      return [taken]
    }
    expect(await diagnose(home, world)).not.toContainEqual(taken)
    expect([...world.ledger.events({ type: 'provider.request' })]).toEqual([])
    expect(await diagnose(home, world, { ask: true })).toContainEqual(taken)
    expect([...world.ledger.events({ type: 'provider.request' })].map(({ d, xfer }) => ({ ...d, xfer }))).toEqual([
      { courier: 'http', call: 'probe', host: 'gateway.example.com', outcome: 'ok', ms: 1, xfer: null },
    ])
  })

  it('makes a finding of a provider that does not answer', async () => {
    const { home, world, provider } = await bench()
    provider.courier.probe = async ({ onRequest }) => {
      onRequest?.({ host: 'gateway.example.com', outcome: 'none', ms: 1 })
      throw new WaybillError('WB-NO-CONNECTION', 'No connection.', 'Look at the network.')
    }
    const findings = await diagnose(home, world, { ask: true })
    expect(findings).toContainEqual({
      level: 'error',
      code: 'courier.no-answer',
      message: 'No connection. Look at the network.',
    })
    expect([...world.ledger.events({ type: 'provider.request' })]).toHaveLength(1)
  })

  it('counts passwords that are unknown, and texts that the provider still has', async () => {
    const { home, world, transfers, provider, send } = await bench()
    const { id } = await send({ hold: false })
    provider.status = { state: 'delivered' }
    provider.forgets = false
    await transfers.status(id)
    provider.mood = 'lost'
    await send({ hold: false })
    expect(codes(await diagnose(home, world))).toEqual(expect.arrayContaining(['transfers.unknown', 'texts.kept']))
  })
})
