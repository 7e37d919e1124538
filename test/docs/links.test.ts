import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, root } from './markdown.ts'

const pages = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

/** `[text](target)` and images, without those that lead to another site. */
function linksOf(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

/** Paths of this repository in code spans and code blocks. */
function pathsOf(page: string): string[] {
  const code = [...read(page).matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([text]) => text).join('\n')
  const found = code.matchAll(/(?<![\w./<~-])(?:\.ci|bench|bin|cli|docs|lib|samples|scripts|src|test)\/[\w./-]*/g)
  return [...found].map(([path]) => path.replace(/[./-]+$/, ''))
}

describe.each(pages)('%s', page => {
  it('links only to pages and headings that exist', () => {
    const broken = linksOf(page).filter(link => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : normalize(join(dirname(page), path))
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('names only files that exist', () => {
    expect(pathsOf(page).filter(path => !existsSync(join(root, path)))).toEqual([])
  })
})
