/**
 * How long a signed, durable append takes, against the disk's own floor: `node bench/ledger.ts [APPENDS]`.
 *
 * One append is one commit: an event with three personal fields, its checkpoint signed, SQLite's COMMIT synced, and
 * `mark.json` raised (temp, fsync, rename, fsync of the directory). The floor is a bare 4 KiB write with fsync into one
 * file, of which an append needs at least three.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, hrtime } from 'node:process'
import { createKeys } from '../lib/ledger/keys.ts'
import { Ledger } from '../lib/ledger/store.ts'
import { ulid } from '../lib/ulid.ts'

const appends = Number(argv[2] ?? 2_000)
const clock = { now: () => Date.now(), monotonic: () => Number(hrtime.bigint() / 1_000_000n) }
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const home = mkdtempSync(join(tmpdir(), 'waybill-bench-'))

try {
  const floor = percentiles(syncs(appends))
  const append = percentiles(await commits(appends))
  const row = (name: string, { p50, p99, max }: Percentiles) =>
    `${name.padEnd(28)} p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms   max ${max.toFixed(2)} ms`
  console.log(row('write 4 KiB + fsync', floor))
  console.log(row('signed durable append', append))
  console.log(
    `${'ratio'.padEnd(28)} p50 ${(append.p50 / floor.p50).toFixed(1)}   p99 ${(append.p99 / floor.p99).toFixed(1)}`,
  )
  console.log(`${'bytes per append'.padEnd(28)} ${Math.round(statSync(join(home, 'ledger.db')).size / appends)}`)
} finally {
  rmSync(home, { recursive: true, force: true })
}

function syncs(count: number): number[] {
  const file = openSync(join(home, 'floor'), 'w', 0o600)
  const page = random.bytes(4096)
  const times = Array.from({ length: count }, () =>
    timed(() => {
      writeSync(file, page)
      fsyncSync(file)
    }),
  )
  closeSync(file)
  return times
}

async function commits(count: number): Promise<number[]> {
  const { keys } = await createKeys(home, { passphrase: null, random })
  const ledger = Ledger.create(home, {
    kind: 'production',
    keys,
    clock,
    random,
    bootId: 'bench',
    context: () => ({ policy: '0'.repeat(64), tool: '0.1.0', op: 'op', host: 'host' }),
    validate: () => {},
  })
  const times = Array.from({ length: count }, () => {
    const xfer = ulid(clock, random)
    const fields = { name: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }
    const draft = {
      type: 'transfer.intended',
      xfer,
      d: {},
      disclose: [{ class: 'contact' as const, owner: xfer, fields }],
    }
    return timed(() => ledger.commit(tx => tx.append(draft)))
  })
  ledger.close()
  return times
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
