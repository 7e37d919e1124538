import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  chosenOf,
  firstHome,
  type HomeEvent,
  homeBindings,
  type Item,
  placeOf,
  rowsOf,
  updateHome,
} from '../../../../cli/ui/screens/home/home-state.ts'
import { nextStep } from '../../../../cli/ui/screens/home/next-step.ts'
import { factsOf } from '../../../../cli/ui/screens/transfer/facts.ts'
import { transferView } from '../../../../src/view.ts'
import { bench } from '../../../support/transfers.ts'
import { anyInput, pressed } from '../presses.ts'

async function anItem(): Promise<Item> {
  const { world, send } = await bench()
  const record = await send()
  const facts = factsOf(world, record)
  return { view: transferView(world, record), facts, step: nextStep(facts, 0) }
}

it('whatever is pressed and loaded: every row is there once, one is chosen, the most urgent first', async () => {
  const item = await anItem()
  const anyItems = fc
    .uniqueArray(fc.record({ id: fc.nat(30), urgency: fc.option(fc.nat(6)) }), {
      selector: ({ id }) => id,
      maxLength: 12,
    })
    .map(items =>
      items.map(
        ({ id, urgency }): Item => ({
          ...item,
          view: { ...item.view, id: String(id) },
          step: urgency === null ? null : { action: 'release', urgency, expires: false },
        }),
      ),
    )
  const anyEvent: fc.Arbitrary<HomeEvent> = fc.oneof(
    { weight: 6, arbitrary: anyInput },
    { weight: 1, arbitrary: anyItems.map(items => ({ type: 'loaded' as const, items, notes: [] })) },
    {
      weight: 1,
      arbitrary: anyItems
        .filter(items => items.length > 0)
        .map(([first = item]) => ({ type: 'moved' as const, item: first })),
    },
    { weight: 1, arbitrary: fc.constantFrom<HomeEvent>({ type: 'asking' }, { type: 'asked', notes: [] }) },
  )
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), events => {
      let { state } = firstHome('7')
      for (const event of events) {
        const before = rowsOf(state).map(({ view }) => view.id)
        state = updateHome(state, event, true).state
        const ids = rowsOf(state).map(({ view }) => view.id)
        if (event.type === 'loaded') expect(ids.toSorted()).toEqual(event.items.map(({ view }) => view.id).toSorted())
        else expect(ids.toSorted()).toEqual(before.toSorted())
        const urgencies = state.waiting.map(({ step }) => step?.urgency ?? 99)
        expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b))
        expect(chosenOf(state) === null).toBe(ids.length === 0)
        const keys = homeBindings(state, true).flatMap(({ keys }) => keys)
        expect(new Set(keys).size).toBe(keys.length)
      }
    }),
  )
})

it('a row stays chosen when it moves', async () => {
  const item = await anItem()
  const named = (id: string, step: Item['step']): Item => ({ ...item, view: { ...item.view, id }, step })
  const first = { action: 'release', urgency: 4, expires: false } as const
  const items = [named('1', first), named('2', first)]
  const loaded = updateHome(firstHome(null).state, { type: 'loaded', items, notes: [] }, false).state
  const down = updateHome(loaded, pressed('down'), false).state
  expect(chosenOf(down)?.view.id).toBe('2')
  const moved = updateHome(down, { type: 'moved', item: named('2', { ...first, urgency: 0 }) }, false).state
  expect([placeOf(moved), chosenOf(moved)?.view.id]).toEqual([0, '2'])
})

it('a refresh asks again, but not while providers are asked', () => {
  const { state } = firstHome(null)
  expect(updateHome(state, pressed('g'), false).effects).toContainEqual({ do: 'ask', all: true })
  expect(updateHome({ ...state, asking: true }, pressed('g'), false).effects).not.toContainEqual({
    do: 'ask',
    all: true,
  })
  expect(updateHome({ ...state, asking: true }, pressed('s'), false).effects).toEqual([{ do: 'stop' }])
})

it('the phone is there in a sandbox alone', () => {
  const { state } = firstHome(null)
  expect(updateHome(state, pressed('t'), true).effects).toEqual([{ do: 'go', to: 'phone' }])
  expect(updateHome(state, pressed('t'), false).effects ?? []).toEqual([])
})
