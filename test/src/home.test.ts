import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { createHome, homeExists, openHome, type Policy, serializePolicy, settle, step } from '../../src/index.ts'
import { changePolicy, policyPath, recordedPolicy } from '../../src/policy-in-force.ts'
import { bench, day, reopen } from '../support/transfers.ts'
import { scratch } from '../support/world.ts'

const changed = { code: 'WB-POLICY-CHANGED' }

function longer(policy: Policy): Policy {
  return { ...policy, closeAfter: policy.closeAfter + day }
}

async function errorsOf(directory: string): Promise<readonly unknown[]> {
  const { findings } = await verifyLedger<Exclude<ReturnType<typeof step>, string>>(directory, {
    step: (life, event) => step(life, event.type),
  })
  return findings.filter(finding => finding.level !== 'note')
}

describe('a policy that somebody changed on disk', () => {
  it('stops everything until the change is recorded, with its difference', async () => {
    const made = await bench()
    const { directory, ports } = made
    const next = longer(made.home.policy)
    writeFileSync(policyPath(directory), serializePolicy(next))
    await expect(reopen(made)).rejects.toMatchObject(changed)
    const home = await reopen(made, { anyPolicy: true })
    expect(await changePolicy(home, () => home.policy, ports.random)).toMatchObject([{ key: 'closeAfter' }])
    home.ledger.close()
    const again = await reopen(made)
    expect(again.policy).toEqual(next)
    const [event, ...others] = [...again.ledger.events({ type: 'policy.changed' })]
    expect(others).toEqual([])
    expect(event?.d).toMatchObject({ keys: 1, to: recordedPolicy(again.ledger) })
    expect(event && again.ledger.disclosed(event)).toMatchObject([{ name: 'diff', value: [{ key: 'closeAfter' }] }])
    again.ledger.close()
    expect(await errorsOf(directory)).toEqual([])
  })

  it('is not recorded by what else happens in the home, be it a new quarter', async () => {
    const made = await bench()
    writeFileSync(policyPath(made.directory), serializePolicy(longer(made.home.policy)))
    made.clock.advance(100 * day)
    const home = await reopen(made, { anyPolicy: true })
    expect([...home.ledger.events()].at(-1)?.type).toBe('operator.named')
    home.ledger.close()
    await expect(reopen(made)).rejects.toMatchObject(changed)
    expect(await errorsOf(made.directory)).toEqual([])
  })

  it('is told of only where there is a difference', async () => {
    const { home, ports, world } = await bench()
    const { size } = world.ledger.checkpoint()
    expect(await changePolicy(home, () => home.policy, ports.random)).toEqual([])
    expect(world.ledger.checkpoint().size).toBe(size)
  })

  it('and cannot be read is refused', async () => {
    const made = await bench()
    writeFileSync(policyPath(made.directory), '{"password": {"minLength": 4}}')
    await expect(reopen(made)).rejects.toMatchObject({ code: 'WB-POLICY-INVALID' })
  })

  it('in between the record and the file stops everything too', async () => {
    const made = await bench()
    const before = readFileSync(policyPath(made.directory))
    await changePolicy(made.home, longer, made.ports.random)
    writeFileSync(policyPath(made.directory), before) // a crash came before the file was written
    await expect(reopen(made)).rejects.toMatchObject(changed)
    const home = await reopen(made, { anyPolicy: true })
    expect(await changePolicy(home, () => longer(made.home.policy), made.ports.random)).toEqual([])
    home.ledger.close()
    ;(await reopen(made)).ledger.close()
  })
})

describe('the pseudonym of the operator', () => {
  it('changes with the quarter, and means the same person', async () => {
    const made = await bench()
    const first = made.home.context.op
    made.clock.advance(80 * day)
    const same = await reopen(made)
    expect(same.context.op).toBe(first)
    same.ledger.close()
    made.clock.advance(10 * day)
    const next = await reopen(made)
    expect(next.context.op).not.toBe(first)
    expect(next.context.host).toBe(made.home.context.host)
    expect(next.operator).toEqual(made.home.operator)
    expect([...next.ledger.events({ type: 'operator.named' })].map(event => event.op)).toEqual([first, next.context.op])
    next.ledger.close()
    expect(await errorsOf(made.directory)).toEqual([])
  })
})

describe('a clock that is set back or forward between commands', () => {
  it('breaks nothing: verify warns, holds wait', async () => {
    const made = await bench()
    const { clock, world, transfers, send } = made
    const { now } = clock
    const held = await send({ hold: true })
    clock.now = () => now() - 400 * day
    expect(settle(world)).toEqual([])
    const back = await reopen(made)
    expect(back.operator).toEqual(made.home.operator)
    back.ledger.close()
    const sent = await send({ hold: false })
    expect(sent.state).toBe('accepted')
    expect((await transfers.confirm(sent.id)).state).toBe('confirmed')
    expect(await errorsOf(made.directory)).toEqual([
      expect.objectContaining({ level: 'warning', code: 'ledger.clock-set-back' }),
    ])
    clock.now = () => now() + 400 * day
    expect(settle(world)).toHaveLength(2)
    clock.now = now
    expect([held, sent].map(({ id }) => transfers.read(id).state)).toEqual(['expired', 'closed'])
    expect((await send({ hold: true })).state).toBe('held')
    expect((await errorsOf(made.directory)).filter(finding => !isWarning(finding))).toEqual([])
  })
})

function isWarning(finding: unknown): boolean {
  return typeof finding === 'object' && finding !== null && 'level' in finding && finding.level === 'warning'
}

describe('a home', () => {
  it('is private, has its parts, and is of one kind', async () => {
    const { directory, ports } = await bench()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(readdirSync(directory).filter(name => !/-(wal|shm)$/.test(name))).toEqual([
      'keys',
      'ledger.db',
      'mark.json',
      'policy.json',
    ])
    const request = { kind: 'sandbox' as const, passphrase: async () => null }
    await expect(openHome(directory, request, ports)).rejects.toMatchObject({ code: 'WB-HOME-KIND' })
  })

  it('is made once', async () => {
    const { directory, ports, home } = await bench()
    const request = { kind: 'production' as const, operator: home.operator, passphrase: null }
    await expect(createHome(directory, request, ports)).rejects.toMatchObject({ code: 'WB-HOME-EXISTS' })
    expect(existsSync(join(directory, 'init.lock'))).toBe(false)
  })

  it('that an attempt which died has begun is made anew, and its keys are kept aside', async () => {
    const { ports, home } = await bench()
    const directory = join(scratch(), 'home')
    mkdirSync(join(directory, 'keys'), { recursive: true, mode: 0o700 })
    writeFileSync(join(directory, 'keys', 'begun'), '')
    expect(homeExists(directory)).toBe(false)
    const missing = openHome(directory, { kind: 'production', passphrase: async () => null }, ports)
    await expect(missing).rejects.toMatchObject({ code: 'WB-HOME-MISSING' })
    const request = { kind: 'production' as const, operator: home.operator, passphrase: null }
    const made = await createHome(directory, request, ports)
    made.home.ledger.close()
    const aside = readdirSync(directory).filter(name => name.startsWith('keys-'))
    expect(aside.flatMap(name => readdirSync(join(directory, name)))).toEqual(['begun'])
  })

  it('whose ledger is gone is not made anew', async () => {
    const { directory, ports, home } = await bench()
    home.ledger.close()
    rmSync(join(directory, 'ledger.db'))
    expect(homeExists(directory)).toBe(true)
    const opening = openHome(directory, { kind: 'production', passphrase: async () => null }, ports)
    await expect(opening).rejects.toMatchObject({ code: 'WB-LEDGER-MARK' })
  })
})
