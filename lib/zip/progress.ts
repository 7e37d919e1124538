/** How far long work over an archive is: bytes of content, and the entry at hand. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly name: string
}
