import { useEffect, useRef } from 'react'
import { useUi } from '../../ui.ts'
import type { FoundEvent } from './found.ts'
import { Search } from './search.ts'

/** What a search is made of. */
interface Source<Id, Row> {
  readonly steps: Iterator<Id | null>
  readonly read: (id: Id) => Row
}

/** The one search of a screen: another one stops it, and so does the end of the screen. */
export function useSearch<Id, Row>() {
  const { looking } = useUi()
  const now = useRef<{ readonly search: Search<Id, Row>; readonly stopper: AbortController } | null>(null)
  const stop = () => now.current?.stopper.abort()
  const go = (search: Search<Id, Row>, count: number, stopper: AbortController) => {
    now.current = { search, stopper }
    void looking(signal => search.next(count, AbortSignal.any([signal, stopper.signal])))
  }
  useEffect(() => () => now.current?.stopper.abort(), [])
  return {
    begin(run: number, { steps, read }: Source<Id, Row>, count: number, tell: (event: FoundEvent<Row>) => void): void {
      stop()
      go(new Search(run, steps, read, tell), count, new AbortController())
    },
    more(count: number): void {
      if (now.current !== null) go(now.current.search, count, new AbortController())
    },
    stop,
  }
}
