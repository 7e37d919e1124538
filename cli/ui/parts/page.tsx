import { Box, useIsScreenReaderEnabled } from 'ink'
import { createElement, Fragment } from 'react'
import { bare, dim, type Text } from '../../style.ts'
import { topmost } from '../scroll.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'
import { Spoken } from './spoken.tsx'

interface Props {
  /** Each one line high: see `wrapped.ts`. */
  readonly lines: readonly Text[]
  /** The first one that is seen. */
  readonly top: number
  readonly rows: number
  readonly label: string
}

/** How many lines of a text are seen: one row tells where one is, if it does not fit. */
export function pageOf(count: number, rows: number): number {
  return count <= rows ? rows : Math.max(1, rows - 1)
}

/** Text that is read and turned. A screen reader gets all of it. */
export function Page({ lines, top, rows, label }: Props) {
  const { words } = useLook()
  const all = useIsScreenReaderEnabled() || lines.length <= rows
  const page = pageOf(lines.length, rows)
  const first = all ? 0 : topmost(top, lines.length, page)
  const shown = all ? lines : lines.slice(first, first + page)
  return (
    <Box flexDirection="column" aria-role="list">
      <Spoken>{label}</Spoken>
      {createElement(
        Fragment,
        null,
        ...shown.map(text => <Line key={undefined}>{bare(text) === '' ? ' ' : text}</Line>),
      )}
      {!all && <Line>{dim(words.frame.part(first + 1, first + shown.length, lines.length))}</Line>}
    </Box>
  )
}
