import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ioError, publish, removeDurably, temporaryBeside, writeDurably } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import type { Random } from '../lib/ports.ts'

interface NewFile {
  readonly random: Random
  /** Replace a file that is there, never by a half; absent where there is no --force. */
  readonly force?: boolean | undefined
  /** Runs when the bytes last and have no name yet: when it throws, there is no file. */
  readonly record?: () => void
}

/** Writes a file that its owner alone can read; it has its name whole or not at all. WB-EXISTS unless `force`. */
export async function writeNewFile(path: string, text: string, { random, force, record }: NewFile): Promise<void> {
  requireFree(path, force)
  const temporary = temporaryBeside(path, random)
  try {
    writeDurably(temporary, Buffer.from(text), random)
    record?.()
    await publish(temporary, path, { replace: force === true })
  } catch (error) {
    await removeDurably(temporary).catch(() => undefined)
    throw ioError(error, path, 'write')
  }
}

/** The absolute path of `--out`; WB-USAGE for none. */
export function outPath(given: string): string {
  if (given === '') throw new WaybillError('WB-USAGE', '--out is empty.', 'Name a file.')
  return resolve(given)
}

function requireFree(path: string, force: boolean | undefined): void {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    const hint = 'Make it, or choose another --out.'
    throw new WaybillError('WB-NOT-FOUND', `The folder ${dirname(path)} does not exist.`, hint)
  }
  if (!force && existsSync(path)) {
    const way = force === undefined ? 'move it away' : 'add --force to replace it'
    throw new WaybillError('WB-EXISTS', `${path} exists already.`, `Choose another --out, or ${way}.`)
  }
}
