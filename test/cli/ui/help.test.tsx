import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HelpPage } from '../../../cli/ui/help-page.tsx'
import { firstHelp, updateHelp } from '../../../cli/ui/help-state.ts'
import { listBindings } from '../../../cli/ui/screens/recipients/recipients-state.ts'
import { en } from '../../../cli/ui/words/en.ts'
import { sandboxSession, stage } from './stage.tsx'

const of = { title: 'Recipients', keys: listBindings, labels: en.recipients.keys, typing: false, onInput: () => {} }

it('has two columns where there is room, and pages where there is none', async () => {
  const session = await sandboxSession()
  const help = <HelpPage of={of} onClose={() => {}} />
  const { until } = stage(help, { session, size: { columns: 120, rows: 24 } })
  const frame = await until('On every screen')
  expect(frame).toMatch(/Recipients +On every screen/)
  // It is open already.
  expect(frame.split('\n').at(-1)).not.toContain('help')
  const narrow = stage(help, { session, size: { columns: 40, rows: 12 } })
  expect(await narrow.until('1–6 of')).not.toContain('Ctrl-C')
  narrow.press('pagedown')
  await narrow.until('Ctrl-C')
})

it('leaves room for what a key does, however many keys do it', async () => {
  const keys = [{ name: 'scroll', keys: ['down', 'up', 'pagedown', 'pageup', 'space'] }]
  const help = <HelpPage of={{ ...of, keys, labels: { scroll: 'turn the page' } }} onClose={() => {}} />
  const { until } = stage(help, { session: await sandboxSession(), size: { columns: 40, rows: 12 } })
  expect(await until('↓')).toMatch(/↓ {2}↑ {2}PgDn +turn the page\n +PgUp {2}Space\n/)
})

it('says what the words mean, and closes', async () => {
  let closed = 0
  const help = <HelpPage of={of} onClose={() => closed++} />
  const { until, press } = stage(help, { session: await sandboxSession() })
  press('w')
  await until('receipt code')
  press('w')
  await until('On every screen')
  press('escape')
  expect(closed).toBe(1)
})

it('never turns past its lines, whatever is pressed', () => {
  const key = fc.constantFrom('up', 'down', 'j', 'k', 'G', 'g', 'pageup', 'pagedown', 'end', 'w', 'x', 'left')
  fc.assert(
    fc.property(fc.array(key), fc.nat(40), fc.integer({ min: 1, max: 40 }), (keys, count, page) => {
      const top = keys.reduce(
        (state, key) => updateHelp(state, { input: { type: 'press', key, text: '' }, count, page }).state,
        firstHelp.state,
      ).top
      expect(top).toBeGreaterThanOrEqual(0)
      expect(top).toBeLessThanOrEqual(Math.max(0, count - page))
    }),
  )
})
