import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../cli/compose.ts'
import { changePassphrase, isLocked, recoverKeys, unlockKeys } from '../../lib/ledger/keys.ts'
import { encodeKeysFile, keysPath, parseKeysFile, readPublicKey, readPublicKeys } from '../../lib/ledger/keys-file.ts'
import { prepareRotation } from '../../lib/ledger/rotation.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { Secret } from '../../lib/secret.ts'
import { type Home, openHome } from '../../src/index.ts'
import { recordKeyNews, revokeKey, rotateKey } from '../../src/keys.ts'
import { type Life, step } from '../../src/states.ts'
import { type Bench, bench, reopen } from '../support/transfers.ts'

/** Cheap guesses, for tests alone. */
const cost = { N: 16, r: 1, p: 1 }
const right = () => Secret.fromText('correct horse battery staple')
const wrong = () => Secret.fromText('incorrect horse')
const random = systemRandom

function types(home: Home): string[] {
  return [...home.ledger.events()].map(({ type }) => type)
}

async function findings(directory: string, options: object = {}) {
  const found = await verifyLedger<Life>(directory, { step: (life, event) => step(life, event.type), ...options })
  return {
    ...found,
    codes: found.findings.filter(({ code }) => code !== 'key.not-pinned').map(({ level, code }) => `${level} ${code}`),
  }
}

async function rotated(made: Bench) {
  const passed = await rotateKey(made.home, null, random)
  made.home.ledger.close()
  return passed
}

/** Opens the home, sends a transfer with it, and closes it: it works. */
async function goOn(made: Bench, passphrase: Secret | null = null) {
  const home = await openHome(made.directory, { kind: 'production', passphrase: async () => passphrase }, made.ports)
  try {
    home.ledger.commit(tx => tx.append({ type: 'home.unlocked', xfer: null, d: {} }))
    return { types: types(home), fingerprint: home.keys.fingerprint }
  } finally {
    home.ledger.close()
  }
}

describe('a rotated key', () => {
  it('signs from then on; the old one vouches for what was before', async () => {
    const made = await bench()
    await made.send()
    const before = made.home.ledger.checkpoint().size
    const { from, to, size } = await rotated(made)
    expect(size).toBe(before + 1)
    expect((await goOn(made)).fingerprint).toBe(to)
    expect(readPublicKeys(made.directory).map(key => key.fingerprint)).toEqual([from, to])
    for (const expectKey of [from, to]) {
      const found = await findings(made.directory, { expectKey, signatures: 'all' })
      expect(found).toMatchObject({ codes: [], pinned: true, size: size + 2 })
    }
  })

  it('leaves the passphrase, the recovery code and what was sealed before as they are', async () => {
    const made = await bench()
    const sent = await made.send({ hold: true })
    const { recoveryCode } = await changePassphrase(made.directory, {
      current: null,
      passphrase: right(),
      random,
      cost,
    })
    await expect(rotateKey(made.home, wrong(), random)).rejects.toMatchObject({ code: 'WB-PASSPHRASE-WRONG' })
    await rotateKey(made.home, right(), random)
    made.home.ledger.close()
    const home = await openHome(made.directory, { kind: 'production', passphrase: async () => right() }, made.ports)
    expect(home.ledger.vault.get(sent.id)?.bytes.length).toBe(24)
    expect(home.keys.former).toHaveLength(1)
    home.ledger.close()
    const code = recoveryCode ?? wrong()
    await recoverKeys(made.directory, { code, passphrase: Secret.fromText('another one entirely'), random, cost })
    await unlockKeys(made.directory, Secret.fromText('another one entirely'))
  })

  it('is not in the file any more, nor in a file beside it', async () => {
    const made = await bench()
    const old = parseKeysFile(readFileSync(keysPath(made.directory), 'utf8')).secret
    const seed = old.kind === 'raw' ? Buffer.from(old.bytes.subarray(0, 30)).toString('base64') : 'none'
    const stray = join(made.directory, 'keys', '.keys.json.ABCDEFGH.tmp')
    writeFileSync(stray, readFileSync(keysPath(made.directory)), { mode: 0o600 })
    await rotated(made)
    const names = readdirSync(join(made.directory, 'keys'))
    expect(names).toEqual(['keys.json'])
    expect(readFileSync(keysPath(made.directory), 'utf8')).not.toContain(seed)
  })

  it('is not used by a command that opened the home before', async () => {
    const made = await bench()
    const other = await reopen(made)
    await rotated(made)
    expect(() => other.ledger.commit(tx => tx.append({ type: 'home.unlocked', xfer: null, d: {} }))).toThrow(
      expect.objectContaining({ code: 'WB-LEDGER-KEY' }),
    )
    other.ledger.close()
    expect((await findings(made.directory)).codes).toEqual([])
  })

  it('is finished, or dropped, when a rotation was cut off', async () => {
    const made = await bench()
    const dropped = await prepareRotation(made.directory, null, random, ({ fingerprint }) => fingerprint)
    expect((await findings(made.directory)).codes).toEqual([])
    const from = readPublicKey(made.directory).fingerprint
    expect((await goOn(made)).fingerprint).toBe(from)
    expect(readPublicKeys(made.directory).map(key => key.fingerprint)).not.toContain(dropped)
    const again = await reopen(made)
    const to = await prepareRotation(made.directory, null, random, ({ fingerprint }) => fingerprint)
    again.ledger.commit(tx => tx.append({ type: 'key.rotated', xfer: null, d: { from, to, size: tx.size + 1 } }))
    again.ledger.close()
    // The ledger says it and the file does not yet: an auditor can verify it all the same.
    expect((await findings(made.directory)).codes).toEqual([])
    expect((await goOn(made)).fingerprint).toBe(to)
    expect((await findings(made.directory, { expectKey: to })).codes).toEqual([])
  })

  it.each([
    'finished',
    'dropped',
  ] as const)('that was cut off and is to be %s keeps the passphrase as it is', async end => {
    const next = () => Secret.fromText('a passphrase that is new')
    const changes = [
      { current: null, passphrase: right() },
      { current: right(), passphrase: next() },
      { current: right(), passphrase: null },
    ]
    for (const { current, passphrase } of changes) {
      const made = await bench()
      made.home.ledger.close()
      if (current !== null) await changePassphrase(made.directory, { current: null, passphrase: right(), random, cost })
      const former = () => (current === null ? null : right())
      const home = await openHome(made.directory, { kind: 'production', passphrase: async () => former() }, made.ports)
      const from = home.keys.fingerprint
      const to = await prepareRotation(made.directory, former(), random, ({ fingerprint }) => fingerprint)
      const file = readFileSync(keysPath(made.directory), 'utf8')
      const busy = { code: 'WB-BUSY' }
      await expect(changePassphrase(made.directory, { current, passphrase, random, cost })).rejects.toMatchObject(busy)
      await expect(prepareRotation(made.directory, former(), random, () => null)).rejects.toMatchObject(busy)
      expect(readFileSync(keysPath(made.directory), 'utf8')).toBe(file)
      if (end === 'finished') {
        home.ledger.commit(tx => tx.append({ type: 'key.rotated', xfer: null, d: { from, to, size: tx.size + 1 } }))
      }
      home.ledger.close()
      expect((await goOn(made, former())).fingerprint).toBe(end === 'finished' ? to : from)
      await changePassphrase(made.directory, { current: former(), passphrase, random, cost })
      const after = passphrase?.use(text => text) ?? null
      await goOn(made, after === null ? null : Secret.fromText(after))
      expect((await findings(made.directory)).codes).toEqual([])
    }
  })

  it('is not dropped by whoever opens the home while it is handed over', async () => {
    const made = await bench()
    const from = made.home.keys.fingerprint
    let opening: Promise<Home> | null = null
    const to = await prepareRotation(made.directory, null, random, async ({ fingerprint }) => {
      opening = reopen(made)
      // Whatever it does without a lock is done after some turns of the event loop.
      for (let turn = 0; turn < 50; turn++) await setImmediate()
      made.home.ledger.commit(tx =>
        tx.append({ type: 'key.rotated', xfer: null, d: { from, to: fingerprint, size: tx.size + 1 } }),
      )
      return fingerprint
    })
    const home = await (opening ?? reopen(made))
    expect(home.keys.fingerprint).toBe(to)
    home.ledger.close()
  })

  it('hands over with the last event of its commit, and names its size', async () => {
    const made = await bench()
    const to = 'ab'.repeat(32)
    const d = { from: made.home.keys.fingerprint, to, size: 3 }
    expect(() =>
      made.home.ledger.commit(tx => {
        tx.append({ type: 'key.rotated', xfer: null, d })
        tx.append({ type: 'home.unlocked', xfer: null, d: {} })
      }),
    ).toThrow('after key.rotated')
    made.home.ledger.commit(tx => tx.append({ type: 'key.rotated', xfer: null, d: { ...d, size: 99 } }))
    expect((await findings(made.directory)).codes).toContain('error ledger.rotation')
  })
})

describe('a revoked key', () => {
  async function revoked(reason: 'compromised' | 'retired' | 'lost') {
    const made = await bench()
    const { note } = made.home.ledger.checkpoint()
    await made.send()
    const passed = await rotated(made)
    const home = await reopen(made)
    const late = home.ledger.noteAt(passed.size) ?? ''
    revokeKey(home, passed.from, reason)
    return { ...made, ...passed, note, late, again: home }
  }

  it('is told; a retired one casts no doubt on what it signed', async () => {
    const { directory, from, to, again } = await revoked('retired')
    expect((await findings(directory, { expectKey: to })).codes).toEqual(['note key.revoked'])
    expect(await findings(directory, { expectKey: from })).toMatchObject({
      codes: ['note key.revoked', 'note key.pin-revoked'],
      pinned: true,
    })
    again.ledger.close()
  })

  it.each(['compromised', 'lost'] as const)('that is %s: what no outside copy confirms is in doubt', async reason => {
    const { directory, from, note, late, size } = await revoked(reason)
    const doubt = await findings(directory, { anchors: [note] })
    expect(doubt.codes).toEqual(['note key.revoked', 'warning key.doubted'])
    expect(doubt.findings.find(({ code }) => code === 'key.doubted')?.message).toContain(`Events 2 to ${size - 1} `)
    expect((await findings(directory, { anchors: [note, late] })).codes).toEqual(['note key.revoked'])
    const pinned = await findings(directory, { expectKey: from, anchors: [late] })
    expect(pinned).toMatchObject({ codes: ['note key.revoked', 'warning key.pin-revoked'], pinned: false })
  })

  it('must be an earlier key of this home, and only once', async () => {
    const { again, from, to, directory } = await revoked('retired')
    const usage = expect.objectContaining({ code: 'WB-USAGE' })
    for (const which of [from, to, 'ab'.repeat(32)]) expect(() => revokeKey(again, which, 'lost')).toThrow(usage)
    again.ledger.commit(tx => tx.append({ type: 'key.revoked', xfer: null, d: { fingerprint: to, reason: 'lost' } }))
    expect((await findings(directory)).codes).toContain('error ledger.revocation')
  })

  it('must not come into force again', async () => {
    const { again, from, to, directory } = await revoked('retired')
    again.ledger.commit(tx =>
      tx.append({ type: 'key.rotated', xfer: null, d: { from: to, to: from, size: tx.size + 1 } }),
    )
    expect((await findings(directory)).codes).toContain('error ledger.revocation')
  })
})

describe('the ways in', () => {
  const open = (made: Bench, passphrase: Secret | null) =>
    openHome(made.directory, { kind: 'production', passphrase: async () => passphrase }, made.ports)

  it('are on record once, even when the command died before it could say so', async () => {
    const made = await bench()
    made.home.ledger.close()
    await changePassphrase(made.directory, { current: null, passphrase: right(), random, cost })
    await changePassphrase(made.directory, { current: right(), passphrase: null, random, cost })
    const told = readFileSync(keysPath(made.directory), 'utf8')
    const home = await open(made, null)
    expect([...home.ledger.events({ type: 'key.passphrase' })].map(({ d }) => d.change)).toEqual(['set', 'removed'])
    // It died between the commit and the file.
    writeFileSync(keysPath(made.directory), told)
    await recordKeyNews(home, random)
    expect([...home.ledger.events({ type: 'key.passphrase' })]).toHaveLength(2)
    expect(readFileSync(keysPath(made.directory), 'utf8')).not.toContain('unrecorded')
    home.ledger.close()
  })

  it('lock after five wrong passphrases: when, is on record at the next unlocking', async () => {
    const made = await bench()
    made.home.ledger.close()
    const { recoveryCode } = await changePassphrase(made.directory, {
      current: null,
      passphrase: right(),
      random,
      cost,
    })
    for (let i = 0; i < 5; i++) await unlockKeys(made.directory, wrong()).catch(() => undefined)
    await expect(open(made, right())).rejects.toMatchObject({ code: 'WB-HOME-LOCKED' })
    const next = () => Secret.fromText('a passphrase that is new')
    const code = recoveryCode ?? wrong()
    await recoverKeys(made.directory, { code, passphrase: next(), random, cost })
    expect(isLocked(made.directory)).toBe(false)
    const home = await open(made, next())
    expect(types(home).slice(-3)).toEqual(['key.passphrase', 'home.locked', 'home.unlocked'])
    const [locked] = [...home.ledger.events({ type: 'home.locked' })]
    expect(locked?.d.wrong).toBe(5)
    expect(Math.abs(Number(locked?.d.at) - Date.now())).toBeLessThan(3_600_000)
    home.ledger.close()
  })

  it('open nothing with what was in force before', async () => {
    const made = await bench()
    const { recoveryCode } = await changePassphrase(made.directory, {
      current: null,
      passphrase: right(),
      random,
      cost,
    })
    const old = parseKeysFile(readFileSync(keysPath(made.directory), 'utf8'))
    const next = () => Secret.fromText('a passphrase that is new')
    await changePassphrase(made.directory, { current: right(), passphrase: next(), random, cost })
    await expect(unlockKeys(made.directory, right())).rejects.toMatchObject({ code: 'WB-PASSPHRASE-WRONG' })
    const code = recoveryCode ?? wrong()
    await expect(recoverKeys(made.directory, { code, passphrase: right(), random, cost })).rejects.toMatchObject({
      code: 'WB-RECOVERY-WRONG',
    })
    // Not even with the old slots put back: the data key is another one.
    const now = parseKeysFile(readFileSync(keysPath(made.directory), 'utf8'))
    if (old.secret.kind !== 'wrapped' || now.secret.kind !== 'wrapped') throw new Error('not wrapped')
    const mixed = { ...now, secret: { ...old.secret, box: now.secret.box } }
    writeFileSync(keysPath(made.directory), encodeKeysFile(mixed))
    await expect(unlockKeys(made.directory, right())).rejects.toMatchObject({ code: 'WB-KEYS-DAMAGED' })
  })
})
