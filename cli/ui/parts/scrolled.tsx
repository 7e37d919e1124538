import { Box } from 'ink'
import { createElement, type ReactNode, useRef, useState } from 'react'
import { dim, type Text } from '../../style.ts'
import type { Input } from '../keys.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

/**
 * How far somebody has scrolled in `count` rows of which `height` are seen; `scroll` says whether the input meant it.
 * Another `text` begins at its top.
 */
export function useScroll(
  text: string,
  count: number,
  height: number,
): { readonly top: number; readonly scroll: (input: Input) => boolean } {
  const place = useRef({ text, top: 0 })
  const [, redraw] = useState(0)
  if (place.current.text !== text) place.current = { text, top: 0 }
  const page = pageOf(count, height)
  const last = Math.max(0, count - page)
  const scroll = (input: Input): boolean => {
    const top = Math.min(place.current.top, last)
    const to = input.type === 'paste' ? undefined : targets[input.key]?.(top, page, last)
    if (to === undefined) return false
    place.current.top = Math.max(0, Math.min(last, to))
    redraw(times => times + 1)
    return true
  }
  return { top: Math.min(place.current.top, last), scroll }
}

/** Arrows, and the letters that pagers have. */
const targets: Readonly<Record<string, (top: number, page: number, last: number) => number>> = {
  up: top => top - 1,
  k: top => top - 1,
  down: top => top + 1,
  j: top => top + 1,
  pageup: (top, page) => top - page,
  b: (top, page) => top - page,
  pagedown: (top, page) => top + page,
  space: (top, page) => top + page,
  home: () => 0,
  g: () => 0,
  end: (_top, _page, last) => last,
  G: (_top, _page, last) => last,
}

interface Props {
  /** Each one line high and at most `width` wide. */
  readonly rows: readonly Text[]
  readonly top: number
  readonly height: number
  readonly width: number
  readonly label: string
}

/** The rows that fit, and where there are more the place in them. */
export function Scrolled({ rows, top, height, width, label }: Props): ReactNode {
  const { words } = useLook()
  const page = pageOf(rows.length, height)
  const shown = rows.slice(top, top + page)
  const lines = shown.map(row => (
    <Line key={undefined} width={width}>
      {row === '' ? ' ' : row}
    </Line>
  ))
  const place = page < rows.length && (
    <Line width={width}>{dim(words.waybill.rows(top + 1, top + shown.length, rows.length))}</Line>
  )
  return createElement(Box, { flexDirection: 'column', width, 'aria-label': label }, ...lines, place)
}

/** One row is for the place, where not all fit. */
function pageOf(count: number, height: number): number {
  return count <= height ? count : Math.max(1, height - 1)
}
