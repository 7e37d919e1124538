/**
 * Which thread reads which entry: the first one to ask. Threads that go over the same list side by side share it out
 * among themselves this way, whatever each entry costs. One byte an entry, in memory that the threads share.
 */
export class Claims {
  readonly #taken: Uint8Array
  readonly #left: Int32Array

  constructor({ taken, left }: SharedClaims) {
    this.#taken = taken
    this.#left = left
  }

  /** True once for each index, in whatever thread. Each claimable index must be claimed at most as often as there are threads. */
  claim(index: number): boolean {
    if (Atomics.exchange(this.#taken, index, 1) === 1) return false
    Atomics.sub(this.#left, 0, 1)
    return true
  }

  /** True when nobody can claim anything more. */
  get done(): boolean {
    return Atomics.load(this.#left, 0) <= 0
  }
}

/** What travels between threads. */
export interface SharedClaims {
  readonly taken: Uint8Array
  /** How many may still be claimed. */
  readonly left: Int32Array
}

/** `of` entries, `claimable` of which will be claimed. */
export function sharedClaims(of: number, claimable: number): SharedClaims {
  const left = new Int32Array(new SharedArrayBuffer(4))
  left[0] = claimable
  return { taken: new Uint8Array(new SharedArrayBuffer(of)), left }
}
