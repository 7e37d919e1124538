import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CorpusName, corpusFiles, corpusNames } from '../../bench/corpora/corpus.ts'
import { shelve } from '../../bench/corpora/shelf.ts'
import { scratch } from '../support/world.ts'

/** SHA-256 of what the first file of the whole corpus begins with, at most 64 KiB. */
const beginnings: Readonly<Record<CorpusName, string>> = {
  'export.csv': '92c3b8a43ed3f5bba0c2894f42223bfbe4368febedf7f27926fcc7343b34c74c',
  mixed: '1d15e1ca7b64edd8bdef1b0b61a97ef36a4a27d2981438804891f12b328e8276',
  tiny: 'a579a858a919b5b57b4cd5503dc4a38ef711cf32502a13dc6013900cd15eb060',
  random: '2f016142bd391c5f25ade4d00174d855557791c533c494aeec5048b958b35c3d',
}

function beginning(name: CorpusName): string {
  const [first] = corpusFiles(name, 'full')
  const [piece] = first?.pieces() ?? []
  return createHash('sha256')
    .update((piece ?? new Uint8Array()).subarray(0, 2 ** 16))
    .digest('hex')
}

describe('the corpora', () => {
  it.each(corpusNames)('%s begins with the same bytes on every machine', name => {
    expect(beginning(name)).toBe(beginnings[name])
  })

  it.each(corpusNames)('%s, quick: a tenth of the bytes, each file as long as it says', name => {
    const total = (scale: 'full' | 'quick') => corpusFiles(name, scale).reduce((sum, { length }) => sum + length, 0)
    expect(total('quick') / total('full')).toBeCloseTo(0.1, 2)
    for (const file of corpusFiles(name, 'quick').slice(0, 20)) {
      const made = [...file.pieces()].reduce((sum, piece) => sum + piece.length, 0)
      expect(made).toBe(file.length)
    }
  })

  it('spread from 1 KiB to 20 MiB where they are mixed', () => {
    const sizes = corpusFiles('mixed', 'full').map(({ length }) => length)
    expect([sizes.length, Math.min(...sizes), Math.max(...sizes)]).toEqual([2_000, 2 ** 10, 20 * 2 ** 20])
  })

  it('are made once, kept, and made anew where a byte has changed', () => {
    const shelf = scratch()
    const { path, made, files } = shelve(shelf, 'tiny', 'quick')
    expect({ made, files, again: shelve(shelf, 'tiny', 'quick').made }).toEqual({
      made: true,
      files: 2_000,
      again: false,
    })
    const file = join(path, '003/00321.log')
    appendFileSync(file, 'x')
    expect(shelve(shelf, 'tiny', 'quick').made).toBe(true)
    writeFileSync(file, Buffer.alloc(2_048))
    expect(shelve(shelf, 'tiny', 'quick').made).toBe(true)
    expect(existsSync(join(shelf, 'quick/unfinished'))).toBe(false)
  })
})
