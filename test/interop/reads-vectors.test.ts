import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../lib/zip/forge.ts'
import { treeOf } from '../lib/zip/opening.ts'
import { scratch } from '../support/world.ts'
import { openHere } from './reads.ts'

const vectors = join(import.meta.dirname, '../vectors/zip')

function here(name: string): string {
  const path = join(scratch(), name)
  copyFileSync(join(vectors, name), path)
  return path
}

const letters = {
  'letters/ada.txt': 'Dear Ada,\n',
  'letters/empty': '',
  'letters/long.txt': 'All work and no play.\n'.repeat(100).slice(0, 2000),
}

describe('archives that other programs made once', () => {
  it.each<[string, readonly string[]]>([
    ['7zz-aes256.zip', []],
    ['7zz-aes128-stored.zip', ['archive.weak-cipher', 'archive.weak-cipher', 'archive.weak-cipher']],
    ['bsdtar-aes256.zip', ['archive.clear-entry']],
    ['bsdtar-aes128-stored.zip', ['archive.clear-entry', 'archive.weak-cipher', 'archive.weak-cipher']],
    ['zipjs-aes256.zip', []],
  ])('%s is restored', async (name, codes) => {
    const { into, findings } = await openHere(here(name))
    expect(treeOf(into)).toEqual({ 'letters/': '', ...letters })
    expect(findings.map(({ code }) => code).sort()).toEqual([...codes, 'archive.no-manifest'].sort())
  })

  it('infozip-zipcrypto.zip and infozip-clear.zip are refused', async () => {
    await expect(openHere(here('infozip-zipcrypto.zip'))).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-ARCHIVE' })
    await expect(openHere(here('infozip-clear.zip'))).rejects.toMatchObject({ code: 'WB-NOT-SEALED' })
  })

  it('are those of which PROVENANCE.md tells', () => {
    const told = readFileSync(join(vectors, 'PROVENANCE.md'), 'utf8')
    for (const name of readdirSync(vectors).filter(file => file.endsWith('.zip'))) {
      const row = told.split('\n').find(line => line.startsWith(`| \`${name}\``))
      expect(row, name).toContain(sha256(readFileSync(join(vectors, name))))
    }
  })
})
