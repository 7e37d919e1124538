import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../../../cli/ui/keys.ts'
import { type EventsEvent, firstEvents, updateEvents } from '../../../../cli/ui/screens/log/events-state.ts'
import { type ExportEvent, firstExport, updateExport } from '../../../../cli/ui/screens/log/export-state.ts'
import { choices, filterFields, noFilter, parseFilter } from '../../../../cli/ui/screens/log/filter.ts'
import { firstFilter, textsOf, updateFilter } from '../../../../cli/ui/screens/log/filter-state.ts'
import {
  firstLog,
  keysOf,
  type LogEffect,
  type LogEvent,
  type LogState,
  updateLog,
} from '../../../../cli/ui/screens/log/log-state.ts'
import { sorted, type TransferRow } from '../../../../cli/ui/screens/log/transfer-row.ts'
import {
  firstVerify,
  updateVerify,
  type VerifyEvent,
  verifyKeysOf,
} from '../../../../cli/ui/screens/log/verify-state.ts'
import { textOf } from '../../../../cli/ui/text-field.ts'
import type { EventRow } from '../../../../src/event-view.ts'
import { folded } from '../../../../src/log.ts'
import { states } from '../../../../src/states.ts'
import { anyText } from '../../../support/texts.ts'
import { pressed } from '../inputs.ts'

const keys = [
  ...['up', 'down', 'pageup', 'pagedown', 'home', 'end', 'left', 'right', 'enter', 'escape', 'tab', 'shift-tab'],
  ...['backspace', 'ctrl-u', 'ctrl-x', ...'fsSevxocrqjkgGnp/ab1'],
]
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom(...keys).map(pressed),
  anyText().map(text => ({ type: 'paste' as const, text })),
)
const typed = input.map(input => ({ type: 'input' as const, input, page: 5 }))

const row = fc
  .record({ n: fc.nat(999), state: fc.constantFrom(...states), bytes: fc.option(fc.nat()), name: fc.string() })
  .map(({ n, state, bytes, name }): TransferRow => {
    const text = folded(`${name} ${n}`)
    return {
      ...{ id: `id-${n}`, transfer: `WB-${n}`, at: n, state, recipient: name, organisation: null, purpose: null },
      ...{ bytes, text, name: folded(name) },
    }
  })
const run = fc.nat(4)
const note = { kind: 'warning', message: 'x' } as const
const logEvent: fc.Arbitrary<LogEvent> = fc.oneof(
  { arbitrary: typed, weight: 6 },
  fc.record({ type: fc.constant('found' as const), run, rows: fc.array(row), looked: fc.nat() }),
  fc.record({ type: fc.constant('rested' as const), run, done: fc.boolean() }),
  fc.record({ type: fc.constant('broke' as const), run, note: fc.constant(note) }),
  fc.constant<LogEvent>({ type: 'filter', form: { ...noFilter, state: 'held' } }),
  fc.constant<LogEvent>({ type: 'unfiltered', typed: noFilter }),
  fc.constant<LogEvent>({ type: 'typed', typed: noFilter }),
  fc.constant<LogEvent>({ type: 'table' }),
)

function requireLegal(state: LogState): void {
  const { at, shown, found, quick, order, reverse, form, open } = state
  expect(at).toBeGreaterThanOrEqual(0)
  expect(at).toBeLessThan(Math.max(1, shown.length))
  const part = quick === null ? '' : folded(textOf(quick).trim())
  const fitting = found.rows.filter(({ text }) => text.includes(part))
  expect(shown).toEqual(found.busy ? fitting : sorted(fitting, order, reverse))
  expect('filter' in parseFilter(form)).toBe(true)
  expect(keysOf(state).length).toBeGreaterThan(0)
  if (open !== null) expect(quick).toBeNull()
}

it('End and G in the events load all, so that they are counted', () => {
  const found = { type: 'found', run: 1, rows: [], looked: 60 } as const
  for (const key of ['end', 'G']) {
    const events: EventsEvent[] = [found, { type: 'rested', run: 1, done: false }]
    const { state } = events.reduce((step, event) => updateEvents(step.state, event), firstEvents(noFilter))
    const rested = { ...state, found: { ...state.found, busy: false } }
    const { effects } = updateEvents(rested, { type: 'input', input: pressed(key), page: 10 })
    expect(effects).toEqual([{ do: 'more', count: Number.POSITIVE_INFINITY }])
  }
})

describe('the log, after any sequence of keys and findings', () => {
  it('is in a legal state', () => {
    fc.assert(
      fc.property(fc.array(logEvent, { maxLength: 40 }), events => {
        let { state } = firstLog(null)
        for (const event of events) {
          const next = updateLog(state, event)
          for (const effect of next.effects ?? []) requireMeant(next.state, state, effect)
          state = next.state
          // A found row can come in any order of runs; only those of the newest search stay.
          requireLegal(state)
        }
      }),
    )
  })

  it('draws what older searches still find into no newer one', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), rows => {
        const first = firstLog(null).state
        const again = updateLog(first, { type: 'filter', form: noFilter }).state
        expect(updateLog(again, { type: 'found', run: first.found.run, rows, looked: 1 }).state).toBe(again)
      }),
    )
  })
})

/** A search is asked for once, and more only of one that rests and is not at its end. */
function requireMeant(state: LogState, before: LogState, effect: LogEffect): void {
  if (effect.do === 'search') expect(effect.run).toBe(before.found.run + 1)
  if (effect.do !== 'more') return
  expect(state.found.busy).toBe(true)
  expect(before.found.done && before.found.run === state.found.run).toBe(false)
}

it('the filter form holds words of its lists alone, and applies nothing that means nothing', () => {
  const labels = {
    state: Object.fromEntries(choices.state.map(word => [word, word])),
    category: Object.fromEntries(choices.category.map(word => [word, word])),
    channel: Object.fromEntries(choices.channel.map(word => [word, word])),
  }
  const update = updateFilter(labels)
  fc.assert(
    fc.property(fc.array(input), inputs => {
      let { state } = firstFilter(noFilter)
      for (const one of inputs) {
        const { state: next, effects = [] } = update(state, one)
        state = next
        expect(filterFields[state.at]).toBeDefined()
        for (const field of ['state', 'category', 'channel'] as const) {
          expect(['', ...choices[field]]).toContain(textsOf(state)[field])
        }
        for (const effect of effects) {
          if (effect.do === 'apply') expect('filter' in parseFilter(effect.texts)).toBe(true)
        }
      }
    }),
  )
})

it('the events stay on a row that there is', () => {
  const event = fc.record({ seq: fc.nat(), at: fc.nat() }).map((one): EventRow => {
    return { ...one, type: 'transfer.closed', transfer: null, details: {} }
  })
  const happens = fc.oneof(
    { arbitrary: typed, weight: 4 },
    fc.record({ type: fc.constant('found' as const), run, rows: fc.array(event), looked: fc.nat() }),
    fc.record({ type: fc.constant('rested' as const), run, done: fc.boolean() }),
  )
  fc.assert(
    fc.property(fc.array(happens), all => {
      let { state } = firstEvents(noFilter)
      for (const one of all) {
        const { state: next, effects = [] } = updateEvents(state, one)
        state = next
        expect(state.at).toBeLessThan(Math.max(1, state.found.rows.length))
        for (const effect of effects) {
          if (effect.do === 'read') expect(state.found.rows.map(({ seq }) => seq)).toContain(effect.seq)
        }
      }
    }),
  )
})

it('evidence is written once at a time, and never without a name', () => {
  const update = updateExport({ one: 'one.zip', all: 'all.zip' })
  const made = { path: '/a', sha256: '', transfers: 1, from: 0, to: 1 }
  const happens: fc.Arbitrary<ExportEvent> = fc.oneof(
    { arbitrary: input, weight: 4 },
    fc.constant<ExportEvent>({ type: 'failed', note }),
    fc.constant<ExportEvent>({ type: 'made', made }),
    fc.double({ min: 0, max: 1, noNaN: true }).map((share): ExportEvent => ({ type: 'progress', share })),
  )
  fc.assert(
    fc.property(fc.array(happens), all => {
      let { state } = firstExport({ one: 'one.zip', all: 'all.zip' })
      for (const one of all) {
        const before = state
        const { state: next, effects = [] } = update(state, one)
        state = next
        for (const effect of effects) {
          if (effect.do !== 'export') continue
          expect(before.running).toBe(false)
          expect(effect.name.trim()).not.toBe('')
        }
        expect(state.running && state.note !== null).toBe(false)
      }
    }),
  )
})

it('a verification runs once at a time, and can always be left', () => {
  const result = { size: 1, root: '', findings: [], pinned: false, anchored: null }
  const happens: fc.Arbitrary<VerifyEvent> = fc.oneof(
    { arbitrary: input, weight: 4 },
    fc.constant<VerifyEvent>({ type: 'verified', result }),
    fc.constant<VerifyEvent>({ type: 'failed', note }),
  )
  fc.assert(
    fc.property(fc.array(happens), all => {
      let { state } = firstVerify
      for (const one of all) {
        const before = state
        const { state: next, effects = [] } = updateVerify(state, one)
        state = next
        for (const effect of effects) if (effect.do === 'verify') expect(before.running).toBe(false)
        expect(verifyKeysOf(state).some(({ keys }) => (keys as readonly string[]).includes('escape'))).toBe(true)
      }
    }),
  )
})
