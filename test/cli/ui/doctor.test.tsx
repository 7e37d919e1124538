import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../../cli/ui/keys.ts'
import { Doctor } from '../../../cli/ui/screens/doctor/doctor.tsx'
import { headingOf } from '../../../cli/ui/screens/doctor/doctor-lines.ts'
import { doctorBindings, firstDoctor, updateDoctor } from '../../../cli/ui/screens/doctor/doctor-state.ts'
import { rememberVerified } from '../../../cli/ui/verified.ts'
import { de } from '../../../cli/ui/words/de.ts'
import { en } from '../../../cli/ui/words/en.ts'
import type { Courier } from '../../../lib/courier/courier.ts'
import { WaybillError } from '../../../lib/error.ts'
import { root } from '../../support/built.ts'
import { sandboxSession, stage } from './stage.tsx'

const press = (key: string): Input => ({ type: 'press', key, text: '' })

describe('the doctor', () => {
  it('shows what it found, and looks again', async () => {
    const { until, press, jobs } = stage(<Doctor />, { session: await sandboxSession() })
    expect(await until('Nothing is wrong.')).toContain('The policy is the one last recorded.')
    press('r')
    await until('Nothing is wrong.')
    await jobs.idle()
    expect(jobs.status).toBe(0)
  })

  it('does not call a ledger fine that did not verify in this session', async () => {
    const drafts = new Map<string, unknown>()
    rememberVerified(drafts, {
      result: { size: 4, root: '', findings: [], pinned: false, anchored: null },
      at: 0,
      ok: false,
    })
    const { until, jobs } = stage(<Doctor />, { session: await sandboxSession(), drafts })
    expect(await until('One thing is wrong.')).toMatch(/✗ Ledger +It did not verify/)
    await jobs.idle()
    expect(jobs.status).toBe(1)
  })

  it('asks the provider, shows what is wrong first, and ends like the command', async () => {
    const session = await asking(async () => {
      throw new WaybillError('WB-NO-CONNECTION', 'Nobody answers.', 'Look at the network.')
    })
    const { until, press, jobs } = stage(<Doctor />, { session })
    await until('Nothing is wrong.')
    press('a')
    const frame = await until('One thing is wrong.')
    expect(frame).toMatch(/✗ Courier +Nobody answers\. Look at the network\./)
    await jobs.idle()
    expect(jobs.status).toBe(1)
  })

  it('stops asking when it is told to', async () => {
    const session = await asking(
      ({ signal }) =>
        new Promise((_, reject) => {
          const stop = () => reject(new WaybillError('WB-INTERRUPTED', 'Stopped.', 'Again?'))
          signal?.addEventListener('abort', stop)
        }),
    )
    const { until, press, jobs } = stage(<Doctor />, { session })
    await until('Nothing is wrong.')
    press('a')
    await until('one harmless request')
    press('escape')
    await until('look again')
    await jobs.idle()
  })

  it('has a heading for every finding, in both languages', () => {
    const sources = ['src/doctor.ts', ...globSync('lib/courier/**/*.ts', { cwd: root })]
    const text = sources.map(path => readFileSync(`${root}/${path}`, 'utf8')).join('\n')
    const codes = [...text.matchAll(/(?:fine|look|wrong)\(\s*'([a-z]+\.[a-z-]+)'|code: '([a-z]+\.[a-z-]+)'/g)]
    expect(codes.length).toBeGreaterThan(15)
    for (const [, one = '', other = one] of codes) {
      for (const words of [en, de]) expect(headingOf({ code: other }, words), other).toMatch(/^\p{Lu}/u)
    }
  })

  it('does one thing at a time', () => {
    const asked = updateDoctor(true)({ ...firstDoctor.state, busy: null }, event('a'))
    expect(asked).toMatchObject({ state: { busy: 'asking' }, effects: [{ do: 'ask' }] })
    expect(updateDoctor(true)(asked.state, event('r'))).toEqual({ state: asked.state })
    expect(doctorBindings(asked.state, true).map(({ name }) => name)).toContain('stop')
    expect(updateDoctor(false)({ ...firstDoctor.state, busy: null }, event('a')).effects).toBeUndefined()
  })
})

function event(key: string) {
  return { type: 'input' as const, input: press(key), count: 10, page: 20 }
}

/** A sandbox whose courier can be asked. */
async function asking(probe: NonNullable<Courier['probe']>) {
  const session = await sandboxSession()
  const { courier } = session.world
  if (courier === null) throw new Error('A sandbox has a courier')
  return { ...session, world: { ...session.world, courier: { ...courier, id: 'sandbox', probe } } }
}
