import type { Secret } from '../secret.ts'

/** zxcvbn's time grows faster than the length (256 characters of look-alikes take seconds), and no person types more. */
const LONGEST = 256

/**
 * No estimate goes above this: HMAC-SHA1 first hashes a key of more than 64 bytes to 160 bits (RFC 2104 section 2), so a
 * longer password cannot be worth more in this format.
 */
const MOST_BITS = 160

/**
 * Bits of a password that a person typed (printable ASCII), by zxcvbn (Wheeler, USENIX Security 2016): log2 of the
 * guesses of an attacker who tries words, names, dates, keyboard runs and repeats first. `words` are tried before all
 * others. What lies beyond `LONGEST` characters counts for nothing. The estimate is cautious with random characters (3.3
 * bits each). zxcvbn is loaded by the first call (some 100 ms) and keeps `words`, not the password.
 */
export async function estimateBits(secret: Secret, words: readonly string[]): Promise<number> {
  const { default: zxcvbn } = await import('zxcvbn')
  const digits = secret.use(text => zxcvbn(text.slice(0, LONGEST), [...words]).guesses_log10)
  return Math.min(Math.max(digits * Math.log2(10), 0), MOST_BITS)
}
