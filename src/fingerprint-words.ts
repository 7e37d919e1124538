import { unitsOf } from '../lib/password/recipes.ts'

/** 7 776^20 is just above 2^256 (258.5 bits), so twenty words hold every fingerprint. */
const count = 20

/**
 * A fingerprint (64 hex digits) in words that two people can compare by telephone: the number of 256 bits, written to the
 * base 7 776 with twenty digits, the most significant first; each digit is the word of that position, from 0, in the
 * EFF's long list of 2016 in the order of its dice. docs/ledger-format.md tells how to do that with `bc`.
 */
export function fingerprintWords(fingerprint: string): string[] {
  const list = unitsOf('words')
  const base = BigInt(list.length)
  const words: string[] = []
  for (let rest = BigInt(`0x${fingerprint}`); words.length < count; rest /= base) {
    words.unshift(list[Number(rest % base)] ?? '')
  }
  return words
}
