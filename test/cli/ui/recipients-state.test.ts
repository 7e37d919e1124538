import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Input } from '../../../cli/ui/keys.ts'
import { fieldsOf } from '../../../cli/ui/screens/recipients/contact-form.ts'
import { fitting } from '../../../cli/ui/screens/recipients/fitting.ts'
import {
  type ContactRow,
  firstRecipients,
  type RecipientsEvent,
  type RecipientsState,
  updateRecipients,
} from '../../../cli/ui/screens/recipients/recipients-state.ts'
import { textOf } from '../../../cli/ui/text-field.ts'

const keys = 'up down left right enter tab shift-tab escape space n e x y / q ctrl-s ctrl-r backspace pagedown end'
const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...keys.split(' ')).map(key => ({ type: 'press' as const, key, text: '' })) },
  fc.constantFrom('a', 'Z', 'ö').map(text => ({ type: 'press' as const, key: text, text })),
  fc.string().map(text => ({ type: 'paste' as const, text })),
)

const rows: readonly ContactRow[] = ['Ada', 'Zoë', '山田'].map((name, at) => ({
  id: name,
  view: {
    name,
    organisation: at === 0 ? 'Example Ltd' : null,
    client: at === 1 ? 'North AG' : null,
    phone: at === 0 ? '+49 •••• 5678' : null,
    phoneSince: null,
    numberTrust: 'none',
    verified: null,
    language: null,
    system: null,
  },
}))

/** The world answers at once. */
function run(inputs: readonly Input[]): { state: RecipientsState; effects: string[] } {
  let { state, effects = [] } = firstRecipients()
  const did: string[] = []
  const take = (event: RecipientsEvent) => {
    const step = updateRecipients(state, event)
    state = step.state
    effects = step.effects ?? []
    for (const effect of effects) {
      did.push(effect.do)
      if (effect.do === 'load') take({ type: 'loaded', rows })
      if (effect.do === 'open')
        take({ type: 'opened', detail: { row: effect.row, past: [], transfers: [] }, note: null })
      if (effect.do === 'save') take({ type: 'saved', draft: effect.draft })
      if (effect.do === 'remove') take({ type: 'failed', note: { kind: 'warning', message: 'no' } })
    }
  }
  take({ type: 'loaded', rows })
  for (const one of inputs) take(one)
  return { state, effects: did }
}

it('stays legal, whatever keys are pressed', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 60 }), inputs => {
      const { state } = run(inputs)
      expect(state.at).toBeGreaterThanOrEqual(0)
      expect(state.at).toBeLessThanOrEqual(Math.max(0, fitting(state).length - 1))
      expect(state.busy).toBe(false)
      const { page } = state
      if (page.on === 'form') {
        expect(fieldsOf(page.form)).toContain(page.form.at)
        for (const field of Object.values(page.form.fields)) expect(textOf(field)).not.toMatch(/\p{Cc}/u)
      }
      if (page.on === 'detail') expect(page.at).toBe(0)
    }),
  )
})

it('removes nobody without y on the question', () => {
  const others = input.filter(one => one.type === 'paste' || (one.key !== 'y' && one.key !== 'j'))
  fc.assert(
    fc.property(fc.array(others, { maxLength: 40 }), inputs => {
      expect(run(inputs).effects).not.toContain('remove')
    }),
  )
})

it('keeps what was typed into a form, wherever somebody goes from there, until it is saved or emptied', () => {
  const moves = fc.constantFrom('up', 'down', 'escape', 'q', '/', 'enter')
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 20 }), names => {
      const typed: Input[] = [press('n'), { type: 'paste', text: 'Grace' }, press('escape')]
      const { state, effects } = run([...typed, ...names.map(press)])
      if (effects.includes('save')) return
      expect(textOf(state.drafts.new?.fields.name ?? { before: '', after: '' })).toBe('Grace')
    }),
  )
})

function press(key: string): Input {
  return { type: 'press', key, text: '' }
}
