import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const lib = resolve(import.meta.dirname, '../../../lib')

/** Every file of `lib/zip`, from `lib`, with the files below `lib` that it imports, statically or lazily. */
const files = new Map(
  readdirSync(join(lib, 'zip'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('assembly/'))
    .map(name => [join('zip', name), importsOf(join(lib, 'zip', name))]),
)

function importsOf(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)
  return [...specifiers].map(([, specifier = '']) => relative(lib, resolve(dirname(file), specifier)))
}

/** All that a file leads to, itself too. */
function reachable(start: string, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen
  seen.add(start)
  for (const file of files.get(start) ?? []) reachable(file, seen)
  return seen
}

const inFolder = (folder: string) => [...files.keys()].filter(file => file.startsWith(`zip/${folder}/`))
const atTop = [...files.keys()].filter(file => dirname(file) === 'zip')

describe('the two hands of lib/zip', () => {
  it('are seen whole by this test', () => {
    expect(inFolder('writing')).toContain('zip/writing/packer.ts')
    expect(inFolder('reading')).toContain('zip/reading/decrypt.ts')
    expect(files.get('zip/write.ts')).toContain('zip/writing/sealing.ts')
  })

  it.each([
    ['reading', 'writing'],
    ['writing', 'reading'],
  ])('%s leads to nothing of %s', (one, other) => {
    for (const file of inFolder(one)) {
      expect(
        [...reachable(file)].filter(led => led.startsWith(`zip/${other}/`)),
        file,
      ).toEqual([])
    }
  })

  it('are joined by no file above them: each leads to one hand at the most', () => {
    for (const file of atTop) {
      const led = [...reachable(file)]
      const hands = ['reading', 'writing'].filter(hand => led.some(name => name.startsWith(`zip/${hand}/`)))
      expect(hands.length, file).toBeLessThan(2)
    }
  })

  it('reading is begun by open, check, authenticate and the reader of plain ZIPs, writing by write', () => {
    const beginning = (hand: string) =>
      atTop.filter(file => [...reachable(file)].some(name => name.startsWith(`zip/${hand}/`))).sort()
    expect(beginning('reading')).toEqual(['zip/authenticate.ts', 'zip/check.ts', 'zip/open.ts', 'zip/plain-read.ts'])
    expect(beginning('writing')).toEqual(['zip/write.ts'])
  })

  it('zip.js is loaded only when something is checked', () => {
    for (const file of files.keys()) {
      expect(readFileSync(join(lib, file), 'utf8'), file).not.toMatch(/^import (?!type)[^\n]*@zip\.js/m)
    }
  })
})
