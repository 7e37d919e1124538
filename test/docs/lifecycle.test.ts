import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { endStates, type Life, shownState, states, step } from '../../src/states.ts'
import { codes, read, root, tableUnder } from './markdown.ts'

/**
 * docs/lifecycle.md against the state machine. The page has one name more than the machine has states: `asked` is
 * `released` with a request under way.
 */
const page = read('docs/lifecycle.md')
const lives = new Map<string, Life | null>([
  ['nothing', null],
  ...states.map((state): [string, Life] => [state, { state, requested: false }]),
  ['asked', { state: 'released', requested: true }],
])

/** `event: from → to` for every step that the table allows. */
function stepsOfPage(): string[] {
  return tableUnder(page, 'Transitions').flatMap(([from = '', event = '', to = '']) =>
    codes(event).flatMap(type => codes(from).map(name => `${type}: ${name} → ${codes(to).join()}`)),
  )
}

/** The same, tried out: every event type on every life. Types that leave a life as it is are not transitions. */
function stepsOfMachine(types: readonly string[]): string[] {
  return types.flatMap(type =>
    [...lives].flatMap(([name, life]) => {
      const next = step(life, type)
      return typeof next === 'string' || next === life ? [] : [`${type}: ${name} → ${nameOf(next)}`]
    }),
  )
}

function nameOf({ state, requested }: Life): string {
  return requested ? 'asked' : state
}

/** Every event type that the source of `src/` writes down: a superset of what the machine knows. */
function typesInSource(): string[] {
  const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const sources = files.map(file => read(`src/${file}`))
  const found = sources.flatMap(source => [...source.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, type = '']) => type))
  return [...new Set(found)]
}

describe('docs/lifecycle.md', () => {
  it('has exactly the transitions of src/states.ts', () => {
    const machine = stepsOfMachine(typesInSource())
    expect(machine.length).toBeGreaterThan(40)
    expect(stepsOfPage().sort()).toEqual(machine.sort())
  })

  it('explains every state once, and which of them end', () => {
    const rows = tableUnder(page, 'States')
    const names = rows.flatMap(([name = '']) => codes(name))
    expect(names.sort()).toEqual([...states, 'asked'].sort())
    const ends = rows.filter(row => row.at(-1) === 'yes').flatMap(([name = '']) => codes(name))
    expect(ends.sort()).toEqual([...endStates].sort())
  })

  it('says what a request without an outcome is shown as', () => {
    expect(shownState({ state: 'released', requested: true })).toBe('unknown')
    expect(page).toMatch(/`asked`[^\n]*shown as `unknown`/)
  })
})
