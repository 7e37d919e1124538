import type { Clock, Random } from './ports.ts'

/** Crockford's base 32: no I, L, O, U. (ULID specification, "Encoding".) */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const pattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** A new ULID: 48 bits of milliseconds, then 80 random bits, as 26 symbols. 256 is a multiple of 32, so `& 31` is flat. */
export function ulid(clock: Clock, random: Random): string {
  let time = clock.now()
  let head = ''
  for (let i = 0; i < 10; i++) {
    head = alphabet.charAt(time % 32) + head
    time = Math.floor(time / 32)
  }
  return head + crockford(16, random)
}

/** When a ULID was made, by the clock of that time: milliseconds since 1970. */
export function ulidTime(id: string): number {
  let time = 0
  for (let at = 0; at < 10; at++) time = time * 32 + alphabet.indexOf(id.charAt(at))
  return time
}

/** `length` random Crockford symbols: 5 bits each. */
export function crockford(length: number, random: Random): string {
  return Array.from(random.bytes(length), byte => alphabet.charAt(byte & 31)).join('')
}

export function isUlid(text: string): boolean {
  return pattern.test(text)
}

/** `WB-7K3Q-M9XP` from the last eight symbols (40 random bits) of a transfer's ULID. */
export function shortId(id: string): string {
  return `WB-${id.slice(18, 22)}-${id.slice(22)}`
}
