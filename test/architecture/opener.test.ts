import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/built.ts'

/** Without comments. */
function codeOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Paths from the root, or names of packages. */
function importsOf(path: string): string[] {
  const names = [...codeOf(path).matchAll(/\b(?:from\s+|import\s+|import\s*\(\s*)'([^'\n]+)'/g)].map(
    ([, name = '']) => name,
  )
  return names.map(name => (name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)) : name))
}

const page = readdirSync(join(root, 'opener'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => `opener/${name}`)

/** Everything of lib/ that ends up in the page, by way of whatever. */
function reached(): string[] {
  const found = new Set<string>()
  const follow = (path: string) => {
    for (const other of importsOf(path)) {
      if (!other.startsWith('lib/') || found.has(other)) continue
      found.add(other)
      follow(other)
    }
  }
  page.forEach(follow)
  return [...found]
}

describe('opener/', () => {
  it('imports itself, files of lib/ and the cipher of zip.js, nothing else', () => {
    const strange = page.flatMap(path =>
      importsOf(path).filter(name => !/^(opener|lib)\/|^zip\.js\/cipher$/.test(name)),
    )
    expect(strange).toEqual([])
  })

  it('reaches nothing in lib/ that needs Node or a package', () => {
    const files = reached()
    expect(files).toContain('lib/zip/reading/archive-end.ts')
    const node = files.filter(path => importsOf(path).some(name => !name.startsWith('lib/')))
    expect(node).toEqual([])
    expect(files.filter(path => /\b(Buffer|process|require|setImmediate|__dirname)\b/.test(codeOf(path)))).toEqual([])
  })

  it('has its words in texts/ alone', () => {
    const words = page
      .filter(path => !path.startsWith('opener/texts/'))
      .flatMap(path => codeOf(path).match(/(['"`])[A-Z][a-z]+ [a-z]+ (?:(?!\1).)*\1/g) ?? [])
    expect(words).toEqual([])
  })
})
