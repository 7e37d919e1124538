import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hrtime } from 'node:process'
import { createKeys } from '../../lib/ledger/keys.ts'
import { Ledger } from '../../lib/ledger/store.ts'

export const clock = { now: () => Date.now(), monotonic: () => Number(hrtime.bigint() / 1_000_000n) }
export const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }

/** A directory that is gone afterwards. */
export async function inScratch<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'waybill-bench-'))
  try {
    return await work(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** A new ledger in `home`; nothing protects its keys. */
export async function newLedger(home: string): Promise<Ledger> {
  const { keys } = await createKeys(home, { passphrase: null, random })
  return Ledger.create(home, {
    kind: 'production',
    keys,
    clock,
    random,
    bootId: 'bench',
    context: () => ({ policy: '0'.repeat(64), tool: '0.1.0', op: 'op', host: 'host' }),
    validate: () => {},
  })
}
