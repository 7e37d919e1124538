/** The first call does the work, all get its result. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null
  return () => {
    result ??= quiet(work())
    return result
  }
}

/** Looked at when its turn comes; until then no "unhandled rejection". */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
