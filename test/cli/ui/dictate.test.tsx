import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Box } from 'ink'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Dictate } from '../../../cli/ui/screens/dictate/dictate.tsx'
import type { SendRequest } from '../../../src/intent.ts'
import { passwordOf } from '../../../src/password-text.ts'
import { receiptCodeOf } from '../../../src/sealing.ts'
import { sandboxSession, stage } from './stage.tsx'

type Stage = Parameters<typeof stage>[1]

async function dictating(more: Partial<SendRequest> = {}, look: Partial<Stage> = {}) {
  const session = await sandboxSession()
  const { transfers, world, work } = session
  writeFileSync(join(work, 'a.txt'), 'a')
  const who = { to: 'Ada Lovelace', phone: '+4915112345678', channel: 'phone', purpose: 'Test' } as const
  const { id } = await transfers.send({ paths: ['a.txt'], directory: work, ...who, ...more })
  const secret = passwordOf(world, transfers.read(id))
  const password = secret.use(text => text)
  secret.destroy()
  const types = () => transfers.read(id).events.map(({ type }) => type)
  return {
    ...stage(
      <Box width={look.size?.columns ?? 100}>
        <Dictate id={id} />
      </Box>,
      { session, ...look },
    ),
    session,
    id,
    password,
    types,
    code: receiptCodeOf(world, id) ?? '',
  }
}

describe('dictate', () => {
  it('asks for the receipt code, shows the password in groups when a key is pressed, and records who read it to whom', async () => {
    const { until, press, type, frame, password, code, types, session, id, jobs } = await dictating()
    await until('Call Ada Lovelace on +4915112345678: the number on record, no other.')
    type('soon')
    press('enter')
    await until('That is no receipt code.')
    press('ctrl-u')
    type(code.toLowerCase())
    press('down')
    type('Grace Hopper')
    press('enter')
    const [first = ''] = password.split(/(?<=-)/)
    expect(await until('Hidden. The space bar')).not.toContain(first)
    expect(types().at(-1)).toBe('password.shown')
    expect(jobs.busy).toBe(true)
    press('space')
    for (const group of password.split(/(?<=-)/)) await until(group)
    await until(/1\/5 {2}\S{4}- {2}[A-Z][\w-]+ [A-Z][\w-]+ [A-Z][\w-]+ [A-Z][\w-]+ Hyphen/)
    await until(/[▀▄█]{2}/)
    press('right', 'right')
    await until(/❯ 3\/5/)
    press('space')
    await until('••••')
    expect(frame()).not.toContain(first)
    press('enter')
    await until('Did Grace Hopper read it out to Ada Lovelace?')
    press('y')
    await until('Read out and recorded')
    expect(types().at(-1)).toBe('password.dictated')
    expect(session.transfers.read(id).state).toBe('delivered')
    expect([jobs.busy, jobs.status]).toEqual([false, 0])
  })

  it('a wrong code is refused; a reason lets it go, and is recorded', async () => {
    const { until, press, type, types } = await dictating()
    await until('Receipt code')
    type('0000-0000')
    press('enter')
    await until('WB-RECEIPT')
    press('ctrl-o')
    await until('Reason')
    type('known voice')
    press('enter')
    await until('Hidden. The space bar')
    press('enter')
    // Nothing was shown, so nothing was read out.
    await until('cannot have been read out')
    press('y')
    press('n')
    await until('Not read out')
    expect(types().at(-1)).toBe('password.shown')
  })

  it('hides after 30 seconds, counted from the last key, and whenever something covers it', async () => {
    const { until, press, frame, password, hide } = await dictating({ hold: false })
    await until('Alphabet')
    press('enter')
    await until('Hidden. The space bar')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const group = password.slice(0, 5)
    press('space')
    await until(group)
    await vi.advanceTimersByTimeAsync(20_000)
    press('right')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(frame()).toContain(group)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await until('Hidden again after 30 seconds.')).not.toContain(group)
    for (const why of ['help', 'lock', 'suspend'] as const) {
      press('space')
      await until(group)
      hide(why)
      expect(await until('••••')).not.toContain(group)
    }
    press('space')
    hide('idle')
    await until('Not read out')
  })

  it('the end of the program answers “not read out”', async () => {
    const { until, press, password, jobs, types } = await dictating({ hold: false })
    await until('Alphabet')
    press('enter')
    await until('Hidden. The space bar')
    press('space')
    await until(password.slice(0, 5))
    await jobs.stop(new Error('the end'))
    expect(await until('Not read out')).not.toContain(password.slice(0, 5))
    expect(types().at(-1)).toBe('password.shown')
  })

  it('speaks German, fits 40 × 12 and a terminal without Unicode, and keeps what was typed', async () => {
    const drafts = new Map<string, unknown>()
    const small = { language: 'de', size: { columns: 40, rows: 12 }, unicode: false, drafts } as const
    const { until, press, type, password, session, id } = await dictating({ hold: false }, small)
    await until('DIN 5009')
    type('Grace')
    await until('Grace|')
    const again = stage(<Dictate id={id} />, { session, ...small })
    await again.until('Grace|')
    press('enter')
    await until('Verborgen.')
    press('space')
    const frame = await until(Array.from(password.slice(0, 5)).join('  '))
    expect(frame).toContain('Bindestrich')
    expect(frame.split('\n').length).toBeLessThan(12)
  })

  it('says where there is nothing to dictate', async () => {
    const { until, press, ends, session, id } = await dictating()
    await session.transfers.cancel(id)
    const after = stage(<Dictate id={id} />, { session })
    await after.until('not here to be dictated')
    await until('Receipt code')
    after.press('enter')
    expect(after.ends).toEqual(['back'])
    press('escape')
    expect(ends).toEqual(['back'])
  })

  it('on the smallest terminal no row of the form lies over another, and the one with the focus is seen', async () => {
    const size = { columns: 40, rows: 12 }
    const { until, press } = await dictating({ hold: true }, { size, language: 'de' })
    await until(/❯ Empfangscode .*\n +Liest vor +Sandbox Operator *\n +Hört zu +Ada Lovelace *\n/)
    press('down', 'down', 'down', 'down')
    await until(/Hört zu +Ada Lovelace *\n.*\n ❯ Buchstabiertafel/)
  })
})
