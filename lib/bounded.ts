/**
 * Works on all items in their order, at most `limit` at once. Once the signal aborts or a piece of work throws, no other
 * is begun; those under way come to their end first, then the first error is thrown. An abort alone throws nothing.
 */
export async function eachBounded<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal | undefined,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  const rest = items.entries()
  const errors: unknown[] = []
  const lane = async () => {
    for (const [at, item] of rest) {
      if (signal?.aborted || errors.length > 0) return
      try {
        await work(item, at)
      } catch (error) {
        errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  if (errors.length > 0) throw errors[0]
}
