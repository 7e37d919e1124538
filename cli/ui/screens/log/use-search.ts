import { useEffect, useRef } from 'react'
import type { FoundEvent } from './found.ts'
import { Search } from './search.ts'

/** What a search is made of. */
interface Source<Id, Row> {
  readonly steps: Iterator<Id | null>
  readonly read: (id: Id) => Row
}

/** The one search of a screen: another one stops it, and so does the end of the screen. */
export function useSearch<Id, Row>() {
  const now = useRef<{ readonly search: Search<Id, Row>; stopper: AbortController } | null>(null)
  const stop = () => now.current?.stopper.abort()
  useEffect(() => () => now.current?.stopper.abort(), [])
  return {
    begin(run: number, { steps, read }: Source<Id, Row>, count: number, tell: (event: FoundEvent<Row>) => void): void {
      stop()
      const stopper = new AbortController()
      now.current = { search: new Search(run, steps, read, tell), stopper }
      void now.current.search.next(count, stopper.signal)
    },
    more(count: number): void {
      if (now.current === null) return
      now.current.stopper = new AbortController()
      void now.current.search.next(count, now.current.stopper.signal)
    },
    stop,
  }
}
