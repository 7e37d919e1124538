import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cardWords } from '../../src/card-words.ts'
import { systems } from '../../src/words.ts'
import { read, root } from './markdown.ts'

const names = ['docs/recipient-guide', ...systems.map(system => `docs/recipient-guide/${system}`)]
const pageOf = (name: string, language: 'en' | 'de') => read(language === 'en' ? `${name}.md` : `${name}.de.md`)

/** What both languages must have alike: headings by depth, rows of tables, steps, commands and pictures. */
function shapeOf(page: string): string[] {
  const own = page.split('\n## Sources\n')[0] ?? ''
  const lines = [...own.matchAll(/^(#+ |\||\d\. |- |```)/gm)].map(([, mark = '']) => mark)
  return [...lines, ...picturesOf(own).map(picture => picture.replace(/\.(en|de)\.png$/, ''))]
}

function picturesOf(page: string): string[] {
  return [...page.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = '']) => path)
}

describe.each(names)('%s', name => {
  it('says the same in German as in English', () => {
    expect(shapeOf(pageOf(name, 'de'))).toEqual(shapeOf(pageOf(name, 'en')))
  })

  it.each(['en', 'de'] as const)('shows pictures with words in its own language: %s', language => {
    for (const picture of picturesOf(pageOf(name, language))) {
      expect(existsSync(join(root, dirname(name), picture)), picture).toBe(true)
      expect(picture).toMatch(picture.endsWith('.png') ? new RegExp(`\\.${language}\\.png$`) : /\.svg$/)
    }
  })
})

/** Programs, addresses, errors and commands in a card: what is written the same in every language. */
const known =
  /https:\/\/[a-z0-9.-]+|0x[0-9A-F]{8}|\b(?:7-Zip|Keka|WinZip|iZip|ZArchiver|RAR|7zz x|bsdtar -xf|unzip|macOS 11)\b/g

describe.each(systems)('the card for %s', system => {
  it.each(['en', 'de'] as const)('names what the guide names: %s', language => {
    const said = cardWords[language].systems[system].match(known) ?? []
    expect(said.length).toBeGreaterThan(1)
    const page = pageOf(`docs/recipient-guide/${system}`, language)
    expect(said.filter(word => !page.includes(word))).toEqual([])
  })
})
