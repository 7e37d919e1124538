import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../cli/compose.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { createHome, defaultPolicy, type Policy, serializePolicy } from '../../src/index.ts'
import { changePolicy, policyPath, recordedPolicy } from '../../src/policy-in-force.ts'
import { bench, day, reopen } from '../support/transfers.ts'
import { handClock, scratch } from '../support/world.ts'

async function errorsOf(directory: string): Promise<readonly unknown[]> {
  const { findings } = await verifyLedger(directory)
  return findings.filter(finding => finding.level === 'error')
}

function longer(policy: Policy): Policy {
  return { ...policy, closeAfter: policy.closeAfter + day }
}

describe('the policy in force', () => {
  it('is told by every event, also of a process that opened the home before it changed', async () => {
    const made = await bench()
    const { id } = await made.send()
    const other = await reopen(made)
    await changePolicy(other, longer, made.ports.random)
    const sent = await made.transfers.handedOver(id, 'mail')
    expect(sent.events.at(-1)?.policy).toBe(recordedPolicy(other.ledger))
    other.ledger.close()
    expect(await errorsOf(made.directory)).toEqual([])
    ;(await reopen(made)).ledger.close()
  })

  it('is what a transfer goes by: nothing is sent or released any more by one from before', async () => {
    const made = await bench()
    const held = await made.send({ hold: true })
    const planned = await made.transfers.plan(made.request)
    await changePolicy(made.home, longer, made.ports.random)
    const changed = { code: 'WB-POLICY-CHANGED' }
    const { size } = made.world.ledger.checkpoint()
    await expect(made.transfers.plan(made.request)).rejects.toMatchObject(changed)
    await expect(made.transfers.sendPlanned(planned)).rejects.toMatchObject(changed)
    await expect(made.transfers.release(held.id, { override: 'They called.' })).rejects.toMatchObject(changed)
    expect(made.world.ledger.checkpoint().size).toBe(size)
    expect(await made.transfers.cancel(held.id)).toMatchObject({ state: 'cancelled' })
  })

  it('changes once at a time: of two changes at once neither is lost', async () => {
    const made = await bench()
    const other = await reopen(made)
    const shorter = (policy: Policy) => ({ ...policy, release: { ...policy.release, wrongCodes: 3 } })
    await Promise.all([
      changePolicy(made.home, longer, made.ports.random),
      changePolicy(other, shorter, made.ports.random),
    ])
    other.ledger.close()
    expect(await errorsOf(made.directory)).toEqual([])
    const again = await reopen(made)
    expect(again.policy).toMatchObject({ closeAfter: defaultPolicy.closeAfter + day, release: { wrongCodes: 3 } })
    again.ledger.close()
  })

  it('of a new home is the one that an administrator has put there beforehand', async () => {
    const directory = join(scratch(), 'home')
    mkdirSync(directory, { mode: 0o700 })
    writeFileSync(
      policyPath(directory),
      serializePolicy({ ...defaultPolicy, release: { ...defaultPolicy.release, locked: true } }),
    )
    const ports = { clock: handClock(), random: systemRandom, bootId: 'boot 1', tool: '0.0.0' }
    const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
    const { home } = await createHome(directory, { kind: 'production', operator, passphrase: null }, ports)
    expect(home.policy.release.locked).toBe(true)
    home.ledger.close()
  })

  it('is not read from a file that others may write', async () => {
    const made = await bench()
    chmodSync(policyPath(made.directory), 0o666)
    await expect(reopen(made)).rejects.toMatchObject({ code: 'WB-HOME-MODE' })
  })
})
