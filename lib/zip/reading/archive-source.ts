/** An archive read by position, wherever it lies. It is untrusted; what is read beyond its end is WB-DAMAGED. */
export interface ArchiveSource {
  /** What messages call it. */
  readonly path: string
  readonly bytes: number
  /** Exactly `length` bytes, in memory of their own. */
  read(at: number, length: number): Promise<Uint8Array>
  /** Like `read`, for few bytes beside those read last; one call at a time, and the result is valid until the next. */
  readNear(at: number, length: number): Promise<Uint8Array>
}
