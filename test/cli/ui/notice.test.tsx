import { describe, expect, it } from 'vitest'
import { bare } from '../../../cli/style.ts'
import { noteOf, noteRows, saidIn } from '../../../cli/ui/parts/notice.tsx'
import { themeFor } from '../../../cli/ui/theme.ts'
import { de } from '../../../cli/ui/words/de.ts'
import { en } from '../../../cli/ui/words/en.ts'
import { WaybillError } from '../../../lib/error.ts'
import { codes, read, tableUnder } from '../../docs/markdown.ts'

const theme = themeFor(true)
const note = noteOf(new WaybillError('WB-EXISTS', '/a/b.zip exists already.', 'Choose another name.'))
const rows = (words: typeof en, width = 90) => noteRows(note, { theme, words }, width).map(bare)

describe('an error', () => {
  it('is said in German first, with the exact English words below; in English once', () => {
    expect(rows(de)).toEqual(['✗ Das gibt es schon. WB-EXISTS', '  /a/b.zip exists already. Choose another name.'])
    expect(rows(en)).toEqual(['✗ /a/b.zip exists already. WB-EXISTS', '  Choose another name.'])
    expect([saidIn(note, de), saidIn(note, en)]).toEqual([
      'Das gibt es schon. /a/b.zip exists already.',
      '/a/b.zip exists already.',
    ])
  })

  it('has a German sentence for every code of docs/errors.md that is an error of the program', () => {
    const listed = tableUnder(read('docs/errors.md'), 'Codes').map(([code = '']) => codes(code).join())
    const shown = listed.filter(code => code !== 'WB-BUG' && code !== 'WB-NODE')
    expect(Object.keys(de.errors).sort()).toEqual(shown.sort())
    for (const [code, sentence] of Object.entries(de.errors)) {
      expect(sentence, code).toMatch(/^\p{Lu}.*\.$/u)
      // Two rows at 40 columns, with the code; the English words need room below.
      expect(sentence.length, code).toBeLessThanOrEqual(80)
    }
  })
})
