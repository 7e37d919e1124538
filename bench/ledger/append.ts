/**
 * How long a signed, durable append takes, against the disk's own floor. One append is one commit: an event with three
 * personal fields, its checkpoint signed, SQLite's COMMIT synced, and `mark.json` raised (temp, fsync, rename, fsync of
 * the directory). The floor is a bare 4 KiB write with fsync into one file, of which an append needs at least three.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from '../../lib/ulid.ts'
import { atMost, type Figure, ms, percentiles, plain, timed } from './figure.ts'
import { clock, inScratch, newLedger, random } from './scratch.ts'

export function appendFigures(count: number): Promise<Figure[]> {
  return inScratch(async home => {
    const floor = percentiles(syncs(home, count))
    const append = percentiles(await commits(home, count))
    return [
      plain('write of 4 KiB with fsync, median', ms(floor.p50)),
      plain('write of 4 KiB with fsync, 99 of 100', ms(floor.p99)),
      plain('signed durable append, median', ms(append.p50)),
      atMost('signed durable append, 99 of 100', ms(append.p99), 10),
    ]
  })
}

function syncs(home: string, count: number): number[] {
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

async function commits(home: string, count: number): Promise<number[]> {
  const ledger = await newLedger(home)
  const times = Array.from({ length: count }, () => {
    const xfer = ulid(clock, random)
    const fields = { name: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }
    const disclose = [{ class: 'contact' as const, owner: xfer, fields }]
    return timed(() => ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer, d: {}, disclose })))
  })
  ledger.close()
  return times
}
