import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attacked, attacks } from '../support/attacker.ts'
import { tamper } from '../support/forge.ts'
import { installed } from '../support/installed.ts'
import { type Thousand, thousandEvents } from '../support/thousand.ts'
import { codes } from '../support/verified.ts'
import { scratch } from '../support/world.ts'

const there =
  installed('python3', 'the independent verifier of ledgers') &&
  installed('openssl', 'the independent verifier of ledgers')

/** Needs the storage key, which Python's standard library cannot use. */
const sealed = ['exchange two personal fields']

const script = join(import.meta.dirname, 'verify_ledger.py')

describe.runIf(there)('the verifier in Python, written from docs/ledger-format.md', () => {
  let made: Thousand
  beforeAll(async () => {
    made = await thousandEvents()
  }, 120_000)
  afterAll(() => rmSync(dirname(made.home), { recursive: true, force: true }))

  function independently(home: string, ...more: string[]): { found: string[]; status: number | null } {
    const { stdout, stderr, status } = spawnSync('python3', [script, home, ...more], { encoding: 'utf8' })
    expect(stderr).toBe('')
    return { found: stdout.split('\n').filter(code => code !== ''), status }
  }

  function anchorFile(): string {
    const path = join(scratch(), 'checkpoint')
    writeFileSync(path, made.copies.at(-1) ?? '')
    return path
  }

  it('finds nothing in a home that nobody touched', () => {
    const { home, keys } = made
    expect(independently(home, '--key', keys.fingerprint, '--anchor', anchorFile())).toEqual({ found: [], status: 0 })
  })

  it.each(attacks)('$name: the same findings as `waybill verify`', async attack => {
    const home = await attacked(made.home, attack)
    const expectKey = made.keys.fingerprint
    const ours = await codes(home, { expectKey, anchors: made.copies.slice(-1) })
    const { found, status } = independently(home, '--key', expectKey, '--anchor', anchorFile())
    expect(found).toEqual(ours)
    expect(status).toBe(found.length === 0 ? 0 : 4)
    if (sealed.includes(attack.name)) expect(found).toEqual([])
  })

  it.each([
    ['a second spelling', `UPDATE events SET line = replace(line, '{"boot"', '{ "boot"') WHERE seq = 400`],
    ['a doubled key', `UPDATE events SET line = replace(line, '"v":1', '"v":1,"v":1') WHERE seq = 400`],
    ['a fraction', `UPDATE events SET line = replace(line, '"v":1', '"v":1.0') WHERE seq = 400`],
    ['an escaped letter', `UPDATE events SET line = replace(line, '"sms"', '"\\u0073ms"') WHERE seq = 2`],
    ['a hash', `UPDATE events SET leaf = zeroblob(32) WHERE seq = 400`],
    ['a subtree', `UPDATE checkpoints SET frontier = zeroblob(32) WHERE size = 512`],
    ['a note', `UPDATE checkpoints SET note = replace(note, char(10) || '512', char(10) || '511') WHERE size = 512`],
    [
      'a last signature',
      `UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 999) WHERE size = 1000`,
    ],
    ['no checkpoints', 'DELETE FROM checkpoints'],
    ['no keys of owners', 'DELETE FROM owner_keys'],
    ['a field under another class', `UPDATE disclosures SET class = 'identity' WHERE seq = 2`],
    ['another name', `UPDATE meta SET value = '01KE6QZT1H0000000000000000' WHERE key = 'log'`],
    ['another form', `UPDATE meta SET value = '2' WHERE key = 'schema'`],
  ])('%s: the same findings as `waybill verify`', async (_, sql) => {
    const home = await attacked(made.home, { name: sql, act: copy => tamper(copy, db => db.exec(sql)) })
    const ours = await codes(home)
    const beyond = ours.filter(code => !code.startsWith('record.') && code !== 'ledger.stray-row')
    expect(beyond.length).toBeGreaterThan(0)
    expect(independently(home).found).toEqual(beyond)
  })
})
