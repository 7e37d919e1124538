import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import { publicOf, unlockSecret } from './keys.ts'
import { changingKeys, requireSettled } from './keys-change.ts'
import { type KeysFile, type PublicKey, publicKeyFrom, readKeysFile } from './keys-file.ts'
import { sealSecret } from './wrapped.ts'

/**
 * A new signing key lives in two files: `keys.json` must have it before the ledger names it, and may use it only after
 * that. So a rotation has three steps, each durable:
 *
 *   1. `prepareRotation`: `keys.json` gets the new key as `next`; the old one goes on signing.
 *   2. `handOver`, under the same lock, so that nobody drops `next` meanwhile: the ledger commits `key.rotated`, signed with
 *      the old key, as the last event of its commit.
 *   3. `settleRotation`: `next` takes the place of the old secret, which is gone from the file.
 *
 * After a crash the ledger decides: the key that it names is finished, any other `next` is dropped. The storage key stays.
 * WB-BUSY where another rotation waits for its third step.
 */
export async function prepareRotation<T>(
  home: string,
  passphrase: Secret | null,
  random: Random,
  handOver: (next: PublicKey) => T | Promise<T>,
): Promise<T> {
  return changingKeys(home, random, async (file, save) => {
    requireSettled(file)
    const { secret, dataKey } = await unlockSecret(home, file, passphrase)
    const bytes = Uint8Array.from(secret)
    bytes.set(random.bytes(32))
    const spki = publicOf(bytes)
    const next = { public: spki, secret: dataKey === null ? bytes : sealSecret(bytes, spki, dataKey, random) }
    save({ ...file, next })
    for (const used of [secret, bytes, dataKey]) used?.fill(0)
    return await handOver(publicKeyFrom(spki))
  })
}

/** Step 3, or the end of a rotation that died. `named` tells the fingerprint of the key that the ledger has in force. */
export async function settleRotation(home: string, named: () => string | null, random: Random): Promise<void> {
  if (readKeysFile(home).next === undefined) return
  await changingKeys(home, random, (file, save) => {
    const { next, ...rest } = file
    if (next === undefined) return
    save(publicKeyFrom(next.public).fingerprint === named() ? finished(rest, next) : rest)
  })
}

function finished(file: KeysFile, next: NonNullable<KeysFile['next']>): KeysFile {
  const { secret } = file
  return {
    ...file,
    public: [...file.public, next.public],
    secret: secret.kind === 'raw' ? { ...secret, bytes: next.secret } : { ...secret, box: next.secret },
  }
}
