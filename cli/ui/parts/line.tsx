import { Box, Text as InkText } from 'ink'
import { createElement, Fragment } from 'react'
import { sanitise } from '../../sanitise.ts'
import { bare, type Span, spansOf, type Text } from '../../style.ts'
import { displayWidth, head, truncate } from '../../width.ts'
import { inAscii } from '../ascii.ts'
import { useLook } from '../ui.ts'
import { wrapped } from '../wrapped.ts'

interface Props {
  readonly children: Text
  /** Columns that it may take; the room of the screen, if nothing is said. */
  readonly width?: number
  /** What happens to a longer text: cut at its end or in its middle (paths), or wrapped. */
  readonly over?: 'end' | 'middle' | 'wrap'
  /** The row that is chosen. */
  readonly chosen?: boolean
  readonly 'aria-label'?: string
}

/**
 * Text on the screen. The only component that writes: every text, whoever it comes from, is sanitised here and cannot move
 * the cursor, colour or widen anything.
 */
export function Line({ children, width, over = 'end', chosen = false, ...aria }: Props) {
  const { theme, room } = useLook()
  const columns = Math.max(0, width ?? room.columns)
  const text = theme.unicode ? children : inAscii(children)
  const rows = over === 'wrap' ? wrapped(text, columns).map(spansOf) : [cut(text, columns, over, theme.sign.ellipsis)]
  const spans = rows.flatMap((row, at) => [
    ...(at === 0 ? [] : ['\n']),
    ...row.map(({ text, role }) => (
      <InkText key={undefined} {...(role === null ? {} : theme.role[role])}>
        {sanitise(text)}
      </InkText>
    )),
  ])
  const drawn = createElement(
    InkText,
    { wrap: over === 'wrap' ? 'wrap' : 'truncate', inverse: chosen, ...aria },
    createElement(Fragment, null, ...spans),
  )
  // Where a screen has too few rows Ink would make this one lower, and lay what follows over it.
  return over === 'wrap' ? <Box flexShrink={0}>{drawn}</Box> : drawn
}

/** At most `columns` wide, each part in its role. */
function cut(text: Text, columns: number, where: 'end' | 'middle', mark: string): readonly Span[] {
  const spans = spansOf(text)
  const whole = bare(text)
  if (displayWidth(whole) <= columns) return spans
  if (where === 'middle') return [{ text: truncate(whole, columns, 'middle', mark), role: spans[0]?.role ?? null }]
  let left = columns - displayWidth(mark)
  if (left < 0) return []
  const kept = spans.map(({ text, role }) => {
    const part = head(sanitise(text), left)
    left = part.length < sanitise(text).length ? 0 : left - displayWidth(part)
    return { text: part, role }
  })
  return [...kept, { text: mark, role: null }]
}
