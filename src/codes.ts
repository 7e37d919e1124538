import { hash, timingSafeEqual } from 'node:crypto'
import { confirmationCodeOf } from '../lib/confirmation.ts'
import { hex } from '../lib/hex.ts'
import type { Random } from '../lib/ports.ts'
import { crockford } from '../lib/ulid.ts'
import { crockfordSymbols } from './ids.ts'

/** A receipt code, `7K3Q-M9XP`: eight random Crockford symbols (40 bits), independent of everything else. */
export function newReceiptCode(random: Random): string {
  const symbols = crockford(8, random)
  return `${symbols.slice(0, 4)}-${symbols.slice(4)}`
}

/** The nonce that exists only inside the sealed WAYBILL.txt: 128 bits, hex. */
export function newNonce(random: Random): string {
  return hex(random.bytes(16))
}

export function confirmationCode(nonce: string): string {
  return confirmationCodeOf(hash('sha256', Buffer.from(nonce, 'hex'), 'buffer'))
}

/** True when a person quoted `code`, whatever case, spaces and look-alikes they used. Constant time for eight symbols. */
export function isSameCode(quoted: string, code: string): boolean {
  const a = Buffer.from(crockfordSymbols(quoted) ?? '')
  const b = Buffer.from(crockfordSymbols(code) ?? '')
  return a.length === b.length && timingSafeEqual(a, b)
}
