import { createCipheriv, createHash } from 'node:crypto'

const PIECE = 2 ** 20

/** `length` bytes that nothing compresses, in pieces: the keystream of AES-256-CTR under the seed (NIST SP 800-38A). */
export function* noise(length: number, seed: string): Generator<Uint8Array> {
  const key = createHash('sha256').update(seed).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  for (let left = length; left > 0; left -= PIECE) yield cipher.update(Buffer.alloc(Math.min(PIECE, left)))
}
