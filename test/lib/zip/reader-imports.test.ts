import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const lib = resolve(import.meta.dirname, '../../../lib')
const zip = join(lib, 'zip')

/** Where reading begins. All that these lead to is the reader; all that `write.ts` leads to beside it is the writer. */
const READER = ['open.ts', 'check.ts', 'authenticate.ts', 'reader-worker.ts']
const WRITER = ['write.ts', 'sources.ts', 'pack-worker.ts', 'digest-worker.ts']

/** What both may know: how records lie on disk, which names there are, and tools that know nothing of ZIP. */
const SHARED =
  /^zip\/(?:records(?:-[a-z]+)?|names|ahead|interrupt|progress)\.ts$|^password\/sealing-password\.ts$|^[a-z]+\.ts$/

/** Files below `lib/` that a file imports, statically or lazily, values or types. */
function imports(file: string): string[] {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)
  return [...specifiers].map(([, specifier]) => resolve(dirname(file), specifier ?? ''))
}

function reachable(starts: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const open = starts.map(start => join(zip, start))
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    open.push(...imports(file))
  }
  return new Set([...seen].map(file => relative(lib, file)))
}

describe('the reader', () => {
  const reader = reachable(READER)
  const writer = reachable(WRITER)

  it('imports nothing of the writer but the record codecs', () => {
    const both = [...reader].filter(file => writer.has(file))
    expect(both.filter(file => !SHARED.test(file))).toEqual([])
    expect(both).toContain('zip/records.ts')
  })

  it('is seen whole by this test', () => {
    for (const file of ['zip/archive.ts', 'zip/counter-mode.ts', 'zip/decrypt.ts', 'zip/check-zipjs.ts']) {
      expect(reader).toContain(file)
      expect(writer).not.toContain(file)
    }
    for (const file of ['zip/aes.ts', 'zip/sealed-archive.ts']) {
      expect(writer).toContain(file)
      expect(reader).not.toContain(file)
    }
  })

  it('leaves no file of the folder out of sight', () => {
    const seen = new Set([...reader, ...writer].map(file => basename(file)))
    const sources = readdirSync(zip).filter(file => file.endsWith('.ts'))
    expect(sources.filter(file => !seen.has(file))).toEqual([])
  })

  it('loads zip.js only when it checks', () => {
    for (const file of reader) {
      const text = readFileSync(join(lib, file), 'utf8')
      expect(text, file).not.toMatch(/^import (?!type)[^\n]*@zip\.js/m)
    }
  })
})
