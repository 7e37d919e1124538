import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type State, states, step } from '../../src/index.ts'
import { endStates, type Life, shownState } from '../../src/states.ts'

// The table of the design, written out by hand: what is not here is refused.

const beforeReleased = ['intended', 'sealed', 'checked', 'held', 'locked']
const releasedOrLater = ['released', 'asked', 'accepted', 'delivered', 'confirmed', 'failed', 'unknown']
const table: Record<string, [from: readonly string[], to: string]> = {
  'transfer.intended': [['nothing'], 'intended'],
  'transfer.sealed': [['intended', 'sealed'], 'sealed'],
  'transfer.checked': [['sealed'], 'checked'],
  'transfer.rejected': [['sealed'], 'rejected'],
  'transfer.held': [['checked'], 'held'],
  'receipt.wrong': [['held'], 'held'],
  'transfer.locked': [['held'], 'locked'],
  'transfer.expired': [['held', 'locked'], 'expired'],
  'transfer.released': [['checked', 'held', 'locked', 'failed', 'released', 'unknown'], 'released'],
  'password.requested': [['released'], 'asked'],
  'password.accepted': [['asked', 'unknown'], 'accepted'],
  'password.failed': [['asked', 'unknown', 'accepted'], 'failed'],
  'password.unknown': [['asked', 'unknown'], 'unknown'],
  'password.delivered': [['accepted'], 'delivered'],
  'password.dictated': [['released'], 'delivered'],
  'transfer.confirmed': [['accepted', 'delivered'], 'confirmed'],
  'transfer.closed': [['accepted', 'delivered', 'confirmed'], 'closed'],
  'transfer.cancelled': [[...beforeReleased, ...releasedOrLater], 'cancelled'],
}
const types = Object.keys(table)
const lives = new Map<string, Life | null>([
  ['nothing', null],
  ...states.map((state): [string, Life] => [state, { state, requested: false }]),
  ['asked', { state: 'released', requested: true }],
])
const pairs = types.flatMap(type => [...lives].map(([from, life]) => ({ type, from, life })))

describe('the state machine', () => {
  it.each(pairs.filter(({ type, from }) => table[type]?.[0].includes(from)))('takes $type when $from', pair => {
    const { state, requested } = legal(step(pair.life, pair.type))
    expect(requested ? 'asked' : state).toBe(table[pair.type]?.[1])
  })

  it('refuses every other pair, with a sentence', () => {
    const others = pairs.filter(({ type, from }) => !table[type]?.[0].includes(from))
    expect(others.length).toBeGreaterThan(200)
    for (const { type, life } of others) expect(step(life, type)).toEqual(expect.stringMatching(/./))
  })

  it('leaves a life as it is for what is no step of it, and begins with nothing else', () => {
    for (const [, life] of lives) {
      if (life !== null) expect(step(life, 'archive.handed-over')).toBe(life)
    }
    expect(step(null, 'archive.handed-over')).toBeTypeOf('string')
  })

  it('stays legal or refuses, whatever is asked of it, and never leaves an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...types), { maxLength: 60 }), asked => {
        let life: Life | null = null
        for (const type of ['transfer.intended', ...asked]) {
          const next = step(life, type)
          if (typeof next === 'string') continue
          expect(life !== null && endStates.has(life.state)).toBe(false)
          expect(states).toContain(next.state)
          expect(next.requested).toBe(type === 'password.requested')
          life = next
        }
      }),
    )
  })

  it('reaches every state', () => {
    const reached = new Set<State>()
    const found: Life[] = [legal(step(null, 'transfer.intended'))]
    for (const life of found) {
      if (reached.has(life.state) && !life.requested) continue
      reached.add(life.state)
      for (const type of types) {
        const next = step(life, type)
        if (typeof next !== 'string') found.push(next)
      }
    }
    expect([...reached].sort()).toEqual([...states].sort())
  })

  it('shows a request without an outcome as unknown, and everything else as it is', () => {
    for (const [name, life] of lives) {
      if (life !== null) expect(shownState(life)).toBe(name === 'asked' ? 'unknown' : name)
    }
  })
})

function legal(next: Life | string): Life {
  if (typeof next === 'string') throw new Error(next)
  return next
}
