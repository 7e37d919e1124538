import { Box } from 'ink'
import { createElement, type ReactNode } from 'react'
import { bare, type Text } from '../../style.ts'
import { Line } from './line.tsx'

interface Props {
  readonly rows: readonly Text[]
  readonly width?: number
}

/** Rows that are wrapped already, one line each. An empty text is an empty row. */
export function Rows({ rows, ...size }: Props): ReactNode {
  const lines = rows.map(row => (
    <Line key={undefined} {...size}>
      {bare(row) === '' ? ' ' : row}
    </Line>
  ))
  // Where there is no room the last ones are cut off; without this Ink lays them over each other.
  return createElement(Box, { flexDirection: 'column', flexShrink: 0 }, ...lines)
}
