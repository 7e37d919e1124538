import type { Random } from '../ports.ts'
import { Secret } from '../secret.ts'
import { damaged, type Slot, type WrappedSecret } from './keys-file.ts'
import { bareRecoveryCode, type Cost, keyFromPassphrase } from './passphrase.ts'
import { openBox, sealBox } from './seal.ts'

/**
 * A secret that a passphrase or a recovery code opens: it lies in a box under a random data key, and the data key lies in
 * one box (a slot) for each way in. A new passphrase makes a new slot; the secret stays where it is.
 */
export interface Making {
  readonly random: Random
  readonly cost: Cost
}

type SlotName = 'passphrase' | 'recovery'

/** `spki` is the public key that belongs to the secret: the box is bound to it. */
export async function wrap(
  secret: Uint8Array,
  spki: Uint8Array,
  ways: { passphrase: Secret; recoveryCode: Secret },
  making: Making,
): Promise<WrappedSecret> {
  const dataKey = making.random.bytes(32)
  const recoveryCode = bare(ways.recoveryCode)
  try {
    return {
      kind: 'wrapped',
      box: sealSecret(secret, spki, dataKey, making.random),
      passphrase: await makeSlot('passphrase', ways.passphrase, dataKey, making),
      recovery: await makeSlot('recovery', recoveryCode, dataKey, making),
    }
  } finally {
    dataKey.fill(0)
    recoveryCode.destroy()
  }
}

/** The data key, or null when the passphrase is wrong. */
export async function openWithPassphrase(wrapped: WrappedSecret, passphrase: Secret): Promise<Uint8Array | null> {
  return openSlot('passphrase', passphrase, wrapped.passphrase)
}

/** The data key, or null when the code is wrong. Case, spaces and hyphens of the code do not matter. */
export async function openWithRecoveryCode(wrapped: WrappedSecret, code: Secret): Promise<Uint8Array | null> {
  const recoveryCode = bare(code)
  try {
    return await openSlot('recovery', recoveryCode, wrapped.recovery)
  } finally {
    recoveryCode.destroy()
  }
}

/** The same secret behind another passphrase; the recovery code stays. */
export async function withPassphrase(
  wrapped: WrappedSecret,
  dataKey: Uint8Array,
  passphrase: Secret,
  making: Making,
): Promise<WrappedSecret> {
  return { ...wrapped, passphrase: await makeSlot('passphrase', passphrase, dataKey, making) }
}

/** The box of the secret that belongs to this public key. */
export function sealSecret(secret: Uint8Array, spki: Uint8Array, dataKey: Uint8Array, random: Random): Uint8Array {
  return sealBox(dataKey, secret, aboutSecret(spki), random)
}

/** Throws `WB-KEYS-DAMAGED` when the box is not the one that was sealed for this public key. */
export function openSecret({ box }: WrappedSecret, spki: Uint8Array, dataKey: Uint8Array): Uint8Array {
  try {
    return openBox(dataKey, box, aboutSecret(spki))
  } catch (cause) {
    throw damaged(cause)
  }
}

async function makeSlot(name: SlotName, passphrase: Secret, dataKey: Uint8Array, making: Making): Promise<Slot> {
  const { random, cost } = making
  const salt = random.bytes(16)
  const key = await keyFromPassphrase(passphrase, salt, cost)
  try {
    return { cost, salt, box: sealBox(key, dataKey, aboutSlot(name), random) }
  } finally {
    key.fill(0)
  }
}

async function openSlot(name: SlotName, passphrase: Secret, slot: Slot): Promise<Uint8Array | null> {
  const key = await keyFromPassphrase(passphrase, slot.salt, slot.cost)
  try {
    return openBox(key, slot.box, aboutSlot(name))
  } catch {
    return null
  } finally {
    key.fill(0)
  }
}

function bare(code: Secret): Secret {
  return Secret.fromText(code.use(bareRecoveryCode))
}

function aboutSecret(spki: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('waybill/1/keys\0'), spki])
}

function aboutSlot(name: SlotName): Uint8Array {
  return Buffer.from(`waybill/1/keys/${name}\0`)
}
