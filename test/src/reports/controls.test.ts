import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../../cli/program.ts'
import { validateEvent } from '../../../src/events.ts'
import { addContact } from '../../../src/index.ts'
import { explainPolicy } from '../../../src/policy-explain.ts'
import { controlsReport } from '../../../src/reports/controls.ts'
import { controls } from '../../../src/reports/controls-table.ts'
import { fakeTerminal } from '../../cli/fakes.ts'
import { type Bench, bench, day } from '../../support/transfers.ts'

/** The commands that there really are. */
const { terminal } = fakeTerminal({ device: false })
const program = buildProgram({ terminal, version: '0', signal: new AbortController().signal }, () => {})
const commands = new Set(
  program.commands.flatMap(command => [
    command.name(),
    ...command.commands.map(sub => `${command.name()} ${sub.name()}`),
  ]),
)

function report({ home, clock }: Bench, more: object = {}) {
  const { rows } = controlsReport(home, { commands, now: clock.now(), ...more })
  return new Map(rows.map(row => [row.clause, row]))
}

function value(rows: ReturnType<typeof report>, clause: string, what: string) {
  return rows.get(clause)?.evidence.find(one => one.what === what)?.value
}

describe('report controls', () => {
  it('calls not enforced what this version does not have, and nothing else', async () => {
    const home = await bench()
    const unenforced = explainPolicy(home.home.policy).flatMap(({ key, enforced }): string[] => (enforced ? [] : [key]))
    const keeps = ['keep.archive', 'keep.contact', 'keep.identity', 'keep.files']
    const real = {
      keys: ['lock.idle', 'removableMedia', 'diskEncryption', 'scan', 'agreements', 'approval', ...keeps],
      commands: ['purge', 'backup', 'restore', 'doctor', 'report recipients', 'report breach', 'report activity'],
    }
    // Which clause stands on which part of the product: written down here a second time, by hand.
    const stands: Record<string, string[]> = {
      '5.2': ['removableMedia'],
      '5.3': ['diskEncryption'],
      '5.4': ['backup'],
      '5.6': ['purge', ...keeps],
      '5.7': ['scan'],
      '2.1': ['countersigning'],
      '2.7': ['administrators'],
      '2.9': ['lock.idle'],
      '3.1–3.3': ['approval'],
      '7.1': ['backup', 'restore'],
      '7.6': ['doctor'],
      '8.5': ['report recipients'],
      '8.7–8.9': ['report breach'],
      '8.11': ['report activity'],
      '8.13': ['purge', 'keep.contact', 'keep.files'],
      '8.17': ['agreements'],
    }
    const built = new Set([
      ...real.keys.filter(key => !unenforced.includes(key)),
      ...real.commands.filter(name => commands.has(name)),
    ])
    const expected = Object.keys(stands).filter(clause => stands[clause]?.some(part => !built.has(part)))
    const found = [...report(home).values()].flatMap(({ clause, status }) => (status === 'not enforced' ? clause : []))
    expect(found.sort()).toEqual(expected.sort())
    expect(expected).toEqual(expect.arrayContaining(['5.2', '5.3', '5.7', '2.1', '2.7', '3.1–3.3', '8.17']))
  })

  it('speaks of no key and no command that nobody knows', async () => {
    const { home } = await bench()
    const keys = explainPolicy(home.policy).map(({ key }): string => key)
    const planned = ['purge', 'backup', 'restore']
    for (const { keys: needed = [], needs = [] } of controls) {
      expect(keys).toEqual(expect.arrayContaining([...needed]))
      expect([...commands, ...planned]).toEqual(expect.arrayContaining([...needs]))
    }
  })

  it('has every clause of the list once', () => {
    const clauses = controls.map(({ clause }) => clause)
    expect(clauses.join(' ')).toBe(
      '5.1 5.2 5.3 5.4 5.5 5.6 5.7 6.1 6.2 6.3 2.1 2.2 2.3 2.5 2.7 2.9 3.1–3.3 4.1 4.2 7.1 7.6 7.7 8.5 8.7–8.9 8.10 8.11 8.13 8.17',
    )
  })

  it('counts the evidence of the period', async () => {
    const home = await bench()
    const before = home.clock.now()
    await home.send({ hold: true })
    home.clock.advance(day)
    await home.send({ hold: false })
    const rows = report(home)
    expect(value(rows, '5.1', 'archives checked and published')).toBe(2)
    expect(value(rows, '5.1', 'passwords held first')).toBe(1)
    expect(value(rows, '5.1', 'fewest bits of a password')).toBe(99)
    expect(value(rows, '6.2', 'answered')).toBe(1)
    expect(rows.get('5.1')).toMatchObject({ status: 'partly' })
    expect(rows.get('5.1')?.gaps).toContain('2 transfers used a number that nobody had verified.')
    const first = report(home, { since: before, until: before + 1 })
    expect(value(first, '5.1', 'archives checked and published')).toBe(1)
    expect(value(first, '6.2', 'answered')).toBe(0)
  })

  it('says that the keys have no passphrase', async () => {
    const home = await bench()
    const rows = report(home)
    expect(rows.get('2.5')).toMatchObject({ status: 'partly' })
    expect(value(rows, '2.5', 'keys protected by a passphrase')).toBe('no')
    const guarded = report({ ...home, home: { ...home.home, protected: true } })
    expect(guarded.get('2.5')).toMatchObject({ status: 'enforced', gaps: [] })
  })

  it('names the keys of the policy that are not the default', async () => {
    const home = await bench()
    expect(report(home).get('8.10')).toMatchObject({ status: 'enforced' })
    const { policy } = home.home
    const changed = {
      ...home.home,
      policy: { ...policy, numbers: { ...policy.numbers, unverified: 'allow' as const } },
    }
    expect(report({ ...home, home: changed }).get('8.10')?.gaps).toEqual([
      'Changed, for better or worse: numbers.unverified.',
    ])
  })

  it('counts contacts by whether their number is verified', async () => {
    const home = await bench()
    const { world } = home
    await addContact(world, {
      recipient: 'Ada',
      phone: '+4915112345678',
      verified: { how: 'called-back', by: 'Grace' },
    })
    await addContact(world, { recipient: 'Zoë', phone: '+4915112345679' })
    expect(value(report(home), '5.1', 'contacts whose number is verified')).toBe('1 of 2')
  })

  it('counts events that there are', () => {
    const types = ['transfer.checked', 'provider.request', 'policy.changed', 'report.made', 'home.unlocked']
    for (const type of types) expect(() => validateEvent(type, { other: 1 })).toThrow('has no field')
  })
})
