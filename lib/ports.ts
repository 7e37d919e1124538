/** What every mechanism needs from the world. Real adapters are made in `cli/compose.ts` alone. */

export interface Clock {
  /** Wall clock: milliseconds since 1970-01-01T00:00:00Z. May jump. */
  now(): number
  /** Milliseconds since an arbitrary start within this boot; never goes back. An integer. */
  monotonic(): number
}

/** Cryptographically secure random bytes. */
export interface Random {
  bytes(length: number): Uint8Array
}
