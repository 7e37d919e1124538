import { useEffect, useRef } from 'react'

/** Runs when the screen goes for good: what it holds is wiped, what waits for it is answered. */
export function useAtEnd(end: () => void): void {
  const newest = useRef(end)
  newest.current = end
  useEffect(() => () => newest.current(), [])
}
