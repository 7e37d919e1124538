import { createPublicKey, hash, sign, verify } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKeys, isLocked, needsPassphrase, recoverKeys, unlockKeys } from '../../../lib/ledger/keys.ts'
import {
  encodeKeysFile,
  keysPath,
  parseKeysFile,
  readPublicKey,
  readPublicKeys,
} from '../../../lib/ledger/keys-file.ts'
import { Secret } from '../../../lib/secret.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** Cheap guesses, for tests alone. */
const cost = { N: 16, r: 1, p: 1 }
const right = () => Secret.fromText('correct horse battery staple')
const wrong = () => Secret.fromText('incorrect horse')
const code = (expected: string) => expect.objectContaining({ code: expected })
const mode = (path: string) => statSync(path).mode & 0o777

async function home(passphrase: Secret | null = right(), seed = 'keys') {
  const path = scratch()
  return { path, ...(await createKeys(path, { passphrase, random: seededRandom(seed), cost })) }
}

async function giveWrong(path: string, times: number): Promise<unknown[]> {
  const errors: unknown[] = []
  for (let i = 0; i < times; i++) errors.push(await unlockKeys(path, wrong()).catch((error: unknown) => error))
  return errors
}

describe('createKeys', () => {
  it('makes keys that unlock gives again', async () => {
    const { path, keys } = await home()
    const again = await unlockKeys(path, right())
    expect({ ...again, signing: 0, public: 0 }).toEqual({ ...keys, signing: 0, public: 0 })
    const message = Buffer.from('message')
    expect(verify(null, message, keys.public, sign(null, message, again.signing))).toBe(true)
    expect(needsPassphrase(path)).toBe(true)
  })

  it('names the key by the SHA-256 of its SubjectPublicKeyInfo', async () => {
    const { keys } = await home()
    const der = keys.public.export({ type: 'spki', format: 'der' })
    expect(keys.fingerprint).toBe(hash('sha256', der, 'hex'))
    expect(keys.keyId).toBe(keys.fingerprint.slice(0, 16))
    expect(createPublicKey(keys.signing).equals(keys.public)).toBe(true)
  })

  it('derives three keys that have nothing in common', async () => {
    const { keys } = await home()
    const derived = [keys.vault, keys.disclosure, keys.index].map(key => Buffer.from(key).toString('hex'))
    expect(new Set(derived).size).toBe(3)
    expect(derived.every(key => key.length === 64)).toBe(true)
  })

  it('keeps the files from others', async () => {
    const { path } = await home()
    expect([mode(join(path, 'keys')), mode(keysPath(path))]).toEqual([0o700, 0o600])
  })

  it('leaves neither secret nor passphrase nor code in the file', async () => {
    const { path, recoveryCode } = await home()
    const file = readFileSync(keysPath(path), 'utf8')
    // The first 64 bytes of this source are the secret itself.
    const secret = Buffer.from(seededRandom('keys').bytes(64))
    for (const part of [secret, secret.subarray(0, 32), secret.subarray(32)]) {
      expect(file).not.toContain(part.toString('base64').slice(0, 40))
    }
    expect(file).not.toContain('correct horse')
    expect(file).not.toContain(recoveryCode?.use(text => text))
    expect(recoveryCode?.use(text => text)).toMatch(/^(.{4}-){4}.{4}$/)
  })

  it('leaves them in clear when no passphrase is wanted, and then needs none', async () => {
    const { path, keys, recoveryCode } = await home(null)
    expect(recoveryCode).toBeNull()
    expect(needsPassphrase(path)).toBe(false)
    expect((await unlockKeys(path, null)).vault).toEqual(keys.vault)
    expect((await unlockKeys(path, wrong())).vault).toEqual(keys.vault)
    await expect(
      recoverKeys(path, { code: wrong(), passphrase: right(), random: seededRandom(2), cost }),
    ).rejects.toThrow(code('WB-RECOVERY-WRONG'))
  })

  it('never replaces keys', async () => {
    const { path } = await home()
    const before = readFileSync(keysPath(path), 'utf8')
    await expect(createKeys(path, { passphrase: null, random: seededRandom(2) })).rejects.toThrow(code('WB-EXISTS'))
    expect(readFileSync(keysPath(path), 'utf8')).toBe(before)
    expect(readdirSync(join(path, 'keys'))).toEqual(['keys.json'])
  })

  it('lets one win when two begin at the same moment', async () => {
    const path = scratch()
    const made = await Promise.allSettled(
      ['one', 'two'].map(seed => createKeys(path, { passphrase: right(), random: seededRandom(seed), cost })),
    )
    const [won, ...others] = made.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(others).toEqual([])
    expect((await unlockKeys(path, right())).fingerprint).toBe(won?.keys.fingerprint)
    expect(readdirSync(join(path, 'keys'))).toEqual(['keys.json'])
  })
})

describe('unlockKeys', () => {
  it('refuses a wrong passphrase and none', async () => {
    const { path } = await home()
    await expect(unlockKeys(path, wrong())).rejects.toThrow(code('WB-PASSPHRASE-WRONG'))
    await expect(unlockKeys(path, null)).rejects.toThrow(code('WB-PASSPHRASE-NEEDED'))
    expect(isLocked(path)).toBe(false)
  })

  it('is locked by the fifth wrong passphrase, even for the right one', async () => {
    const { path } = await home()
    const errors = await giveWrong(path, 5)
    expect(errors).toEqual([...Array(4).fill(code('WB-PASSPHRASE-WRONG')), code('WB-HOME-LOCKED')])
    expect(isLocked(path)).toBe(true)
    await expect(unlockKeys(path, right())).rejects.toThrow(code('WB-HOME-LOCKED'))
    await expect(unlockKeys(path, null)).rejects.toThrow(code('WB-HOME-LOCKED'))
  })

  it('counts only wrong passphrases in a row', async () => {
    const { path } = await home()
    await giveWrong(path, 4)
    await unlockKeys(path, right())
    expect(await giveWrong(path, 4)).toEqual(Array(4).fill(code('WB-PASSPHRASE-WRONG')))
    await unlockKeys(path, right())
    expect(existsSync(join(path, 'keys', 'wrong-tries'))).toBe(false)
  })

  it('loses no count when several try at once', async () => {
    const { path } = await home()
    await Promise.all(Array.from({ length: 4 }, () => giveWrong(path, 1)))
    expect(await giveWrong(path, 1)).toEqual([code('WB-HOME-LOCKED')])
    expect(mode(join(path, 'keys', 'wrong-tries'))).toBe(0o600)
  })

  it('does not count when no passphrase is given', async () => {
    const { path } = await home()
    for (let i = 0; i < 6; i++) await unlockKeys(path, null).catch(() => null)
    expect(isLocked(path)).toBe(false)
  })
})

describe('recoverKeys', () => {
  it('unlocks with the code, however it is typed, and sets a new passphrase', async () => {
    const { path, keys, recoveryCode } = await home()
    await giveWrong(path, 5)
    const typed = Secret.fromText(` ${recoveryCode?.use(text => text.toUpperCase().replaceAll('-', ' '))}`)
    const fresh = Secret.fromText('another passphrase')
    const recovered = await recoverKeys(path, { code: typed, passphrase: fresh, random: seededRandom(3), cost })
    expect(recovered.vault).toEqual(keys.vault)
    expect(isLocked(path)).toBe(false)
    expect((await unlockKeys(path, fresh)).fingerprint).toBe(keys.fingerprint)
    await expect(unlockKeys(path, right())).rejects.toThrow(code('WB-PASSPHRASE-WRONG'))
  })

  it('works again with the same code', async () => {
    const { path, recoveryCode } = await home()
    if (recoveryCode === null) throw new Error('no code')
    for (const seed of [4, 5]) {
      await recoverKeys(path, { code: recoveryCode, passphrase: right(), random: seededRandom(seed), cost })
    }
    await unlockKeys(path, right())
  })

  it('refuses a wrong code and changes nothing', async () => {
    const { path } = await home()
    await giveWrong(path, 5)
    const before = readFileSync(keysPath(path), 'utf8')
    const attempt = { code: Secret.fromText('7k3q-m9xp'), passphrase: wrong(), random: seededRandom(6), cost }
    await expect(recoverKeys(path, attempt)).rejects.toThrow(code('WB-RECOVERY-WRONG'))
    expect(readFileSync(keysPath(path), 'utf8')).toBe(before)
    expect(isLocked(path)).toBe(true)
  })

  it('does not take the passphrase for the code', async () => {
    const { path } = await home(Secret.fromText('abcd'))
    const attempt = { code: Secret.fromText('abcd'), passphrase: wrong(), random: seededRandom(7), cost }
    await expect(recoverKeys(path, attempt)).rejects.toThrow(code('WB-RECOVERY-WRONG'))
  })
})

describe('the keys file', () => {
  it('gives the public key without a passphrase, even when locked', async () => {
    const { path, keys } = await home()
    await giveWrong(path, 5)
    expect(readPublicKey(path).fingerprint).toBe(keys.fingerprint)
    expect(readPublicKeys(path)).toHaveLength(1)
  })

  it('is undone by parsing', async () => {
    for (const passphrase of [null, right()]) {
      const { path } = await home(passphrase)
      const text = readFileSync(keysPath(path), 'utf8')
      expect(encodeKeysFile(parseKeysFile(text))).toBe(text)
    }
  })

  it('is refused when it is missing or open to others', async () => {
    expect(() => readPublicKey(scratch())).toThrow(code('WB-KEYS-MISSING'))
    const { path } = await home()
    chmodSync(keysPath(path), 0o640)
    expect(() => readPublicKey(path)).toThrow(code('WB-HOME-MODE'))
    chmodSync(keysPath(path), 0o600)
    chmodSync(join(path, 'keys'), 0o755)
    await expect(unlockKeys(path, right())).rejects.toThrow(code('WB-HOME-MODE'))
  })

  it('is refused when the secret belongs to another public key', async () => {
    const one = await home(right(), 'one')
    const two = await home(right(), 'two')
    const mixed = { ...read(one.path), public: read(two.path).public }
    writeFileSync(keysPath(one.path), encodeKeysFile(mixed), { mode: 0o600 })
    await expect(unlockKeys(one.path, right())).rejects.toThrow(code('WB-KEYS-DAMAGED'))
    const raw = await home(null, 'three')
    writeFileSync(keysPath(raw.path), encodeKeysFile({ ...read(raw.path), public: read(two.path).public }))
    await expect(unlockKeys(raw.path, null)).rejects.toThrow(code('WB-KEYS-DAMAGED'))
  })

  it.each<[string, (text: string) => string]>([
    ['cut off', text => text.slice(0, -20)],
    ['empty', () => ''],
    ['with a field more', text => text.replace('{', '{"a":1,')],
    ['without keys', text => text.replace(/"public":\[[^\]]*\]/, '"public":[]')],
    ['with a key that is too short', text => text.replace(/"public":\["..../, '"public":["')],
    ['with a key of another kind', text => text.replace('MCowBQYDK2Vw', 'MCowBQYDK2Vu')],
    ['of another version', text => text.replace('"v":1', '"v":2')],
    ['with an absurd cost', text => text.replaceAll('"N":16', '"N":16777216')],
    ['with a text for a cost', text => text.replaceAll('"N":16', '"N":"16"')],
    ['of another kind', text => text.replace('"wrapped"', '"sealed"')],
    ['with a short salt', text => text.replace(/"salt":"..../, '"salt":"')],
  ])('is refused when it is %s', async (_, change) => {
    const { path } = await home()
    const text = readFileSync(keysPath(path), 'utf8')
    expect(change(text)).not.toBe(text)
    writeFileSync(keysPath(path), change(text))
    expect(() => readPublicKey(path)).toThrow(code('WB-KEYS-DAMAGED'))
    await expect(unlockKeys(path, right())).rejects.toThrow(code('WB-KEYS-DAMAGED'))
  })
})

function read(path: string) {
  return parseKeysFile(readFileSync(keysPath(path), 'utf8'))
}
