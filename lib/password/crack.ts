/**
 * What it costs to find a password of an archive by trying.
 *
 * The work of one guess. WinZip AES-256 derives 66 bytes with PBKDF2-HMAC-SHA1, 1 000 iterations (WinZip, "AES Encryption
 * Information: AE-1 and AE-2", section III): cipher key 0–31, MAC key 32–63, verifier 64–65. PBKDF2 makes SHA-1 blocks of
 * 20 bytes, each by itself (RFC 8018 section 5.2), and the verifier, stored in clear, lies whole in the fourth. So an
 * attacker computes **one** block of the four that the owner computes: 1 000 HMACs, 2 000 SHA-1 compressions. Two bytes
 * let one wrong guess in 65 536 through; those few alone cost the other blocks and a MAC over the smallest entry, or the
 * verifier of a second entry. The verifier takes no bits off the password (every guess must still be tried), but it makes
 * each guess four times cheaper than the key derivation looks. hashcat has done this since 2019 (`m13600-pure.cl`, "2 byte
 * optimization check"). Salts are random per entry: nothing can be computed ahead or shared between archives.
 *
 * The speed. hashcat mode 13600 (WinZip, 999 further iterations), benchmarks published by Chick3nman:
 * RTX 3090 9 012 kH/s (v6.1.1, gist e4fcee00cb6d82874dace72106d73fef); RTX 4090 18 870 kH/s (v6.2.6, gist
 * 32e662a5bb63bc4f51b847bb422222fd). The same 3090 does 9 241 kH/s in mode 12000, one plain block of PBKDF2-HMAC-SHA1:
 * one block a guess, as argued. We reckon with 20 million a second, rounded in the attacker's favour.
 */
export const GUESSES_PER_SECOND = 20e6

/** A rented farm, for the figure that people see. */
const FARM = 1_000

const SECONDS_PER_YEAR = 365.25 * 24 * 3600

export interface CrackCost {
  /** On average: half of all candidates. */
  readonly guesses: number
  /** Hours on one RTX 4090. */
  readonly gpuHours: number
  /** Years on a thousand of them. */
  readonly farmYears: number
}

/** `bits` from 0 to some hundreds; the figures are averages. */
export function crackCost(bits: number): CrackCost {
  const guesses = 2 ** bits / 2
  const seconds = guesses / GUESSES_PER_SECOND
  return { guesses, gpuHours: seconds / 3600, farmYears: seconds / FARM / SECONDS_PER_YEAR }
}

/** For people, in English: `about 2.3 hours`, `about 500 billion years`; on a thousand cards. */
export function crackTimeInWords(cost: CrackCost): string {
  const seconds = cost.farmYears * SECONDS_PER_YEAR
  if (cost.farmYears >= 1e15) return 'more than a thousand trillion years'
  const [unit, size] = spans.find(([, size]) => seconds >= size) ?? ['second', 1]
  if (seconds < 1) return 'less than a second'
  const amount = rounded.format(seconds / size)
  return `about ${amount} ${unit}${amount === '1' ? '' : 's'}`
}

const spans: readonly (readonly [unit: string, seconds: number])[] = [
  ['year', SECONDS_PER_YEAR],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const rounded = new Intl.NumberFormat('en', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: 2,
})
