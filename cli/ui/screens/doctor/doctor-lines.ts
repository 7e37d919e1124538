import type { Finding } from '../../../../lib/finding.ts'
import { bad, bare, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import type { Look } from '../../ui.ts'
import type { Words } from '../../words/words.ts'
import { wrapped } from '../../wrapped.ts'

type Headings = Words['doctor']['headings']

/** Below this the heading stands on a line of its own. */
const wide = 70

/** How many are wrong, then each finding under its heading: what is wrong first. */
export function findingLines(findings: readonly Finding[], look: Look): Text[] {
  const { words, theme, room } = look
  const marks = { error: bad(theme.sign.failed), warning: warn(theme.sign.warning), note: ok(theme.sign.done) }
  const markWidth = Math.max(...Object.values(marks).map(mark => displayWidth(bare(mark)))) + 1
  const heading = Math.max(...findings.map(finding => displayWidth(headingOf(finding, words))))
  const beside = room.columns >= wide
  const inset = markWidth + (beside ? heading + 2 : 0)
  const spaces = ' '.repeat(inset)
  const order = ['error', 'warning', 'note'] as const
  const sorted = order.flatMap(level => findings.filter(finding => finding.level === level))
  return [
    summary(findings, look),
    '',
    ...sorted.flatMap(finding => {
      const mark = pad(bare(marks[finding.level]), markWidth)
      const colour = { error: bad, warning: warn, note: ok }[finding.level]
      const title = line`${colour(mark)}${strong(pad(headingOf(finding, words), beside ? heading + 2 : 0))}`
      const text = wrapped(finding.message, Math.min(96, room.columns - inset))
      if (!beside) return [title, ...text.map(part => line`${spaces}${part}`)]
      return text.map((part, at) => (at === 0 ? line`${title}${part}` : line`${spaces}${part}`))
    }),
  ]
}

function summary(findings: readonly Finding[], { words, theme }: Look): Text {
  const count = (level: Finding['level']) => findings.filter(finding => finding.level === level).length
  const [wrong, look] = [count('error'), count('warning')]
  if (wrong + look === 0) return line`${ok(theme.sign.done)} ${strong(words.doctor.nothingWrong)}`
  const parts = [...(wrong > 0 ? [words.doctor.wrong(wrong)] : []), ...(look > 0 ? [words.doctor.look(look)] : [])]
  return wrong > 0
    ? line`${bad(theme.sign.failed)} ${strong(parts.join(' '))}`
    : line`${warn(theme.sign.warning)} ${strong(parts.join(' '))}`
}

/** By what stands before the dot of its code. */
export function headingOf({ code }: Pick<Finding, 'code'>, { doctor }: Words): string {
  const [area = ''] = code.split('.')
  return isHeading(area, doctor.headings) ? doctor.headings[area] : area
}

function isHeading(area: string, headings: Headings): area is keyof Headings {
  return Object.hasOwn(headings, area)
}
