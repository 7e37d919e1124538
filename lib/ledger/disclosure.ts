import { hash } from 'node:crypto'
import type { Random } from '../ports.ts'
import { canonical, isList, type Json, parseCanonical } from './canonical.ts'
import { fromBase64url, malformed } from './malformed.ts'

/**
 * A personal field kept beside the ledger, after the disclosures of RFC 9901 (SD-JWT) §4.2.1. Its text is
 * D = base64url(canonical JSON [salt, name, value]); events hold only SHA-256(D). The salt (128 bits) makes the digest of
 * a guessable value, such as a telephone number, say nothing once D is gone.
 */
export interface Disclosure {
  /** 16 random bytes. */
  readonly salt: Uint8Array
  readonly name: string
  readonly value: Json
}

const saltLength = 16

export function newDisclosure(name: string, value: Json, random: Random): Disclosure {
  return { salt: random.bytes(saltLength), name, value }
}

/** D: printable ASCII, no padding. */
export function encodeDisclosure({ salt, name, value }: Disclosure): string {
  return Buffer.from(canonical([Buffer.from(salt).toString('base64url'), name, value])).toString('base64url')
}

/** Untrusted. Throws `WB-LEDGER-FORMAT` unless `text` is exactly D for the fields returned. */
export function parseDisclosure(text: string): Disclosure {
  const bytes = fromBase64url(text)
  if (bytes === null) throw malformed('a disclosure')
  let json: string
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw malformed('a disclosure', cause)
  }
  const parts = parseCanonical(json)
  if (!isList(parts) || parts.length !== 3) throw malformed('a disclosure')
  const [encodedSalt, name, value] = parts
  const salt = typeof encodedSalt === 'string' ? fromBase64url(encodedSalt) : null
  if (salt?.length !== saltLength || typeof name !== 'string' || value === undefined) throw malformed('a disclosure')
  return { salt, name, value }
}

/** Hex SHA-256(D): what `printf %s "$D" | sha256sum` prints. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}
