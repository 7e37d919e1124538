import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type VerifyOptions, verifyLedger } from '../../../lib/ledger/verify.ts'
import { type Life, step } from '../../../src/states.ts'
import { codes, read, tableUnder } from '../../docs/markdown.ts'
import { attacked, attacks } from '../../support/attacker.ts'
import { type Thousand, thousandEvents } from '../../support/thousand.ts'

/** The table of docs/threat-model.md is the expectation: each attack on a copy of one home of 1 000 events. */
const outcomes = tableUnder(read('docs/threat-model.md'), 'Attacks on the record').map(
  ([name = '', , alone = '', anchored = '', pinned = '']) => ({
    name,
    alone: codes(alone),
    anchored: codes(anchored),
    pinned: codes(pinned),
  }),
)

let made: Thousand
beforeAll(async () => {
  made = await thousandEvents()
}, 120_000)
afterAll(() => rmSync(dirname(made.home), { recursive: true, force: true }))

/** Codes of errors and warnings, each once, sorted. Personal fields are opened and transitions judged. */
async function found(home: string, more: VerifyOptions<Life> = {}): Promise<string[]> {
  const options = {
    keys: made.keys,
    step: (life: Life | null, { type }: { type: string }) => step(life, type),
    ...more,
  }
  const { findings } = await verifyLedger<Life>(home, options)
  return [...new Set(findings.filter(({ level }) => level !== 'note').map(({ code }) => code))].sort()
}

/** What one more thing from outside adds. */
function added(codes: readonly string[], before: readonly string[]): string[] {
  return codes.filter(code => !before.includes(code))
}

it('nobody touched it: nothing is found', async () => {
  const { home, keys, copies } = made
  const whole = await verifyLedger(home, { keys, expectKey: keys.fingerprint, anchors: copies })
  expect(whole).toMatchObject({ size: 1_000, findings: [], pinned: true, anchored: 987 })
})

describe('attacks on the record', () => {
  it('are the rows of docs/threat-model.md', () => {
    expect(attacks.map(({ name }) => name)).toEqual(outcomes.map(({ name }) => name))
  })

  it.each(attacks)('$name', async attack => {
    const expected = outcomes.find(({ name }) => name === attack.name)
    const home = await attacked(made.home, attack)
    const alone = await found(home)
    const anchored = await found(home, { anchors: made.copies.slice(-1) })
    const pinned = await found(home, { expectKey: made.keys.fingerprint })
    expect({ alone, anchored: added(anchored, alone), pinned: added(pinned, alone) }).toEqual({
      alone: expected?.alone,
      anchored: expected?.anchored,
      pinned: expected?.pinned,
    })
  })

  it.each(attacks)('$name: in two threads the same', async attack => {
    const home = await attacked(made.home, attack)
    const options = { keys: made.keys, anchors: made.copies }
    expect(await verifyLedger(home, { ...options, threadFrom: 0 })).toEqual(await verifyLedger(home, options))
  })
})

describe('what cannot be detected', () => {
  const rows = outcomes.filter(({ alone, anchored, pinned }) => [...alone, ...anchored, ...pinned].length === 0)

  it('is claimed by nobody: these two rows, and the page says "not detectable"', () => {
    expect(rows.map(({ name }) => name)).toEqual([
      'back-date at the tail, since the last outside copy',
      'never log: use another tool',
    ])
    for (const { name } of rows) {
      const [, means] =
        tableUnder(read('docs/threat-model.md'), 'Attacks on the record').find(([n]) => n === name) ?? []
      expect(means).toContain('**not detectable**')
    }
  })

  it.each(rows)('$name: verified, whatever is brought from outside', async ({ name }) => {
    const attack = attacks.find(one => one.name === name)
    if (attack === undefined) throw new Error(`no attack ${name}`)
    const home = await attacked(made.home, attack)
    const { keys, copies } = made
    expect(await found(home, { expectKey: keys.fingerprint, anchors: copies })).toEqual([])
  })
})
