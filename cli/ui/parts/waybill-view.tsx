import { type ReactNode, useMemo } from 'react'
import type { WaybillView as Waybill } from '../../../src/waybill-view.ts'
import type { Input } from '../keys.ts'
import { useLook } from '../ui.ts'
import { waybillRows } from '../waybill-rows.ts'
import { Scrolled, useScroll } from './scrolled.tsx'

interface Sheet {
  /** Null: nothing to read yet. */
  readonly view: Waybill | null
  readonly width: number
  readonly height: number
}

/**
 * A waybill to read: what `scroll` takes moves in it (it says false to all other input), and `sheet` is what is seen.
 * Rows are made anew only for another waybill, width or language.
 */
export function useWaybill({ view, width, height }: Sheet): {
  readonly sheet: ReactNode
  readonly scroll: (input: Input) => boolean
} {
  const { words, locale, theme } = useLook()
  const look = useMemo(() => ({ words, locale, theme }), [words, locale, theme])
  const rows = useMemo(() => (view === null ? [] : waybillRows(view, look, width)), [view, look, width])
  const { top, scroll } = useScroll(view?.id ?? '', rows.length, height)
  const label = `${words.waybill.title} ${view?.transfer ?? ''}`
  return { sheet: <Scrolled rows={rows} top={top} height={height} width={width} label={label} />, scroll }
}
