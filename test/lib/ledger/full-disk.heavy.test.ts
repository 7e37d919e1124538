import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, it, onTestFinished, type TestContext } from 'vitest'
import { WaybillError } from '../../../lib/error.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { closing, emptyHome, expectOneLine } from '../../support/ledger.ts'
import { scratch } from '../../support/world.ts'

const plain = { type: 'report.made', xfer: null, d: {} }

it('on a full disk a commit fails with a code, leaves nothing, and works again when there is space', async context => {
  const { options } = await emptyHome()
  const home = smallDisk(context, 4)
  let ledger = closing(Ledger.create(home, options))
  let size = 1
  for (let round = 0; round < 4; round++) {
    const ballast = join(home, 'ballast')
    writeFileSync(ballast, new Uint8Array(Math.max(0, freeBytes(home) - (round + 1) * 60_000)))
    const error = untilError(() => {
      size = ledger.commit(tx => tx.append({ ...plain, d: { filler: 'x'.repeat(5_000) } })).size
    })
    expect(error.code).toBe('WB-NO-SPACE')
    expect(ledger.checkpoint().size).toBe(size)
    rmSync(ballast)
    size = ledger.commit(tx => tx.append(plain)).size
    ledger.close()
    ledger = closing(Ledger.open(home, options))
    expect(ledger.checkpoint().size).toBe(size)
  }
  ledger.close()
  expect(expectOneLine(home, options.keys.public)).toHaveLength(size)
})

function untilError(work: () => void): WaybillError {
  for (let i = 0; i < 10_000; i++) {
    try {
      work()
    } catch (error) {
      if (error instanceof WaybillError) return error
      throw error
    }
  }
  throw new Error('the disk never filled')
}

/** A file system of some MiB of its own. */
function smallDisk(context: TestContext, mebibytes: number): string {
  const path = scratch()
  if (getuid?.() !== 0) context.skip('left out: a full disk needs root, to mount a small tmpfs')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', path])
  onTestFinished(() => void execFileSync('umount', ['-l', path]))
  chmodSync(path, 0o700)
  return path
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
