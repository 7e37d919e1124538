import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bigLetters, bigLines, bigWidth } from '../../../cli/ui/screens/dictate/big-letters.ts'
import { emptyForm, formRows, requestOf } from '../../../cli/ui/screens/dictate/dictate-form.ts'
import {
  type DictateEvent,
  type DictateState,
  dictateBindings,
  firstDictate,
  updateDictate,
} from '../../../cli/ui/screens/dictate/dictate-state.ts'
import { anyInput } from './inputs.ts'

const note = { kind: 'warning', message: 'Hidden again.' } as const
const form = emptyForm({ basis: 'receipt', mayQuote: true, channel: 'phone', alphabet: 'nato' })
const press = (key: string) => ({ type: 'press' as const, key, text: '' })
const hidings = ['help', 'lock', 'idle', 'suspend', 'leave'] as const

const event: fc.Arbitrary<DictateEvent> = fc.oneof(
  { weight: 3, arbitrary: anyInput },
  { weight: 6, arbitrary: fc.constantFrom('enter', 'space', 'right', 'y', 'n').map(press) },
  fc.record({ type: fc.constant('opened' as const), groups: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ type: fc.constant('late' as const), round: fc.nat(5), note: fc.constant(note) }),
  fc.record({ type: fc.constant('hide' as const), why: fc.constantFrom(...hidings) }),
  fc.constant({ type: 'unfit' as const, note }),
  fc.record({
    type: fc.constant('failed' as const),
    note: fc.constant(note),
    needs: fc.constantFrom(
      { basis: 'receipt' as const, mayQuote: true },
      { basis: 'override' as const, mayQuote: false },
      { basis: null, mayQuote: false },
    ),
  }),
  fc.constant({ type: 'finished' as const, note }),
)

describe('dictate', () => {
  it('any sequence of inputs shows it only while it is being read, each time with a timer, and says “read out” only of what was seen', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), events => {
        let { state } = firstDictate(form, null)
        for (const one of events) {
          const before = state
          const { state: next, effects = [] } = updateDictate(state, one)
          state = next
          check(before, state)
          const timers = effects.flatMap(effect => (effect.do === 'hide-later' ? effect.round : []))
          if (state.shown && !before.shown) expect(timers).toEqual([state.round])
          for (const effect of effects) {
            if (effect.do !== 'settle') continue
            expect(['reading', 'asking']).toContain(before.step)
            expect(state).toMatchObject({ step: 'settling', shown: false })
            if (effect.read) expect(before.seen).toBe(true)
          }
        }
      }),
    )
  })

  function check(before: DictateState, { step, shown, seen, group, groups, form }: DictateState) {
    if (shown) expect([step, seen]).toEqual(['reading', true])
    if (step === 'reading') expect(group).toBeLessThan(groups)
    expect(group).toBeGreaterThanOrEqual(0)
    expect(formRows(form)).toContain(form.focus)
    if (before.step === 'starting' && step === 'reading') expect([shown, seen]).toEqual([false, false])
    const { receipt, override } = requestOf(form)
    if (receipt !== undefined) expect(override).toBe(undefined)
    expect(dictateBindings({ ...before, seen: false }).some(({ name }) => name === 'read')).toBe(false)
  }

  it('everything that covers the screen hides it; only long idleness answers for the person', () => {
    const shown = { ...firstDictate(form, null).state, step: 'reading', shown: true, seen: true, groups: 5 } as const
    for (const why of hidings) {
      const { state, effects } = updateDictate(shown, { type: 'hide', why })
      expect(state.shown).toBe(false)
      expect(effects).toEqual(why === 'idle' ? [{ do: 'settle', read: false }] : undefined)
    }
  })

  it('an old timer hides nothing', () => {
    const shown = { ...firstDictate(form, null).state, step: 'reading', shown: true, seen: true, round: 3 } as const
    expect(updateDictate(shown, { type: 'late', round: 2, note }).state.shown).toBe(true)
    expect(updateDictate(shown, { type: 'late', round: 3, note }).state.shown).toBe(false)
  })
})

describe('large letters', () => {
  it('has a picture of its own for each letter and digit and the hyphen', () => {
    const symbols = Array.from('0123456789-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
    const pictures = symbols.map(symbol => bigLetters(symbol) ?? [])
    for (const picture of pictures) {
      expect(picture.map(row => row.length)).toEqual(Array(bigLines).fill(bigWidth))
      expect(picture.join('').trim()).not.toBe('')
    }
    expect(new Set(pictures.map(rows => rows.join('\n'))).size).toBe(symbols.length)
  })

  it('has none for other signs', () => expect(bigLetters('a!')).toBe(null))
})
