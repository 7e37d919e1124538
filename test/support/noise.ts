import { createCipheriv, createHash } from 'node:crypto'

/** Reproducible bytes that nothing compresses, fast: the keystream of AES-CTR under the seed. */
export function noise(length: number, seed: string): Uint8Array {
  const key = createHash('sha256').update(seed).digest()
  return Uint8Array.from(createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length)))
}

/** Reproducible lines of a table, at least `length` bytes of them cut to that: compresses about five to one. */
export function table(length: number): Uint8Array {
  const lines: string[] = []
  for (let i = 0, bytes = 0; bytes < length; i++) {
    const line = `${100_000 + i};Müller;Köln;${(i * 7919) % 10_007},${i % 97};2026-01-${1 + (i % 28)}\n`
    bytes += line.length
    lines.push(line)
  }
  return Uint8Array.from(Buffer.from(lines.join('')).subarray(0, length))
}
