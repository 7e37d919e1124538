import { pbkdf2Sync } from 'node:crypto'
import { KEYS_LENGTH, ROUNDS } from './aes.ts'

/** The keys of an entry (see `aes.ts`) for its salt of 16 bytes; the caller zeroes them. */
export type DeriveKeys = (salt: Uint8Array) => Uint8Array

export function keyDerivation(password: Uint8Array): DeriveKeys {
  return salt => pbkdf2Sync(password, salt, ROUNDS, KEYS_LENGTH, 'sha1')
}
