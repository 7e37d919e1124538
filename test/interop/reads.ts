/** A folder with all that is awkward, for other programs to pack and our reader to restore. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { listArchive, type Opened, openArchive } from '../../lib/zip/open.ts'
import { treeOf } from '../lib/zip/opening.ts'
import { seededRandom } from '../support/world.ts'

export const PASSWORD = 'k7mq-3xtd-9wbn-h4rz-pc2v'
/** Even seconds: what every format can say. */
export const MODIFIED = Date.UTC(2025, 5, 1, 10, 20, 30)

const noise = Buffer.from(seededRandom('interop').bytes(300_000))

export const files: Readonly<Record<string, Buffer>> = {
  '0.bin': noise.subarray(0, 0),
  '1.bin': noise.subarray(0, 1),
  '15.bin': noise.subarray(0, 15),
  '16.bin': noise.subarray(0, 16),
  '17.bin': noise.subarray(0, 17),
  'noise.bin': noise,
  'text.txt': Buffer.from('All work and no play. '.repeat(60_000)),
  'Ελληνικά/αρχείο.txt': Buffer.from('α'),
  '日本語/書類.txt': Buffer.from('日'),
  'emoji 🦊🏳️‍🌈.txt': Buffer.from('🦊'),
  [`${'n'.repeat(246)}.txt`]: Buffer.from('long name'),
  'deep/er/and/deeper/file': Buffer.from('deep'),
}

/** Writes the files and one empty folder into the new directory `tree` of `directory`. */
export function makeTree(directory: string): string {
  const tree = join(directory, 'tree')
  mkdirSync(join(tree, 'empty folder'), { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    const path = join(tree, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    utimesSync(path, MODIFIED / 1000, MODIFIED / 1000)
  }
  return tree
}

/** Opens `archive` beside itself. */
export function openHere(archive: string, password = PASSWORD): Promise<Opened> {
  const into = join(dirname(archive), 'restored')
  return openArchive(archive, Secret.fromText(password), into, { random: seededRandom('interop') })
}

/** `archive` holds the whole tree, its names below `prefix`, and opens to it; a wrong password is told as such. */
export async function expectWholeTree(archive: string, prefix = ''): Promise<Opened> {
  await expect(openHere(archive, 'wrong')).rejects.toMatchObject({ code: 'WB-WRONG-PASSWORD' })
  const opened = await openHere(archive)
  const restored = treeOf(opened.into)
  for (const [name, content] of Object.entries(files)) {
    expect(restored[prefix + name] === content.toString('latin1'), name).toBe(true)
  }
  expect(Object.keys(restored)).toContain(`${prefix}empty folder/`)
  expect(opened.entries).toHaveLength(Object.keys(files).length)
  const { entries } = await listArchive(archive)
  const times = entries.filter(entry => !entry.directory).map(entry => entry.modified)
  expect(new Set(times)).toEqual(new Set([MODIFIED]))
  return opened
}

/** Runs a program that is expected to succeed. */
export function run(program: string, args: readonly string[], directory: string): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' })
  expect(error ?? status, stderr).toBe(0)
}
