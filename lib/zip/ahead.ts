/**
 * Yields the results of `work` in the order of the items while up to `width` of them are under way: the one place that
 * says how much runs at once and how much memory is held. When the consumer stops early, or a work fails, no new one
 * is begun and the generator ends only after all that run have ended: nothing is left behind.
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const running: Promise<R>[] = []
  try {
    for (const item of items) {
      const one = work(item)
      one.catch(() => {}) // looked at when its turn comes; until then no "unhandled rejection"
      running.push(one)
      if (running.length >= width) yield await first(running)
    }
    while (running.length > 0) yield await first(running)
  } finally {
    await Promise.allSettled(running)
  }
}

function first<R>(running: Promise<R>[]): Promise<R> {
  const one = running.shift()
  if (one === undefined) throw new RangeError('nothing is running')
  return one
}
