/** How far long work over an archive is: bytes of content, and the entry at hand. Told after each piece. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly name: string
}

export type OnProgress = (progress: Progress) => void

/** Adds up the pieces of all entries under way; the returned function takes the length of one and its entry's name. */
export function progressCounter(total: number, onProgress: OnProgress | undefined) {
  let done = 0
  return (length: number, name: string): void => {
    done += length
    onProgress?.({ done, total, name })
  }
}

export type CountPiece = ReturnType<typeof progressCounter>
