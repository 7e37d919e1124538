import { useLayoutEffect, useRef } from 'react'
import { WaybillError } from '../../lib/error.ts'
import type { Session } from '../session.ts'

/** Milliseconds between two looks at how far the ledger is: one row is read. */
const pause = 1_000

/**
 * Calls back when the ledger has grown, whoever wrote: another window or command works on the same home too. What cannot be
 * read is told by the work that needs it.
 */
export function useLedgerNews({ home: { ledger } }: Pick<Session, 'home'>, onNews: () => void): void {
  const newest = useRef(onNews)
  newest.current = onNews
  useLayoutEffect(() => {
    let size: number | null = null
    const look = () => {
      try {
        const now = ledger.checkpoint().size
        const isNews = size !== null && now !== size
        size = now
        if (isNews) newest.current()
      } catch (error) {
        if (!(error instanceof WaybillError)) throw error
      }
    }
    look()
    const timer = setInterval(look, pause)
    return () => clearInterval(timer)
  }, [ledger])
}
