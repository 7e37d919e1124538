import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bare } from '../../../cli/style.ts'
import { themeFor } from '../../../cli/ui/theme.ts'
import { waybillRows } from '../../../cli/ui/waybill-rows.ts'
import { localeOf } from '../../../cli/ui/when.ts'
import { wordsFor } from '../../../cli/ui/words/words.ts'
import { displayWidth } from '../../../cli/width.ts'
import { waybillView } from '../../../src/waybill-view.ts'
import { sandboxSession } from './stage.tsx'

function look(language: string, unicode = true) {
  const locale = localeOf({ LANG: language })
  return { words: wordsFor(locale), locale, theme: themeFor(unicode) }
}

async function hostile() {
  const session = await sandboxSession()
  writeFileSync(join(session.work, '写真\u202egpj.exe 👩‍👩‍👧.txt'), 'a')
  const { id } = await session.transfers.send({
    paths: ['写真\u202egpj.exe 👩‍👩‍👧.txt'],
    directory: session.work,
    to: 'Ada 愛子 Lovelace 👩‍👩‍👧',
    phone: '+4915112345678',
    purpose: 'A rather long purpose that has to be broken somewhere, because nobody has so wide a terminal',
    categories: ['health', 'salary'],
    basis: 'contract',
    subjects: 3,
  })
  return waybillView(session.world, session.home, session.transfers.read(id))
}

it('a waybill fits every width in both languages, says the same facts, and holds no control character', async () => {
  const view = await hostile()
  for (const width of [30, 36, 38, 60, 118, 198]) {
    for (const language of ['en_GB.UTF-8', 'de_DE.UTF-8']) {
      const rows = waybillRows(view, look(language), width).map(bare)
      for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width)
      const flat = rows.join('').replaceAll(/\s/g, '')
      for (const fact of [view.transfer, '愛子', view.receiptCode ?? '', view.sha256 ?? '', view.checkpoint.root]) {
        expect(flat).toContain(fact)
      }
      expect(flat).toContain('<U+202')
      expect(rows.join('')).not.toMatch(/\p{Cc}/u)
    }
  }
})

it('speaks German', async () => {
  const rows = waybillRows(await hostile(), look('de_DE.UTF-8'), 100).map(bare)
  const text = rows.join('\n')
  for (const words of ['gehalten', 'Gesundheit, Gehalt', 'Grundlage', '3 Personen', 'Schritte']) {
    expect(text).toContain(words)
  }
  expect(text).not.toMatch(/\bheld\b|Purpose|sealed/)
})
