import { createCipheriv, createDecipheriv } from 'node:crypto'
import { WaybillError } from '../error.ts'
import type { Random } from '../ports.ts'

/**
 * AES-256-GCM (NIST SP 800-38D) boxes: nonce (12) ‖ ciphertext ‖ tag (16). Nonces are random, which is safe for 2^32
 * boxes under one key (§8.3); no key here comes near that.
 */
const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/** `key` is 32 bytes; `about` is authenticated, not stored. */
export function sealBox(key: Uint8Array, plain: Uint8Array, about: Uint8Array, random: Random): Uint8Array {
  const nonce = random.bytes(nonceLength)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(about)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** A new array. Throws `WB-LEDGER-DAMAGED` for another key, another `about`, or bytes that are not the ones sealed. */
export function openBox(key: Uint8Array, box: Uint8Array, about: Uint8Array): Uint8Array {
  if (box.length < nonceLength + tagLength) throw notSealedHere()
  const decipher = createDecipheriv(algorithm, key, box.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(about).setAuthTag(box.subarray(-tagLength))
  const plain = decipher.update(box.subarray(nonceLength, -tagLength))
  try {
    // GCM is a stream mode: final() checks the tag and adds nothing.
    decipher.final()
    return plain
  } catch (cause) {
    plain.fill(0)
    throw notSealedHere(cause)
  }
}

/** What a box is bound to: log id ‖ owner ‖ class ‖ purpose, each ended by a zero byte so that no two lists collide. */
export function aboutOwned(log: string, owner: string, personalClass: string, purpose: string): Uint8Array {
  return joined(log, owner, personalClass, purpose)
}

/** Purposes of boxes that belong to an owner. */
export const purposes = {
  /** The owner's own key, under the `disclosure` key. */
  key: 'key',
  /** D, under the owner's key. Named by its digest, so that two disclosures of one owner cannot be exchanged. */
  disclosure: (digest: string) => `disclosure ${digest}`,
  /** A small row of the application, under the owner's key. */
  record: (kind: string, id: string) => `record ${kind} ${id}`,
}

/** What a vault box is bound to: log id ‖ 'vault' ‖ id. */
export function aboutVault(log: string, id: string): Uint8Array {
  return joined(log, 'vault', id)
}

function joined(...parts: string[]): Uint8Array {
  if (parts.some(part => part.includes('\0') || !part.isWellFormed())) throw new RangeError('not a name')
  return Buffer.from(parts.map(part => `${part}\0`).join(''))
}

function notSealedHere(cause?: unknown): WaybillError {
  return new WaybillError(
    'WB-LEDGER-DAMAGED',
    'A sealed row of the ledger does not open with the keys of this home.',
    'Run `waybill verify` to see what was changed.',
    { cause },
  )
}
