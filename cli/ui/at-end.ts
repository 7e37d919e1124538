import { useLayoutEffect, useRef } from 'react'

/**
 * Runs when the screen goes for good: what it holds is wiped, what waits for it is answered. At once: React leaves other
 * effects to its scheduler, and the process may be over by then.
 */
export function useAtEnd(end: () => void): void {
  const newest = useRef(end)
  newest.current = end
  useLayoutEffect(() => () => newest.current(), [])
}
