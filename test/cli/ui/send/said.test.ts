import { expect, it } from 'vitest'
import { bare } from '../../../../cli/style.ts'
import { saidRows } from '../../../../cli/ui/screens/send/said.ts'
import { themeFor } from '../../../../cli/ui/theme.ts'
import { de } from '../../../../cli/ui/words/de.ts'

const error = {
  kind: 'error',
  code: 'WB-EXISTS',
  message: '/home/grace/exports/2026/quarter-3/WB-7K3Q-M9XP.zip exists already, and was made by somebody else.',
  hint: 'Choose another name.',
} as const

function said(width: number, note: Parameters<typeof saidRows>[0] = error): string[] {
  return saidRows(note, { words: de, theme: themeFor(true) }, width).map(bare)
}

it('says what to do also where there is no room for the exact words', () => {
  const narrow = said(38)
  expect(narrow).toHaveLength(3)
  expect(narrow[0]).toBe('✗ Das gibt es schon.')
  expect(narrow[1]).toContain('Geben Sie dem Archiv')
  expect(said(200).join(' ')).toContain('made by somebody else')
  const hintless = said(38, { kind: 'warning', message: 'word '.repeat(60) })
  expect(hintless).toHaveLength(3)
})
