import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyCodes } from '../../lib/error.ts'
import type { Json, JsonObject } from '../../lib/ledger/canonical.ts'
import { validateEvent } from '../../src/events.ts'
import { categories } from '../../src/words.ts'
import { codes, read, root, tableUnder } from './markdown.ts'

/** Every word in the source of `src/` that could be a value: a superset of all enums. */
const words = readdirSync(`${root}/src`).flatMap(file => [
  ...read(`src/${file}`)
    .matchAll(/'([a-z0-9-]+)'/g)
    .map(([, word = '']) => word),
])

/** A host name is open; its form is not. */
const notHosts = [
  '',
  'Api.twilio.com',
  'a b',
  'api.twilio.com/path',
  'user@host',
  'a_b',
  '-a',
  '4915112345678',
  '.',
  'a'.repeat(254),
]

/** The table of event types in docs/ledger-format.md against the schemas that the ledger enforces. */
const types = tableUnder(read('docs/ledger-format.md'), 'Event types').map(([type = '', fields = '']) => ({
  type: codes(type).join(),
  fields: codes(fields).map(field => {
    const [name = '', kind = ''] = field.split(': ')
    return { name, values: valuesOf(kind), others: kind === 'host or null' ? notHosts : words }
  }),
}))

/** Every value of a documented kind, or one that stands for all. */
function valuesOf(kind: string): readonly Json[] {
  switch (kind) {
    case 'int':
      return [0]
    case 'int or null':
      return [null, 0]
    case 'host or null':
      return [null, 'api.twilio.com', '127.0.0.1', '[::1]']
    case 'bool':
      return [false, true]
    case 'hex':
      return ['0'.repeat(64)]
    case 'ulid':
      return ['01K0000000000000007K3QM9XP']
    case 'list of hex':
      return [[], ['0'.repeat(64), 'f'.repeat(64)]]
    case 'list of category':
      return [[...categories]]
    case 'hex or null':
      return [null, '0'.repeat(64)]
    case 'error code of kind policy':
      return policyCodes
    default:
      return kind.split(', ')
  }
}

function fits(type: string, d: JsonObject): boolean {
  try {
    validateEvent(type, d)
    return true
  } catch {
    return false
  }
}

function sample(fields: (typeof types)[number]['fields']): JsonObject {
  return Object.fromEntries(fields.map(({ name, values }) => [name, values[0] ?? null]))
}

describe('docs/ledger-format.md', () => {
  it.each(types)('tells all of $type', ({ type, fields }) => {
    const d = sample(fields)
    expect(fits(type, d)).toBe(true)
    for (const { name, values, others: wrong } of fields) {
      const { [name]: _, ...without } = d
      expect(fits(type, without), `${name} left out`).toBe(false)
      for (const value of values) expect(fits(type, { ...d, [name]: value }), `${name}: ${value}`).toBe(true)
      const others = [...wrong, 0, false, null, '0'.repeat(64)].filter(value => !values.includes(value))
      expect(others.filter(value => fits(type, { ...d, [name]: value }))).toEqual([])
    }
  })

  it('leaves no type out', () => {
    const inSource = new Set(
      readdirSync(`${root}/src`).flatMap(file => [...read(`src/${file}`).matchAll(/'([a-z]+\.[a-z-]+)'/g)]),
    )
    const known = [...inSource].map(([, type = '']) => type).filter(type => knows(type))
    expect([...new Set(known)].sort()).toEqual(types.map(({ type }) => type).sort())
  })
})

/** Whether there is a schema of that name, whatever it wants. */
function knows(type: string): boolean {
  try {
    validateEvent(type, {})
  } catch (error) {
    return !(error instanceof Error && error.message.startsWith('no schema'))
  }
  return true
}
