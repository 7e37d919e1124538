import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../cli/compose.ts'
import { changePassphrase } from '../../lib/ledger/keys.ts'
import { parseMark, readMark } from '../../lib/ledger/mark.ts'
import { readShreds } from '../../lib/ledger/shreds.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { acquireLock } from '../../lib/lock.ts'
import { Secret } from '../../lib/secret.ts'
import { openArchive } from '../../lib/zip/open.ts'
import { makeBackup } from '../../src/backup.ts'
import { diagnose } from '../../src/doctor.ts'
import { readTransfer } from '../../src/record.ts'
import { shredOwner } from '../../src/shredding.ts'
import { type Life, step } from '../../src/states.ts'
import { atWork, backedUp, restoring } from '../support/restoring.ts'
import { bench, reopen, typesOf } from '../support/transfers.ts'

const random = systemRandom

async function errors(directory: string, options: object = {}): Promise<string[]> {
  const { findings } = await verifyLedger<Life>(directory, {
    step: (life, event) => step(life, event.type),
    ...options,
  })
  return findings.filter(({ level }) => level !== 'note').map(({ level, code }) => `${level} ${code}`)
}

/** Every byte of every file below. */
function bytesBelow(directory: string): Buffer {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map(name => join(directory, name))
  return Buffer.concat(names.filter(name => statSync(name).isFile()).map(name => readFileSync(name)))
}

describe('a backup', () => {
  it('comes back as a home that verifies and goes on; what was held is expired', async () => {
    const made = await bench()
    const held = await made.send({ hold: true })
    const sent = await made.send({ hold: false })
    const { backup, ...kept } = await backedUp(made)
    const later = await made.send({ hold: true })
    const mark = readMark(made.directory)
    made.home.ledger.close()
    rmSync(made.directory, { recursive: true })
    const restored = await restoring(made, kept, { mark })
    expect(restored).toMatchObject({ toSize: backup?.size, fromSize: mark?.size, ended: 2, protected: false })
    const { home, transfers } = await atWork(made, restored.directory)
    expect(typesOf(readTransfer(home.ledger, held.id)).slice(-2)).toEqual(['transfer.expired', 'password.destroyed'])
    expect(readTransfer(home.ledger, sent.id).state).toBe('accepted')
    expect(home.ledger.eventsOf(later.id)).toEqual([])
    const again = await transfers.send({ ...made.request, hold: false })
    expect(again.state).toBe('accepted')
    home.ledger.close()
    expect(await errors(restored.directory)).toEqual(['error ledger.gap'])
    expect(await errors(restored.directory, { acceptGaps: [restored.toSize] })).toEqual([])
    expect(readdirSync(made.out).filter(name => name.startsWith('.'))).toEqual([])
  })

  it('holds nothing of the vault in any byte, not even of passwords that were destroyed', async () => {
    const made = await bench()
    for (let i = 0; i < 4; i++) await made.send({ hold: true })
    const gone = await made.send({ hold: true })
    const sealed = () => {
      const database = new DatabaseSync(join(made.directory, 'ledger.db'), { readOnly: true })
      const rows = database.prepare('SELECT sealed FROM vault').all()
      database.close()
      return rows.map(row => (row.sealed instanceof Uint8Array ? Buffer.from(row.sealed) : Buffer.alloc(0)))
    }
    const before = sealed()
    await made.transfers.cancel(gone.id)
    const kept = await backedUp(made)
    await openArchive(kept.path, kept.password(), join(made.out, 'opened'), { random })
    const bytes = bytesBelow(join(made.out, 'opened'))
    expect(before).toHaveLength(5)
    // The search finds them where they are.
    const home = bytesBelow(made.directory)
    expect(sealed().every(row => home.includes(row.subarray(12, 28)))).toBe(true)
    expect(before.filter(row => bytes.includes(row.subarray(12, 28)))).toEqual([])
    expect(readdirSync(join(made.out, 'opened'), { recursive: true, encoding: 'utf8' }).sort()).toEqual(
      ['WAYBILL.txt', 'keys', 'keys/keys.json', 'ledger.db', 'mark.json', 'policy.json'].sort(),
    )
    expect(existsSync(join(made.directory, 'backup.tmp'))).toBe(false)
  })

  it('is on record, with what it is; its password is in no file', async () => {
    const made = await bench()
    const { backup, text } = await backedUp(made)
    const [event] = [...made.home.ledger.events({ type: 'backup.made' })]
    expect(event?.d).toEqual({ size: backup?.size, sha256: backup?.sha256, bytes: backup?.bytes })
    expect(event?.seq).toBe(backup?.size)
    expect(text).toMatch(/^(.{4}-){4}.{4}$/)
    expect(bytesBelow(made.directory).includes(text) || bytesBelow(made.out).includes(text)).toBe(false)
  })

  it('whose password nobody took is not made', async () => {
    const made = await bench()
    const path = join(made.out, 'home.zip')
    expect(await makeBackup(made.home, made.world, { path, keep: async () => false })).toBeNull()
    const failing = makeBackup(made.home, made.world, { path, keep: () => Promise.reject(new Error('no terminal')) })
    await expect(failing).rejects.toThrow('no terminal')
    expect(readdirSync(made.out)).toEqual([])
    expect([...made.home.ledger.events({ type: 'backup.made' })]).toEqual([])
  })

  it('is made again after one that was killed, and what that one left goes', async () => {
    const made = await bench()
    const staging = join(made.directory, 'backup.tmp')
    mkdirSync(staging)
    writeFileSync(join(staging, 'whole.db'), 'a copy with the vault')
    await backedUp(made)
    expect(existsSync(staging)).toBe(false)
  })

  it('has no copy of the home beside it while somebody is asked to keep its password', async () => {
    const made = await bench()
    let names: string[] = []
    const keep = async () => {
      names = readdirSync(made.directory)
      return true
    }
    await makeBackup(made.home, made.world, { path: join(made.out, 'home.zip'), keep })
    expect(names).toContain('backup.lock')
    expect(names).not.toContain('backup.tmp')
  })

  it('that was killed leaves nothing once the home is opened again; one under way is left alone', async () => {
    const made = await bench()
    const held = await made.send({ hold: true })
    const staging = join(made.directory, 'backup.tmp')
    mkdirSync(staging)
    copyFileSync(join(made.directory, 'ledger.db'), join(staging, 'whole.db'))
    await made.transfers.cancel(held.id)
    const lock = acquireLock(join(made.directory, 'backup.lock'))
    const during = await reopen(made)
    expect(existsSync(staging)).toBe(true)
    expect(await diagnose(during, made.world)).not.toContainEqual(expect.objectContaining({ code: 'backup.left' }))
    during.ledger.close()
    lock?.release()
    const after = await reopen(made)
    after.ledger.close()
    expect(readdirSync(made.directory).filter(name => name.startsWith('backup'))).toEqual([])
  })

  it('that left something which cannot be removed does not stop the home; doctor names it', async () => {
    const made = await bench()
    mkdirSync(join(made.directory, 'backup.tmp'))
    // Not a file that could be locked.
    mkdirSync(join(made.directory, 'backup.lock'), { mode: 0o700 })
    const home = await reopen(made)
    const left = (await diagnose(home, made.world)).filter(({ code }) => code === 'backup.left')
    home.ledger.close()
    expect(left).toMatchObject([
      { level: 'error', message: expect.stringContaining(join(made.directory, 'backup.tmp')) },
    ])
  })

  it('does not replace a file, and is not made where it fails its check', async () => {
    const made = await bench()
    const path = join(made.out, 'home.zip')
    writeFileSync(path, 'mine')
    await expect(backedUp(made)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    rmSync(path)
    const failed = async () => {
      const none = { entries: 0, bytes: 0 }
      return { passed: false, findings: [], readers: { zipJs: none, own: none } }
    }
    const world = { ...made.world, engine: { ...made.world.engine, check: failed } }
    const backup = makeBackup(made.home, world, { path, keep: async () => true })
    await expect(backup).rejects.toMatchObject({ code: 'WB-CHECK-FAILED' })
    expect(readdirSync(made.out)).toEqual([])
  })

  it('has the keys under their passphrase', async () => {
    const made = await bench()
    const passphrase = async () => Secret.fromText('correct horse battery staple')
    const cost = { N: 16, r: 1, p: 1 }
    await changePassphrase(made.directory, { current: null, passphrase: await passphrase(), random, cost })
    const kept = await backedUp(made)
    await expect(restoring(made, kept)).rejects.toMatchObject({ code: 'WB-PASSPHRASE-NEEDED' })
    expect(existsSync(join(made.out, 'restored'))).toBe(false)
    expect((await restoring(made, kept, { passphrase })).protected).toBe(true)
  })
})

describe('restoring', () => {
  it('shreds again what the backup brought back', async () => {
    const made = await bench()
    const sent = await made.send({ hold: false })
    const kept = await backedUp(made)
    made.home.ledger.commit(tx =>
      shredOwner(tx, made.world, { owner: sent.id, class: 'contact', xfer: sent.id, reason: 'asked' }),
    )
    const restored = await restoring(made, kept, { shreds: readShreds(made.directory) })
    expect(restored.shredded).toBe(1)
    const { home } = await atWork(made, restored.directory)
    expect(readTransfer(home.ledger, sent.id).contact.recipient).toBeNull()
    home.ledger.close()
    expect(await errors(restored.directory, { keys: made.home.keys })).toEqual(['error ledger.gap'])
    expect(readShreds(restored.directory).contact).toEqual([sent.id])
  })

  it('places an outside copy of what was lost in the gap, as far as the lost mark reaches', async () => {
    const made = await bench()
    const kept = await backedUp(made)
    await made.send({ hold: true })
    const { note } = made.home.ledger.checkpoint()
    const mark = readMark(made.directory)
    await made.send({ hold: true })
    const beyond = made.home.ledger.checkpoint().note
    const { directory, toSize } = await restoring(made, kept, { mark })
    const { home, transfers } = await atWork(made, directory)
    for (let i = 0; i < 4; i++) await transfers.send({ ...made.request, hold: true })
    home.ledger.close()
    expect(await errors(directory, { anchors: [note] })).toEqual(['error ledger.gap', 'error anchor.gap'])
    expect(await errors(directory, { anchors: [note], acceptGaps: [toSize] })).toEqual(['warning anchor.gap'])
    expect(await errors(directory, { anchors: [beyond], acceptGaps: [toSize] })).toEqual(['error anchor.fork'])
  })

  it('takes an outside copy in place of a mark', async () => {
    const made = await bench()
    const kept = await backedUp(made)
    await made.send({ hold: true })
    const { note, size } = made.home.ledger.checkpoint()
    const { directory, ...restored } = await restoring(made, kept, { anchors: [note] })
    expect(restored.fromSize).toBe(size)
    expect(await errors(directory, { anchors: [note], acceptGaps: [restored.toSize] })).toEqual(['warning anchor.gap'])
  })

  it('refuses what is no backup, or contradicts what is at hand, and leaves nothing', async () => {
    const made = await bench()
    const other = await bench()
    const early = readMark(made.directory)
    await made.send({ hold: true })
    const kept = await backedUp(made)
    const foreign = other.home.ledger.checkpoint().note
    const wrong = { ...kept, password: () => Secret.fromText('2222-2222-2222-2222-2222') }
    await expect(restoring(made, wrong)).rejects.toMatchObject({ code: 'WB-WRONG-PASSWORD' })
    await expect(restoring(made, kept, { anchors: [foreign] })).rejects.toMatchObject({ code: 'WB-BACKUP' })
    await expect(restoring(made, kept, { mark: readMark(other.directory) })).rejects.toMatchObject({
      code: 'WB-LEDGER-MARK',
    })
    const forged = parseMark(`${JSON.stringify({ ...early, root: 'ab'.repeat(32) }, ['log', 'root', 'size'])}\n`)
    await expect(restoring(made, kept, { mark: forged })).rejects.toMatchObject({ code: 'WB-LEDGER-MARK' })
    await expect(restoring(made, kept, { kind: 'sandbox' })).rejects.toMatchObject({ code: 'WB-HOME-KIND' })
    const archive = join(made.out, 'not.zip')
    const sent = await made.send({ hold: true, out: 'not.zip' })
    const password = made.home.ledger.vault.get(sent.id) ?? Secret.fromText('none')
    await expect(restoring(made, { path: archive, password: () => password })).rejects.toMatchObject({
      code: 'WB-BACKUP',
    })
    expect(readdirSync(made.out).filter(name => !name.endsWith('.zip'))).toEqual([])
  })

  it('goes into an empty directory, and into no other', async () => {
    const made = await bench()
    const kept = await backedUp(made)
    const directory = join(made.out, 'restored')
    await expect(restoring(made, kept, { directory: made.directory })).rejects.toMatchObject({ code: 'WB-HOME-EXISTS' })
    mkdirSync(directory)
    writeFileSync(join(directory, 'file'), '')
    await expect(restoring(made, kept)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    rmSync(join(directory, 'file'))
    expect((await restoring(made, kept)).toSize).toBeGreaterThan(1)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })
})
