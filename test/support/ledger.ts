import type { KeyObject } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished } from 'vitest'
import { parseSignedCheckpoint, verifyCheckpoint } from '../../lib/ledger/checkpoint.ts'
import { type Event, noEvent, parseEvent } from '../../lib/ledger/event.ts'
import { ledgerPath } from '../../lib/ledger/home.ts'
import { createKeys, type Keys } from '../../lib/ledger/keys.ts'
import { Ledger, type LedgerOptions } from '../../lib/ledger/store.ts'
import { Frontier, leafHash } from '../../lib/ledger/tree.ts'
import type { Clock, Random } from '../../lib/ports.ts'
import { handClock, scratch, seededRandom } from './world.ts'

/** ULIDs of transfers, for tests; their short ids begin alike. */
export const transferA = '01K0000000000000007K3QM9XP'
export const transferB = '01K1111111111111117K3QABCD'

export interface TestHome {
  readonly home: string
  readonly clock: ReturnType<typeof handClock>
  readonly options: LedgerOptions
}

/** A home with keys and without a passphrase or a ledger. Removed when the test ends. */
export async function emptyHome(): Promise<TestHome> {
  const home = scratch()
  const clock = handClock()
  const random = seededRandom(home)
  const { keys } = await createKeys(home, { passphrase: null, random })
  return { home, clock, options: ledgerOptions(keys, clock, random) }
}

/** A home with a ledger of one event. Closed and removed when the test ends. */
export async function newLedger(overrides: Partial<LedgerOptions> = {}): Promise<TestHome & { ledger: Ledger }> {
  const made = await emptyHome()
  const options = { ...made.options, ...overrides }
  return { ...made, options, ledger: closing(Ledger.create(made.home, options)) }
}

/** Closes the ledger when the test ends, so that its home can be removed. */
export function closing(ledger: Ledger): Ledger {
  onTestFinished(() => ledger.close())
  return ledger
}

export function ledgerOptions(keys: Keys, clock: Clock, random: Random): LedgerOptions {
  return {
    kind: 'sandbox',
    keys,
    clock,
    random,
    bootId: 'boot 1',
    context: () => ({ policy: '0'.repeat(64), tool: '0.1.0', op: 'op-1', host: 'host-1' }),
    validate: () => {},
  }
}

/** Expects every line, leaf, chain link, frontier, root and signature of a ledger to be as recomputed; its events. */
export function expectOneLine(home: string, key: KeyObject): Event[] {
  using database = new DatabaseSync(ledgerPath(home), { readOnly: true })
  const checkpoints = new Map(
    database
      .prepare('SELECT size, note, frontier FROM checkpoints')
      .all()
      .map(row => [row.size, row]),
  )
  const tree = new Frontier()
  let prev = noEvent
  const events = database
    .prepare('SELECT seq, line, leaf FROM events ORDER BY seq')
    .all()
    .map(row => {
      const event = parseEvent(String(row.line))
      const leaf = leafHash(String(row.line))
      expect([row.seq, event.seq, event.prev, row.leaf]).toEqual([tree.size, tree.size, prev, new Uint8Array(leaf)])
      prev = hex(leaf)
      tree.append(leaf)
      const checkpoint = checkpoints.get(tree.size)
      if (checkpoint !== undefined) {
        const signed = parseSignedCheckpoint(String(checkpoint.note))
        expect([signed.size, hex(signed.root)]).toEqual([tree.size, hex(tree.root())])
        expect(checkpoint.frontier).toEqual(new Uint8Array(tree.encode()))
        expect(verifyCheckpoint(signed, key)).toBe(true)
        checkpoints.delete(tree.size)
      }
      return { event, signed: checkpoint !== undefined }
    })
  expect(checkpoints.size, 'checkpoints of nothing').toBe(0)
  expect(events.at(-1)?.signed, 'an unsigned tail').toBe(true)
  return events.map(({ event }) => event)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
