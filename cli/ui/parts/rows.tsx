import { createElement, Fragment } from 'react'
import { bare, type Text } from '../../style.ts'
import { Line } from './line.tsx'

interface Props {
  readonly rows: readonly Text[]
  readonly width?: number
}

/** Rows that are wrapped already, one line each. An empty text is an empty row. */
export function Rows({ rows, ...size }: Props) {
  const lines = rows.map(row => (
    <Line key={undefined} {...size}>
      {bare(row) === '' ? ' ' : row}
    </Line>
  ))
  return createElement(Fragment, null, ...lines)
}
