import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firstLock,
  type LockEvent,
  type LockFacts,
  lockBindings,
  updateLock,
} from '../../../cli/ui/screens/lock/lock-state.ts'
import {
  firstNewPassphrase,
  type NewPassphraseEvent,
  updateNewPassphrase,
} from '../../../cli/ui/screens/passphrase/new-passphrase-state.ts'
import { firstSetup, type SetupEvent, updateSetup } from '../../../cli/ui/screens/setup/setup-state.ts'
import { anyInput } from './inputs.ts'

const note = { kind: 'warning', message: 'Wrong.' } as const

describe('lock', () => {
  const facts = fc.record({ needsPassphrase: fc.boolean(), triesLeft: fc.nat(5), atStart: fc.boolean() })
  const event: fc.Arbitrary<LockEvent> = fc.oneof(
    anyInput,
    fc.record({ type: fc.constant('typed' as const), symbols: fc.nat(40) }),
    fc.constant({ type: 'refused' as const, note }),
    fc.record({
      type: fc.constant('failed' as const),
      note: fc.constant(note),
      next: fc.constantFrom('resting' as const, 'passphrase' as const, 'out' as const, 'code' as const),
    }),
    fc.constantFrom({ type: 'renewed' as const }, { type: 'stepped-back' as const }, { type: 'right' as const }),
  )

  it('any sequence of inputs opens only with something typed, recovers only with a code, and shows no key that does nothing', () => {
    fc.assert(
      fc.property(facts, fc.array(event, { maxLength: 60 }), (given, events) => {
        let { state } = firstLock(given)
        let codes = 0
        for (const one of events) {
          const before = state
          const { state: next, effects = [] } = updateLock(state, one)
          state = next
          if (before.step === 'checking' && next.step === 'new') codes++
          for (const effect of effects) {
            if (effect.do === 'check') expect(before.symbols).toBeGreaterThan(0)
            if (effect.do === 'recover') expect(codes).toBeGreaterThan(0)
            if (effect.do === 'open') expect(before.step === 'resting' || before.symbols > 0).toBe(true)
            if (effect.do === 'quit') expect(before.symbols).toBe(0)
          }
          if (state.step !== 'passphrase' && state.step !== 'code') expect(state.symbols).toBe(0)
          const taken = lockBindings(state).flatMap(({ keys }) => keys)
          expect(new Set(taken).size).toBe(taken.length)
        }
      }),
    )
  })

  it.each<[LockFacts, string]>([
    [{ needsPassphrase: true, triesLeft: 5, atStart: true }, 'passphrase'],
    [{ needsPassphrase: true, triesLeft: 0, atStart: false }, 'out'],
    [{ needsPassphrase: false, triesLeft: 5, atStart: true }, 'opening'],
    [{ needsPassphrase: false, triesLeft: 5, atStart: false }, 'resting'],
  ])('%j begins with %s', (given, step) => expect(firstLock(given).state.step).toBe(step))
})

describe('new passphrase', () => {
  const event: fc.Arbitrary<NewPassphraseEvent> = fc.oneof(
    anyInput,
    fc.record({ type: fc.constant('typed' as const), symbols: fc.nat(40) }),
    fc.constantFrom<NewPassphraseEvent>(
      { type: 'refused', note },
      { type: 'accepted' },
      { type: 'different', note },
      { type: 'same' },
    ),
  )

  it('is declined only where it may be, after a yes; what is done is not done again', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(event, { maxLength: 60 }), (mayDecline, events) => {
        let { state } = firstNewPassphrase(mayDecline)
        for (const one of events) {
          const before = state
          const { state: next, effects = [] } = updateNewPassphrase(state, one)
          state = next
          for (const effect of effects) {
            if (effect.do === 'decline') expect([mayDecline, before.step]).toEqual([true, 'declining'])
            if (effect.do === 'compare') expect(before.step).toBe('again')
          }
          if (before.step === 'done') expect([state, effects]).toEqual([before, []])
        }
      }),
    )
  })
})

describe('setup', () => {
  const operator = { name: 'Grace Hopper', email: 'grace@example.com' }
  const event: fc.Arbitrary<SetupEvent> = fc.oneof(
    anyInput,
    fc.constantFrom<SetupEvent>(
      { type: 'checked', operator },
      { type: 'failed', note },
      { type: 'passphrase' },
      { type: 'stepped-back' },
      { type: 'made' },
    ),
  )

  it('makes a home only for somebody who was checked, and shows a code only of a home that was made', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), events => {
        let { state } = firstSetup
        for (const one of events) {
          const before = state
          const { state: next, effects = [] } = updateSetup(state, one)
          state = next
          for (const effect of effects) if (effect.do === 'make') expect(effect.operator).toEqual(operator)
          if (state.step === 'code' && before.step !== 'code') expect(before.step).toBe('making')
          if (state.step !== 'person') expect(state.operator).not.toBe(null)
        }
      }),
    )
  })
})
