import { closeSync, openSync, rmSync } from 'node:fs'
import { EXCLUSIVE, ioError, writeDurably } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import type { Random } from '../lib/ports.ts'

/**
 * Writes a file for its owner's eyes (0600), whole or not at all; a crash may leave an empty one. WB-EXISTS where there is
 * one, unless `force`.
 */
export function writeNewFile(path: string, text: string, { force, random }: { force: boolean; random: Random }): void {
  if (!force) takeName(path)
  try {
    writeDurably(path, Buffer.from(text), random)
  } catch (error) {
    if (!force) rmSync(path, { force: true })
    throw error
  }
}

function takeName(path: string): void {
  try {
    closeSync(openSync(path, EXCLUSIVE, 0o600))
  } catch (error) {
    const known = ioError(error, path, 'write')
    if (known.code !== 'WB-EXISTS') throw known
    const hint = 'Choose another --out, or add --force to replace it.'
    throw new WaybillError('WB-EXISTS', known.message, hint, { cause: error })
  }
}
