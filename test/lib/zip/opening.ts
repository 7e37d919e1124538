/** Opening forged archives in a directory of its own, and looking at what is left there. */
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ErrorCode } from '../../../lib/error.ts'
import { Secret } from '../../../lib/secret.ts'
import { type Opened, type OpenOptions, openArchive } from '../../../lib/zip/open.ts'
import { scratch, seededRandom } from '../../support/world.ts'
import { PASSWORD } from './forge.ts'

export interface Opening {
  readonly password?: string
  readonly options?: Partial<OpenOptions>
  /** Where `out` and `a.zip` lie; made anew when left out. */
  readonly directory?: string
}

export interface Restored extends Opened {
  /** Path → content; a directory ends in `/` and has none. */
  readonly tree: Record<string, string>
}

/** Opens into `out` beside the archive; afterwards these two are all that is there. */
export async function opened(bytes: Uint8Array, { password, options, directory = scratch() }: Opening = {}) {
  const path = join(directory, 'a.zip')
  writeFileSync(path, bytes)
  const before = readdirSync(directory)
  const into = join(directory, 'out')
  const typed = Secret.fromText(password ?? PASSWORD)
  try {
    const result = await openArchive(path, typed, into, { random: seededRandom('open'), ...options })
    expect(readdirSync(directory)).toEqual([...before, 'out'].sort())
    return { ...result, tree: treeOf(into) } satisfies Restored
  } catch (error) {
    expect(readdirSync(directory)).toEqual(before)
    throw error
  }
}

/** The archive is refused with this code, and nothing is left. */
export async function refused(code: ErrorCode, bytes: Uint8Array, opening?: Opening, what = ''): Promise<void> {
  const outcome = await opened(bytes, opening).catch((error: unknown) => error)
  expect(outcome, what).toMatchObject({ name: 'WaybillError', code })
}

export function treeOf(directory: string): Record<string, string> {
  const tree: Record<string, string> = {}
  if (!existsSync(directory)) return tree
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(directory, name)
    const isDirectory = lstatSync(path).isDirectory()
    tree[isDirectory ? `${name}/` : name] = isDirectory ? '' : readFileSync(path, 'latin1')
  }
  return tree
}
