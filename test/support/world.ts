import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock, Random } from '../../lib/ports.ts'

/** An empty directory that is removed when the test ends. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A clock that the test moves by hand. */
export function handClock(start = Date.UTC(2026, 0, 5, 9, 0, 0)): HandClock {
  let passed = 0
  let jumped = 0
  return {
    now: () => start + passed + jumped,
    monotonic: () => 1_000 + passed,
    advance: ms => {
      passed += ms
    },
    jump: ms => {
      jumped += ms
    },
  }
}

export interface HandClock extends Clock {
  /** Time passes. */
  advance(ms: number): void
  /** Somebody sets the wall clock. */
  jump(ms: number): void
}

/** Reproducible bytes: SHA-256 in counter mode over the seed. For tests alone. */
export function seededRandom(seed: string | number): Random {
  let counter = 0
  let block = new Uint8Array()
  return {
    bytes(length) {
      const out = new Uint8Array(length)
      for (let at = 0; at < length; ) {
        if (block.length === 0) block = createHash('sha256').update(`${seed}:${counter++}`).digest()
        const taken = block.subarray(0, length - at)
        out.set(taken, at)
        block = block.subarray(taken.length)
        at += taken.length
      }
      return out
    },
  }
}
