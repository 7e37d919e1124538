import { Box } from 'ink'
import { useRef, useState } from 'react'
import { accent, dim, line, type Text } from '../../style.ts'
import type { Input } from '../keys.ts'
import { topmost, turned } from '../scroll.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'
import { Rows } from './rows.tsx'
import { Spoken } from './spoken.tsx'

interface Props {
  /** Each one line high: see `wrapped.ts`. */
  readonly lines: readonly Text[]
  /** The first one that is seen. */
  readonly top: number
  readonly rows: number
  /** Columns; the room of the screen, if nothing is said. */
  readonly width?: number
  /** Said to a screen reader; where the text says itself what it is, nothing. */
  readonly label?: string
}

/** How many lines of a text are seen: one row tells where one is, if it does not fit. */
export function pageOf(count: number, rows: number): number {
  return count <= rows ? rows : Math.max(1, rows - 1)
}

/**
 * Text that is read and turned, by a screen reader too: what the screen has no room for is nowhere (it has no scroll-back).
 */
export function Page({ lines, top, rows, width, label }: Props) {
  const { words, room, theme } = useLook()
  const all = lines.length <= rows
  const page = pageOf(lines.length, rows)
  const first = all ? 0 : topmost(top, lines.length, page)
  const shown = all ? lines : lines.slice(first, first + page)
  const columns = width ?? room.columns
  const { up = '', down = '' } = theme.sign.key
  const ways = [first > 0 ? up : '', first + shown.length < lines.length ? down : '']
    .filter(key => key !== '')
    .join(' ')
  return (
    <Box flexDirection="column" flexShrink={0} width={columns}>
      {label !== undefined && <Spoken>{label}</Spoken>}
      <Rows rows={shown} width={columns} />
      {!all && (
        <Line width={columns}>
          {line`${dim(words.frame.part(first + 1, first + shown.length, lines.length))} ${accent(ways)}`}
        </Line>
      )}
    </Box>
  )
}

/**
 * How far somebody has turned a text of `count` lines of which `rows` are seen; `scroll` says whether the input meant it.
 * Another `text` begins at its top.
 */
export function useScroll(
  text: string,
  count: number,
  rows: number,
): { readonly top: number; readonly scroll: (input: Input) => boolean } {
  const place = useRef({ text, top: 0 })
  const [, redraw] = useState(0)
  if (place.current.text !== text) place.current = { text, top: 0 }
  const page = pageOf(count, rows)
  const scroll = (input: Input): boolean => {
    const top = turned(place.current.top, count, input, page)
    if (top === null) return false
    place.current.top = top
    redraw(times => times + 1)
    return true
  }
  return { top: topmost(place.current.top, count, page), scroll }
}
