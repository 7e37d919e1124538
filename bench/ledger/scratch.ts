import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hrtime } from 'node:process'

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
