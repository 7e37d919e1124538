import { type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { WaybillError } from '../error.ts'
import type { Random } from '../ports.ts'
import { Secret } from '../secret.ts'

/** The cost of one guess with scrypt (RFC 7914 §2): memory 128 × N × r bytes. Stored with what it protects. */
export interface Cost {
  /** A power of two. */
  readonly N: number
  readonly r: number
  readonly p: number
}

/** 128 MiB and about 0.4 s a guess on a laptop of 2024. */
export const defaultCost: Cost = { N: 2 ** 17, r: 8, p: 1 }

const keyLength = 32
const stretch = promisify<Buffer, Uint8Array, number, ScryptOptions, Buffer>(scrypt)

/** A 32-byte key from a passphrase. The same text typed in another Unicode form is the same passphrase (NFC). */
export async function keyFromPassphrase(passphrase: Secret, salt: Uint8Array, cost: Cost): Promise<Uint8Array> {
  const typed = normalised(passphrase)
  try {
    // Node refuses when it needs more than maxmem: 128·N·r is the table, the rest is small.
    return await stretch(typed, salt, keyLength, { ...cost, maxmem: 128 * (cost.N + cost.p + 2) * cost.r + 1024 })
  } finally {
    typed.fill(0)
  }
}

/** True for parameters that scrypt takes and that do not exhaust the machine: at most 1 GiB. */
export function isCost({ N, r, p }: Cost): boolean {
  const powerOfTwo = N >= 2 && N <= 2 ** 20 && Number.isInteger(Math.log2(N))
  return powerOfTwo && Number.isInteger(r) && r >= 1 && r <= 8 && Number.isInteger(p) && p >= 1 && p <= 4
}

function normalised(passphrase: Secret): Buffer {
  try {
    return passphrase.use(text => Buffer.from(text.normalize('NFC')))
  } catch (cause) {
    throw new WaybillError('WB-PASSPHRASE-WRONG', 'The passphrase is not text.', 'Give it in UTF-8.', { cause })
  }
}

/** The default password alphabet: no 0, 1, i, l, o. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const groups = 5
const groupLength = 4

/**
 * 20 random symbols (99 bits) in groups of four, `7k3q-m9xp-…`. Rejection sampling: of 256 byte values the 248 = 8 × 31
 * lowest are used, so that each symbol is drawn by exactly eight of them; byte 30 gives `z`, byte 31 gives `2` again.
 */
export function newRecoveryCode(random: Random): Secret {
  let symbols = ''
  while (symbols.length < groups * groupLength) {
    const [byte = 255] = random.bytes(1)
    if (byte < 248) symbols += alphabet.charAt(byte % alphabet.length)
  }
  const code = Array.from({ length: groups }, (_, i) => symbols.slice(i * groupLength, (i + 1) * groupLength))
  return Secret.fromText(code.join('-'))
}

/** A recovery code as somebody typed it: case, spaces and hyphens do not matter. */
export function bareRecoveryCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s\p{Pd}]/gu, '')
}
