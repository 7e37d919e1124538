import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextStep } from '../../../../cli/ui/screens/home/next-step.ts'
import { legalActions } from '../../../../cli/ui/screens/transfer/actions.ts'
import type { Facts } from '../../../../cli/ui/screens/transfer/facts.ts'
import type { Task } from '../../../../cli/ui/screens/transfer/form.ts'
import {
  firstTransfer,
  type Loaded,
  type TransferEffect,
  type TransferEvent,
  type TransferState,
  transferBindings,
  updateTransfer,
} from '../../../../cli/ui/screens/transfer/transfer-state.ts'
import { textOf } from '../../../../cli/ui/text-field.ts'
import { states } from '../../../../src/states.ts'
import { waybillView } from '../../../../src/waybill-view.ts'
import { bench } from '../../../support/transfers.ts'
import { anyInput, pressed } from '../inputs.ts'

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  state: fc.constantFrom(...states),
  cutOff: fc.boolean(),
  channel: fc.constantFrom('sms', 'phone', 'in-person'),
  hold: fc.constantFrom('none', 'receipt', 'person'),
  archive: fc.boolean(),
  handedOver: fc.boolean(),
  deletionDue: fc.boolean(),
  heldUntil: fc.option(fc.nat()),
  password: fc.boolean(),
  number: fc.boolean(),
  courier: fc.boolean(),
  canAsk: fc.boolean(),
  canLook: fc.boolean(),
  firstLook: fc.option(fc.nat()),
  again: fc.boolean(),
  unproved: fc.boolean(),
})

async function aView(): Promise<Loaded['view']> {
  const { world, home, send } = await bench()
  return waybillView(world, home, await send())
}

function loadedWith(view: Loaded['view'], facts: Facts): TransferEvent {
  return { type: 'loaded', loaded: { view, facts, next: nextStep(facts, 0)?.action ?? null } }
}

/** Which action a task belongs to, as far as it says. */
function isLegal(task: Task, facts: Facts): boolean {
  const legal = legalActions(facts)
  if (task.do !== 'release') return legal.includes(task.do)
  if (task.request.receipt !== undefined) return legal.includes('release')
  return legal.includes(task.request.override === undefined ? 'other-channel' : 'override')
}

it('whatever is pressed: only legal work is begun, one at a time, and a form is always one that is legal', async () => {
  const view = await aView()
  const anyEvent: fc.Arbitrary<TransferEvent> = fc.oneof(
    { weight: 8, arbitrary: anyInput },
    { weight: 1, arbitrary: anyFacts.map(facts => loadedWith(view, facts)) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('worked'), well: fc.boolean(), dictate: fc.constant(false) }),
    },
    { weight: 1, arbitrary: fc.constant<TransferEvent>({ type: 'noted', note: { kind: 'done', message: 'm' } }) },
  )
  fc.assert(
    fc.property(anyFacts, fc.array(anyEvent, { maxLength: 40 }), (facts, events) => {
      let { state } = firstTransfer(null, {})
      for (const event of [loadedWith(view, facts), ...events]) {
        const before: TransferState = state
        const step = updateTransfer(before, event)
        state = step.state
        for (const effect of step.effects ?? []) expectSound(effect, before)
        if (state.form === null || state.loaded === null) continue
        const { action, options, chosen, text, typing } = state.form
        if (state.working === null) expect(legalActions(state.loaded.facts)).toContain(action)
        expect(options.length === 0 ? 0 : options.indexOf(options[chosen] ?? '')).toBe(chosen)
        expect(typing && text === null).toBe(false)
      }
    }),
  )

  function expectSound(effect: TransferEffect, before: TransferState): void {
    if (effect.do !== 'run') return
    expect(before.working).toBeNull()
    expect(before.loaded !== null && isLegal(effect.task, before.loaded.facts)).toBe(true)
  }
})

it('each legal step has a key of its own, and the next one Enter', async () => {
  const view = await aView()
  fc.assert(
    fc.property(anyFacts, facts => {
      const { state } = updateTransfer(firstTransfer(null, {}).state, loadedWith(view, facts))
      const bindings = transferBindings(state)
      const keys = bindings.flatMap(({ keys }) => keys)
      expect(new Set(keys).size).toBe(keys.length)
      for (const action of legalActions(facts)) expect(bindings.map(({ name }) => name)).toContain(action)
      const next = nextStep(facts, 0)?.action
      expect(bindings.find(({ keys }) => keys.includes('enter'))?.name).toBe(next)
      if (next !== undefined) expect(legalActions(facts)).toContain(next)
    }),
  )
})

const held: Facts = {
  state: 'held',
  cutOff: false,
  channel: 'sms',
  hold: 'receipt',
  archive: true,
  handedOver: true,
  deletionDue: false,
  heldUntil: 1,
  password: true,
  number: true,
  courier: true,
  canAsk: false,
  canLook: false,
  firstLook: null,
  again: false,
  unproved: true,
}

function after(view: Loaded['view'], facts: Facts, ...keys: readonly string[]) {
  const start = updateTransfer(firstTransfer(null, {}).state, loadedWith(view, facts))
  return keys.reduce((step, key) => updateTransfer(step.state, pressed(key)), start)
}

it('a form keeps what was typed when it is closed, and after a wrong code', async () => {
  const view = await aView()
  const closed = after(view, held, 'r', 'a', 'b', 'escape')
  expect(closed.state.form).toBeNull()
  const again = updateTransfer(closed.state, pressed('r'))
  expect(again.state.form?.text && textOf(again.state.form.text)).toBe('ab')
  const wrong = after(view, held, 'r', ...'00000000', 'enter')
  expect(wrong.effects).toEqual([
    { do: 'run', task: { do: 'release', request: { receipt: '00000000', channel: 'sms' } } },
  ])
  const refused = updateTransfer(wrong.state, { type: 'worked', well: false, dictate: false })
  expect(refused.state.form?.text && textOf(refused.state.form.text)).toBe('00000000')
})

it('a code that is typed counts as the code, also where somebody chose their word before', async () => {
  const delivered = { ...held, state: 'delivered' as const }
  const view = await aView()
  const word = ['c', 'down', 'down', 'escape', 'c']
  expect(after(view, delivered, ...word, 'enter').effects).toEqual([
    { do: 'run', task: { do: 'confirm', code: undefined } },
  ])
  expect(after(view, delivered, ...word, 'up', 'up', ...'4F7H22QZ', 'enter').effects).toEqual([
    { do: 'run', task: { do: 'confirm', code: '4F7H22QZ' } },
  ])
})

it('a code that comes late is typed without a choice: the word of the sender counts no more', async () => {
  const closed = { ...held, state: 'closed' as const, password: false }
  const view = await aView()
  expect(after(view, closed, 'c').state.form?.options).toEqual([])
  expect(after(view, closed, 'c', ...'4F7H22QZ', 'down', 'enter').effects).toEqual([
    { do: 'run', task: { do: 'confirm', code: '4F7H22QZ' } },
  ])
  const proved = { ...held, state: 'delivered' as const, unproved: false }
  expect(after(view, proved, 'c', 'enter').effects).toEqual([{ do: 'run', task: { do: 'confirm', code: undefined } }])
})

it('what cannot be a code is not sent, so it does not count as a wrong one', async () => {
  const { state, effects } = after(await aView(), held, 'r', ...'0000', 'enter')
  expect(effects ?? []).toEqual([])
  expect(state.form?.problem).toBe('code')
})

it('cancel does nothing unless somebody chooses it, each time anew', async () => {
  const view = await aView()
  expect(after(view, held, 'x', 'enter').effects ?? []).toEqual([])
  expect(after(view, held, 'x', 'down', 'escape', 'x', 'enter').effects ?? []).toEqual([])
  expect(after(view, held, 'x', 'down', 'enter').effects).toEqual([
    { do: 'run', task: { do: 'cancel', misSent: false } },
  ])
  expect(after(view, held, 'x', 'down', 'down', 'enter').effects).toEqual([
    { do: 'run', task: { do: 'cancel', misSent: true } },
  ])
})

it('what the person came to do is begun as soon as it is known to be legal, and only then', async () => {
  const view = await aView()
  const { state } = firstTransfer('handed-over', {})
  expect(updateTransfer(state, loadedWith(view, held)).state.form?.action).toBe('handed-over')
  expect(updateTransfer(state, loadedWith(view, { ...held, archive: false })).state.form).toBeNull()
  expect(updateTransfer(firstTransfer('dictate', {}).state, loadedWith(view, held)).effects).toEqual([
    { do: 'dictate' },
  ])
})
