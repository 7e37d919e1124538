import { Box } from 'ink'
import { render } from 'ink-testing-library'
import type { ReactNode } from 'react'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Binding } from '../../../cli/ui/keys.ts'
import { Choice } from '../../../cli/ui/parts/choice.tsx'
import { Field } from '../../../cli/ui/parts/field.tsx'
import { KeyLine } from '../../../cli/ui/parts/key-line.tsx'
import { Line } from '../../../cli/ui/parts/line.tsx'
import { Notice } from '../../../cli/ui/parts/notice.tsx'
import { Page } from '../../../cli/ui/parts/page.tsx'
import { roomIn } from '../../../cli/ui/room.ts'
import { fieldWith } from '../../../cli/ui/text-field.ts'
import { themeFor } from '../../../cli/ui/theme.ts'
import { type Look, LookContext } from '../../../cli/ui/ui.ts'
import { localeOf } from '../../../cli/ui/when.ts'
import { wordsFor } from '../../../cli/ui/words/words.ts'

/** One part, on a terminal of 40 columns. */
function shown(part: ReactNode, { columns = 40, language = 'en', unicode = true } = {}): string {
  const locale = localeOf({ LANG: `${language}_XX.UTF-8` })
  const look: Look = {
    theme: themeFor(unicode),
    words: wordsFor(locale),
    locale,
    room: roomIn({ columns, rows: 12 }),
    sandbox: false,
    operator: '',
    listen: () => {},
    giveWay: () => {},
    forget: () => {},
  }
  const drawn = render(<LookContext value={look}>{part}</LookContext>)
  onTestFinished(() => drawn.unmount())
  return drawn.lastFrame() ?? ''
}

describe('a wrapped text', () => {
  it('is cut off at the end of a small screen, and never lies over another', () => {
    const texts = ['one', 'two', 'three', 'four'].map(word => `${word} ${'and so on '.repeat(8)}${word}`)
    const drawn = shown(
      <Box flexDirection="column" height={7} overflow="hidden">
        {texts.map(text => (
          <Line key={text} over="wrap">
            {text}
          </Line>
        ))}
      </Box>,
    )
    expect(drawn.replace(/\s+/g, ' ')).toMatch(/^one .* one two .* two three/)
    expect(drawn.split('\n').length).toBe(7)
  })
})

describe('the line of keys', () => {
  const line = (keys: readonly Binding[], columns: number, language: 'en' | 'de' = 'en') => {
    const labels = { next: 'go on', open: 'open the folder', pick: 'pick', scroll: 'scroll', back: 'back' }
    const listener = { title: '', keys, labels, typing: false, onInput: () => {} }
    return shown(<KeyLine listener={listener} />, { columns, language })
  }
  const back = { name: 'back', keys: ['escape'] }
  const many = [
    { name: 'next', keys: ['enter'] },
    { name: 'pick', keys: ['space'] },
    { name: 'open', keys: ['right'] },
    { name: 'scroll', keys: ['down'] },
    back,
  ]

  it('keeps the way out where not everything fits', () => {
    expect(line(many, 62)).toBe('⏎ go on   Space pick   → open the folder   Esc back   ? help')
    expect(line(many, 48)).toBe('⏎ go on   Space pick   Esc back   ? help')
  })

  it('gives it up before the first two keys', () => {
    expect(line(many, 40)).toBe('⏎ go on   Space pick   ? help')
  })

  it('calls keys by what stands on the keyboards of the language', () => {
    const keys = [{ name: 'pick', keys: ['space'] }, { name: 'open', keys: ['ctrl-t'] }, back]
    expect(line(keys, 100, 'de')).toMatch(/^Leertaste pick {3}Strg-T open/)
  })
})

it('a long line breaks between words, and no row begins with the space', () => {
  const text = 'Or press a key to try everything here: nothing leaves this device.'
  const frame = shown(
    <Box flexDirection="column" width={38}>
      <Line over="wrap">{text}</Line>
    </Box>,
  )
  expect(frame.split('\n')).toEqual(['Or press a key to try everything here:', 'nothing leaves this device.'])
})

it('what is said stands out to the left of its second row', () => {
  const message = 'Nobody verified this number: have it confirmed.'
  const warning = shown(<Notice note={{ kind: 'warning', message }} />)
  expect(warning).toMatch(/^! Nobody[^\n]*\n {2}\S/)
  const error = { kind: 'error', code: 'WB-BUSY', message, hint: 'Wait until it is done.' } as const
  expect(shown(<Notice note={error} />)).toMatch(/^✗ Nobody[^\n]*\n {2}\S[^\n]*WB-BUSY\n {2}Wait/)
})

it('a hint is cut at its end, what was typed in its middle', () => {
  const hint = 'such as 2030-12-31: they are asked to delete the files by then'
  const empty = shown(<Field label="Delete by" field={fieldWith('')} focused={false} hint={hint} />)
  expect(empty).toMatch(/Delete by such as 2030-12-31: t\S*…$/)
})

it('what opens something is not drawn as what is turned', () => {
  expect(shown(<Choice label="More" value="fold" focused opens />)).toMatch(/More fold →$/)
  const choice = <Choice label="Hold" value="no" focused />
  expect(shown(choice)).toMatch(/Hold ← no →$/)
  expect(shown(choice, { unicode: false })).toMatch(/Hold < no >$/)
})

it('a text that does not fit says which keys turn it', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `row ${at + 1}`)
  const page = (top: number) => shown(<Page lines={lines} top={top} rows={5} />)
  expect(page(0)).toMatch(/1–4 of 9 ↓$/)
  expect(page(2)).toMatch(/3–6 of 9 ↑ ↓$/)
  expect(page(9)).toMatch(/6–9 of 9 ↑$/)
})
