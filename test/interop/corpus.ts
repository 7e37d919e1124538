import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noise, table } from '../support/noise.ts'
import { scratch } from '../support/world.ts'

const MiB = 2 ** 20

/** Names that programs get wrong, each with the script it is in. The NFD one is stored, and comes back, as NFC. */
export const names: Record<string, string> = {
  Greek: 'Ελληνικά/λόγος.txt',
  Japanese: '日本語/資料 二〇二六.csv',
  emoji: '😀 family 👨‍👩‍👧.txt',
  NFD: 'cafe\u0301 Mu\u0308ller.txt',
  spaces: ' leading and  double.txt',
  'what shells expand': "$(date) `x` * ? & ; 'quotes' %PATH%.txt",
  '250 bytes': `${'名'.repeat(82)}.txt`,
}

/** Sizes around the block of AES, the sync limit, the samples, the piece, and the window before a piece. */
export const sizes = [0, 1, 15, 16, 17, 4095, 16_384, 16_385, MiB - 1, MiB, MiB + 1, 2 * MiB + 32_769]

/** A folder `d` with every such name and size, deflated and stored, and empty folders; returns its path. */
export function makeCorpus(): string {
  const folder = join(scratch(), 'd')
  for (const [kind, name] of Object.entries(names)) put(folder, name, Buffer.from(`the content of ${kind}\n`))
  for (const size of sizes) {
    put(folder, `table/${size}`, table(size))
    put(folder, `noise/${size}`, noise(size, `${size}`))
  }
  put(folder, 'half and half', Buffer.concat([table(MiB), noise(MiB, 'half')]))
  mkdirSync(join(folder, 'empty'))
  mkdirSync(join(folder, 'deep/er/est/空'), { recursive: true })
  return folder
}

function put(folder: string, name: string, content: Uint8Array): void {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  utimesSync(path, 1_750_000_001, 1_750_000_001)
}

/** Name (NFC) → size, SHA-256 and time to the second of every file; 'folder' for every empty folder. */
export function describeTree(root: string): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (below: string) => {
    const entries = readdirSync(join(root, below), { withFileTypes: true })
    if (entries.length === 0) found[`${below}/`.normalize('NFC')] = 'folder'
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) walk(name)
      else found[name.normalize('NFC')] = describeFile(join(root, name))
    }
  }
  walk('')
  return found
}

function describeFile(path: string): string {
  const content = readFileSync(path)
  const { mtimeMs } = statSync(path)
  return `${content.length} ${createHash('sha256').update(content).digest('hex')} ${Math.floor(mtimeMs / 1000)}`
}
