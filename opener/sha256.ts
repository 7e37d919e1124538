/** SHA-256 (FIPS 180-4) in pieces: WebCrypto has it only for what is in memory whole, and not on every page. */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2). */
const K = Int32Array.from(primes(64), prime => fraction(Math.cbrt(prime)))
/** The same of the square roots of the first 8 (5.3.3). */
const INITIAL = Int32Array.from(primes(8), prime => fraction(Math.sqrt(prime)))
const BLOCK = 64

function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime !== 0)) found.push(n)
  return found
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0
}

export class Sha256 {
  readonly #state = Int32Array.from(INITIAL)
  readonly #schedule = new Int32Array(64)
  readonly #rest = new Uint8Array(BLOCK)
  #resting = 0
  #length = 0

  update(bytes: Uint8Array): this {
    this.#length += bytes.length
    let at = 0
    if (this.#resting > 0) {
      at = Math.min(BLOCK - this.#resting, bytes.length)
      this.#rest.set(bytes.subarray(0, at), this.#resting)
      this.#resting += at
      if (this.#resting < BLOCK) return this
      this.#blocks(this.#rest, 0, BLOCK)
      this.#resting = 0
    }
    const whole = bytes.length - ((bytes.length - at) % BLOCK)
    this.#blocks(bytes, at, whole)
    this.#rest.set(bytes.subarray(whole))
    this.#resting = bytes.length - whole
    return this
  }

  /** 32 bytes; once, at the end. */
  digest(): Uint8Array<ArrayBuffer> {
    const length = this.#length
    const padding = new Uint8Array((this.#resting < 56 ? 56 : 120) - this.#resting + 8)
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(length) * 8n)
    this.update(padding)
    const digest = new Uint8Array(32)
    const view = new DataView(digest.buffer)
    for (const [i, word] of this.#state.entries()) view.setInt32(4 * i, word)
    return digest
  }

  /** As `sha256sum` prints it. */
  hex(): string {
    return Array.from(this.digest(), byte => byte.toString(16).padStart(2, '0')).join('')
  }

  #blocks(bytes: Uint8Array, from: number, to: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = from; at < to; at += BLOCK) this.#block(view, at)
  }

  /** 6.2.2. `as number`: an index within a typed array is one; words wrap by themselves where they are stored. */
  #block(view: DataView, at: number): void {
    const w = this.#schedule
    const state = this.#state
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t)
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15] as number
      const y = w[t - 2] as number
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      w[t] = (((w[t - 16] as number) + s0) | 0) + (((w[t - 7] as number) + s1) | 0)
    }
    let a = state[0] as number
    let b = state[1] as number
    let c = state[2] as number
    let d = state[3] as number
    let e = state[4] as number
    let f = state[5] as number
    let g = state[6] as number
    let h = state[7] as number
    for (let t = 0; t < 64; t++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (((h + s1) | 0) + ((e & f) ^ (~e & g)) + (((K[t] as number) + (w[t] as number)) | 0)) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    state[0] = (state[0] as number) + a
    state[1] = (state[1] as number) + b
    state[2] = (state[2] as number) + c
    state[3] = (state[3] as number) + d
    state[4] = (state[4] as number) + e
    state[5] = (state[5] as number) + f
    state[6] = (state[6] as number) + g
    state[7] = (state[7] as number) + h
  }
}
