import { createElement, Fragment } from 'react'
import type { Text } from '../../style.ts'
import { Line } from './line.tsx'

/** Rows that are wrapped already, one line each. An empty text is an empty row. */
export function Rows({ rows }: { readonly rows: readonly Text[] }) {
  return createElement(Fragment, null, ...rows.map(row => <Line key={undefined}>{row === '' ? ' ' : row}</Line>))
}
