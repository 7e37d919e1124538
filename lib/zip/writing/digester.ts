import { createHash, type Hash } from 'node:crypto'

/** The two SHA-256 that are computed while an archive is written: of the archive, and of the large source at hand. */
export type Chain = 'archive' | 'source'

export interface DigestPart {
  readonly chain: Chain
  /** Bytes of the arena's memory. */
  readonly at: number
  readonly length: number
  /** The chain ends with these: the answer is its digest, and it begins anew. */
  readonly last: boolean
}

/** Both chains are serial by nature, so one thread takes both, beside those that pack. */
export class Digester {
  readonly #memory: SharedArrayBuffer
  readonly #chains: Record<Chain, Hash> = { archive: createHash('sha256'), source: createHash('sha256') }

  constructor(memory: SharedArrayBuffer) {
    this.#memory = memory
  }

  /** 64 hex digits at the end of a chain, else null. */
  run({ chain, at, length, last }: DigestPart): string | null {
    this.#chains[chain].update(new Uint8Array(this.#memory, at, length))
    if (!last) return null
    const digest = this.#chains[chain].digest('hex')
    this.#chains[chain] = createHash('sha256')
    return digest
  }
}
