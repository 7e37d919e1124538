import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { parseSignedCheckpoint, signCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { encodeDisclosure, newDisclosure } from '../../../lib/ledger/disclosure.ts'
import type { Event } from '../../../lib/ledger/event.ts'
import { createKeys } from '../../../lib/ledger/keys.ts'
import { encodeKeysFile, keysPath, parseKeysFile } from '../../../lib/ledger/keys-file.ts'
import { aboutOwned, openBox, purposes, sealBox } from '../../../lib/ledger/seal.ts'
import type { Transaction } from '../../../lib/ledger/store.ts'
import { type VerifyOptions, verifyLedger } from '../../../lib/ledger/verify.ts'
import { copyHome, readEvents, replaceLine, rewrite, type Signer, stolenKey, tamper } from '../../support/forge.ts'
import { emptyHome, newLedger, transferA, transferB } from '../../support/ledger.ts'
import { scratch, seededRandom } from '../../support/world.ts'

const phone = { class: 'contact' as const, owner: transferA, fields: { phone: '+4915112345678' } }

/** SQL: a note whose signature has its end wiped out. */
const damagedSignature = `substr(note, 1, length(note) - 20) || 'AAAAAAAAAAAAAAAAAA=' || char(10)`

/** A closed ledger with everything that lies beside events: disclosures, a record, a tag, a secret. */
async function filled() {
  const made = await newLedger()
  const { ledger, home, options, clock } = made
  const note = ledger.commit(tx => {
    tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] })
    tx.records.put('receipt', transferA, transferA, 'contact', '7K3Q-M9XP')
    tx.records.put('contact', transferB, 'contact', 'contact', { name: 'Ada' })
    tx.tag('reference', 'A-1', transferA)
    tx.tag('contact', 'Ada', transferB)
    tx.append({ type: 'transfer.sealed', xfer: transferA, d: {} })
  }).note
  clock.advance(10)
  ledger.commit(tx => tx.append({ type: 'transfer.checked', xfer: transferA, d: {} }))
  ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
  ledger.close()
  return { ...made, keys: options.keys, note, signer: { ...options.keys, signing: stolenKey(home) } }
}

async function codes(home: string, options: VerifyOptions<object> = {}): Promise<string[]> {
  const { findings } = await verifyLedger(home, options)
  return [...new Set(findings.filter(({ level }) => level !== 'note').map(({ code }) => code))].sort()
}

function event(events: readonly Event[], seq: number): Event {
  const found = events[seq]
  if (found === undefined) throw new Error(`no event ${seq}`)
  return found
}

describe('verifyLedger', () => {
  it('says what it derived', async () => {
    const { home, ledger, keys, note } = await filled()
    const found = await verifyLedger(home, { expectKey: keys.fingerprint, keys, anchors: [note] })
    const root = Buffer.from(note.split('\n')[2] ?? '', 'base64')
    expect(found).toEqual({
      size: 5,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      findings: [],
      pinned: true,
      anchored: 3,
    })
    expect(found.root).not.toBe(root.toString('hex'))
    expect(ledger.log).toHaveLength(26)
  })

  it('says that nobody knows whose signatures these are when no fingerprint is given', async () => {
    const { home } = await filled()
    expect((await verifyLedger(home)).findings).toEqual([
      { level: 'note', code: 'key.not-pinned', message: expect.stringContaining('fingerprint') },
    ])
  })

  it('changes nothing in the home', async () => {
    const { home, keys } = await filled()
    const files = () => readdirSync(home, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    const digests = () =>
      files()
        .map(({ parentPath, name }) => join(parentPath, name))
        // SQLite makes these two to read, and leaves them, empty, to the next writer.
        .filter(path => !/-(wal|shm)$/.test(path))
        .map(path => [path, hash('sha256', readFileSync(path))])
    const before = digests()
    await verifyLedger(home, { keys })
    expect(digests()).toEqual(before)
    expect(statSync(join(home, 'ledger.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0)
    for (const { parentPath, name } of files()) expect(statSync(join(parentPath, name)).mode & 0o077).toBe(0)
  })

  it('leaves even an unfinished write-ahead log as it was', async () => {
    const { ledger, home } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    // What a process leaves that was killed: the log was never moved into the database.
    const killed = copyHome(home, join(scratch(), 'killed'))
    const digests = () => ['ledger.db', 'ledger.db-wal'].map(name => hash('sha256', readFileSync(join(killed, name))))
    const before = digests()
    expect(statSync(join(killed, 'ledger.db-wal')).size).toBeGreaterThan(0)
    expect(await verifyLedger(killed)).toMatchObject({ size: 2 })
    expect(await codes(killed)).toEqual([])
    expect(digests()).toEqual(before)
  })

  it('reads one moment of a ledger that others write to', async () => {
    const { ledger, home, options } = await newLedger()
    const commit = () =>
      ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    commit()
    const found = await verifyLedger(home, { keys: options.keys, onProgress: commit })
    expect(found.size).toBe(2)
    expect(found.findings).toEqual([expect.objectContaining({ code: 'key.not-pinned' })])
    expect(ledger.checkpoint().size).toBe(4)
  })

  it('tells how far it is, and stops when that is wanted', async () => {
    const { home } = await filled()
    const told: number[][] = []
    await verifyLedger(home, { onProgress: (...progress) => void told.push(progress) })
    expect(told).toEqual([
      [0, 5],
      [5, 5],
    ])
    await expect(verifyLedger(home, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
  })

  it('tells five of a kind and counts the rest', async () => {
    const { home, ledger } = await newLedger()
    for (let i = 0; i < 9; i++) ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
    ledger.close()
    tamper(home, db => db.exec(`UPDATE events SET type = 'report.unmade' WHERE seq > 0`))
    const { findings } = await verifyLedger(home)
    const columns = findings.filter(({ code }) => code === 'ledger.columns')
    expect(columns.map(({ at }) => at)).toEqual(['1', '2', '3', '4', '5', undefined])
    expect(columns.at(-1)?.message).toContain('4 more')
  })
})

describe('what is missing or unreadable fails', () => {
  it.each<[string, (home: string) => void, string[]]>([
    ['the mark', home => rmSync(join(home, 'mark.json')), ['mark.missing']],
    ['a readable mark', home => writeFileSync(join(home, 'mark.json'), '{}\n'), ['mark.unreadable']],
    ['the right mark', home => markOf(home, { log: '01KE6QZT1H0000000000000000' }), ['mark.other-ledger']],
    ['a mark of these events', home => markOf(home, { root: 'ab'.repeat(32) }), ['mark.root']],
    [
      'the keys',
      home => rmSync(keysPath(home)),
      ['key.unreadable', 'ledger.key', 'ledger.key-unknown', 'ledger.signature'],
    ],
    [
      'a database',
      home => writeFileSync(join(home, 'ledger.db'), 'not a database, but a text of some length'),
      ['ledger.unreadable'],
    ],
    ['a whole database', home => cutFile(join(home, 'ledger.db')), ['ledger.unreadable']],
    ['tables', home => writeFileSync(join(home, 'ledger.db'), ''), ['ledger.schema']],
    [
      'events',
      home => tamper(home, db => db.exec('DELETE FROM events')),
      expect.arrayContaining(['ledger.no-checkpoint', 'mark.beyond']),
    ],
    ['checkpoints', home => tamper(home, db => db.exec('DELETE FROM checkpoints')), ['ledger.no-checkpoint']],
    ['a name', home => tamper(home, db => db.exec(`DELETE FROM meta WHERE key = 'log'`)), ['ledger.identity']],
    [
      'a known kind',
      home => tamper(home, db => db.exec(`UPDATE meta SET value = 'x' WHERE key = 'kind'`)),
      ['ledger.identity'],
    ],
    [
      'a known form',
      home => tamper(home, db => db.exec(`UPDATE meta SET value = '2' WHERE key = 'schema'`)),
      ['ledger.version'],
    ],
  ])('without %s', async (_, change, found) => {
    const { home } = await filled()
    change(home)
    expect(await codes(home)).toEqual(found)
  })

  it('in an empty home', async () => {
    const home = scratch()
    expect(await codes(home)).toEqual(['key.unreadable', 'ledger.missing', 'mark.missing'])
    expect(existsSync(join(home, 'ledger.db'))).toBe(false)
  })

  it('in a home that has keys and was never used', async () => {
    const { home } = await emptyHome()
    expect(await codes(home)).toEqual(['ledger.missing', 'mark.missing'])
  })
})

describe('the database itself', () => {
  const raw = (home: string, sql: string) => {
    const database = new DatabaseSync(join(home, 'ledger.db'), { defensive: false })
    database.exec(sql)
    database.close()
  }

  it('has its triggers and indexes', async () => {
    const { home } = await filled()
    raw(home, 'DROP TRIGGER events_update')
    expect(await codes(home)).toEqual(['ledger.schema'])
  })

  it('has no table, trigger or view more', async () => {
    const { home } = await filled()
    raw(home, 'CREATE TRIGGER extra AFTER INSERT ON events BEGIN DELETE FROM vault; END')
    expect(await codes(home)).toEqual(['ledger.schema'])
  })

  it('is not read through a view', async () => {
    const { home } = await filled()
    raw(home, 'ALTER TABLE tags RENAME TO others; CREATE VIEW tags AS SELECT * FROM others')
    expect(await verifyLedger(home)).toMatchObject({
      size: 0,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ledger.schema', at: 'table tags' })]),
    })
  })

  it('has indexes that lead to every row', async () => {
    const { home } = await filled()
    // An index over other rows under the old name: what Waybill asks for by transfer would not be found.
    raw(
      home,
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'xfer IS NOT NULL', 'xfer IS NULL') WHERE name = 'events_xfer'`,
    )
    raw(
      home,
      `REINDEX events_xfer; PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'xfer IS NULL', 'xfer IS NOT NULL') WHERE name = 'events_xfer'`,
    )
    expect(await codes(home)).toEqual(['ledger.structure'])
  })
})

describe('checkpoints', () => {
  const change = (home: string, sql: string) => tamper(home, db => db.exec(sql))

  it.each<[string, string, string[]]>([
    [
      'other subtrees',
      `UPDATE checkpoints SET frontier = zeroblob(length(frontier)) WHERE size = 3`,
      ['ledger.frontier'],
    ],
    [
      'another root',
      `UPDATE checkpoints SET note = replace(note, char(10) || '3' || char(10), char(10) || '3' || char(10) || 'AA') WHERE size = 3`,
      ['ledger.checkpoint'],
    ],
    [
      'the note of another size',
      `UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 4) WHERE size = 3`,
      ['ledger.checkpoint'],
    ],
    ['a line more', `UPDATE checkpoints SET note = note || 'more' WHERE size = 3`, ['ledger.checkpoint']],
    ['another name', `UPDATE checkpoints SET note = replace(note, '— waybill', '— waybilk') WHERE size = 3`, []],
    [
      'no signature that holds, in the last one',
      `UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 5`,
      ['ledger.signature'],
    ],
    [
      'a place where no commit ended',
      `INSERT INTO checkpoints SELECT 6, note, frontier FROM checkpoints WHERE size = 5`,
      ['ledger.checkpoint'],
    ],
    ['size 0', `INSERT INTO checkpoints SELECT 0, note, x'' FROM checkpoints WHERE size = 5`, ['ledger.checkpoint']],
  ])('with %s', async (_, sql, found) => {
    const { home } = await filled()
    change(home, sql)
    if (found.length > 0) expect(await codes(home)).toEqual(found)
    else expect(await codes(home, { signatures: 'all' })).toEqual(['ledger.signature'])
  })

  it('whose older signatures are damaged are found when all are verified', async () => {
    const { home } = await filled()
    change(home, `UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 3`)
    expect(await codes(home)).toEqual([])
    expect(await codes(home, { signatures: 'all' })).toEqual(['ledger.signature'])
  })
})

describe('key rotation', () => {
  /** A ledger whose key changed with the event before the last one. */
  async function rotated(spoil: (signers: Signer[]) => Signer[] = signers => signers, d: object = {}) {
    const made = await filled()
    const { keys: next } = await createKeys(scratch(), { passphrase: null, random: seededRandom('next') })
    const { home, signer } = made
    const rotation = { from: signer.fingerprint, to: next.fingerprint, ...d }
    const signers = spoil([signer, signer, signer, signer, next])
    rewrite(
      home,
      events => events.with(3, { ...event(events, 3), type: 'key.rotated', xfer: null, d: rotation }),
      size => signers[size - 1] ?? next,
    )
    knowKeys(home, signer, next)
    return { ...made, next }
  }

  it('is verified, whichever of the two fingerprints was kept', async () => {
    const { home, signer, next } = await rotated()
    for (const { fingerprint } of [signer, next]) {
      const found = await verifyLedger(home, { expectKey: fingerprint, signatures: 'all' })
      expect(found).toMatchObject({ findings: [], pinned: true })
    }
    expect(await codes(home, { expectKey: 'ab'.repeat(32) })).toEqual(['key.other'])
  })

  it('accepts outside copies signed by either key, each at its own sizes', async () => {
    const { home, signer } = await rotated()
    const notes = tamper(home, db =>
      db
        .prepare('SELECT note FROM checkpoints ORDER BY size')
        .all()
        .map(row => String(row.note)),
    )
    expect(await verifyLedger(home, { anchors: notes })).toMatchObject({ anchored: 5 })
    expect(await codes(home, { anchors: notes })).toEqual([])
    const late = signCheckpoint(parseSignedCheckpoint(notes[4] ?? ''), {
      private: signer.signing,
      public: signer.public,
    })
    expect(await codes(home, { anchors: [late] })).toEqual(['anchor.key'])
  })

  it('is refused when the new key signed the rotation itself', async () => {
    const { home } = await rotated(([a, b, c, , next]) => [a, b, c, next, next].flatMap(key => key ?? []))
    expect(await codes(home)).toEqual(['ledger.key', 'ledger.signature'])
  })

  it('is refused when the old key went on', async () => {
    const { home } = await rotated(([old]) => Array(5).fill(old))
    expect(await codes(home)).toEqual(['ledger.key', 'ledger.signature'])
  })

  it('is refused when it names another old key, or an unknown new one', async () => {
    const one = await rotated(undefined, { from: 'ab'.repeat(32) })
    expect(await codes(one.home)).toEqual(['ledger.rotation'])
    const two = await rotated(undefined, { to: 'ab'.repeat(32) })
    expect(await codes(two.home)).toEqual(['ledger.key', 'ledger.key-unknown', 'ledger.signature'])
  })

  it('is refused when the first signature of the new key does not hold, though a later one does', async () => {
    const { home, signer } = await filled()
    const { keys: next } = await createKeys(scratch(), { passphrase: null, random: seededRandom('next') })
    const d = { from: signer.fingerprint, to: next.fingerprint }
    rewrite(
      home,
      events => events.with(2, { ...event(events, 2), type: 'key.rotated', xfer: null, d }),
      size => (size <= 3 ? signer : next),
    )
    knowKeys(home, signer, next)
    expect(await codes(home)).toEqual([])
    tamper(home, db => db.exec(`UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 4`))
    expect(await codes(home)).toEqual(['ledger.signature'])
  })

  it('is refused when a key in between has signed nothing', async () => {
    const { home, signer } = await filled()
    const { keys: second } = await createKeys(scratch(), { passphrase: null, random: seededRandom('second') })
    const { keys: third } = await createKeys(scratch(), { passphrase: null, random: seededRandom('third') })
    const rotation = (from: Signer, to: Signer) => ({
      type: 'key.rotated',
      xfer: null,
      d: { from: from.fingerprint, to: to.fingerprint },
    })
    rewrite(
      home,
      events =>
        events
          .with(2, { ...event(events, 2), ...rotation(signer, second) })
          .with(3, { ...event(events, 3), ...rotation(second, third) }),
      size => (size <= 3 ? signer : size === 4 ? second : third),
    )
    knowKeys(home, signer, second, third)
    expect(await codes(home, { expectKey: second.fingerprint })).toEqual([])
    tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size = 4'))
    expect(await codes(home, { expectKey: second.fingerprint })).toEqual(['key.other', 'ledger.rotation'])
  })

  it('is refused when the commit went on after it', async () => {
    const { home } = await rotated()
    tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size = 4'))
    expect(await codes(home)).toEqual(['ledger.rotation'])
  })
})

describe('policy', () => {
  const [a, b, c] = ['aa'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(32)]
  /** The policy of each of the five events; the third is the change. */
  async function withPolicies(policies: string[], d: object) {
    const { home, signer } = await filled()
    rewrite(
      home,
      events =>
        events.map((made, i) => ({
          ...made,
          policy: policies[i] ?? a,
          ...(i === 2 && { type: 'policy.changed', xfer: null, d: { ...d } }),
        })),
      signer,
    )
    return codes(home)
  }

  it('changes by its event alone', async () => {
    expect(await withPolicies([a, a, a, b, b], { from: a, to: b })).toEqual([])
    expect(await withPolicies([a, a, b, b, b], { from: a, to: b })).toEqual([])
    expect(await withPolicies([a, a, a, a, a], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, a, c, c], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, c, b, b], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, a, b, b], { from: c, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, b, b, b, b], { from: b, to: b })).toEqual(['ledger.policy'])
  })
})

describe('a transfer’s life', () => {
  const order = ['transfer.intended', 'transfer.sealed', 'transfer.checked']
  const step = (life: { at: number } | null, { type }: Event) => {
    const next = (life?.at ?? -1) + 1
    return order[next] === type ? { at: next } : `${type} after ${order[next - 1] ?? 'nothing'}`
  }

  it('is judged by the rules that were passed in', async () => {
    const { home, signer } = await filled()
    expect(await codes(home, {})).toEqual([])
    expect((await verifyLedger(home, { step })).findings).toHaveLength(1)
    rewrite(home, events => events.toSpliced(2, 1), signer)
    const { findings } = await verifyLedger(home, { step })
    expect(findings).toContainEqual({
      level: 'error',
      code: 'ledger.transition',
      message: 'This cannot happen here: transfer.checked after transfer.intended.',
      at: '2',
    })
  })
})

describe('events that cannot be', () => {
  it.each<[string, (events: Event[]) => Event[], string[]]>([
    ['of another ledger', events => events.with(2, { ...event(events, 2), log: transferB }), ['ledger.log']],
    [
      'a beginning that is none',
      events => events.with(0, { ...event(events, 0), type: 'report.made' }),
      ['ledger.beginning'],
    ],
    [
      'a second beginning',
      events => events.with(4, { ...event(events, 4), type: 'ledger.created' }),
      ['ledger.beginning'],
    ],
    [
      'a beginning of another kind',
      events => events.with(0, { ...event(events, 0), d: { ...event(events, 0).d, kind: 'production' } }),
      ['ledger.beginning'],
    ],
    [
      'a clock that ran back within one boot',
      events => events.with(2, { ...event(events, 2), up: 0 }),
      ['ledger.clock'],
    ],
    [
      'a digest that was named before',
      events => events.with(4, { ...event(events, 4), sd: event(events, 1).sd }),
      expect.arrayContaining(['ledger.digest-twice']),
    ],
    [
      'a restoration that nobody accepted',
      events => events.with(4, { ...event(events, 4), type: 'ledger.restored' }),
      ['ledger.gap'],
    ],
  ])('%s', async (_, change, found) => {
    const { home, signer } = await filled()
    rewrite(home, change, signer)
    expect(await codes(home)).toEqual(found)
  })

  it('a restoration is a note when its gap is accepted', async () => {
    const { home, signer } = await filled()
    rewrite(home, events => events.with(4, { ...event(events, 4), type: 'ledger.restored' }), signer)
    expect(await codes(home, { acceptGaps: [4] })).toEqual([])
    expect((await verifyLedger(home, { acceptGaps: [4] })).findings).toContainEqual(
      expect.objectContaining({ level: 'note', code: 'ledger.gap', at: '4' }),
    )
  })

  it('lines that are no events are told and still hashed', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`UPDATE events SET line = '{}' WHERE seq = 2`))
    expect(await codes(home)).toEqual(
      expect.arrayContaining(['ledger.line', 'ledger.leaf', 'ledger.prev', 'ledger.root']),
    )
    expect((await verifyLedger(home)).size).toBe(5)
  })

  it('one that was replaced and fits in itself', async () => {
    const { home } = await filled()
    replaceLine(home, { ...event(readEvents(home), 2), tool: '9.9.9' })
    expect(await codes(home)).toEqual(expect.arrayContaining(['ledger.prev', 'ledger.root']))
  })
})

describe('outside copies', () => {
  it('that are no checkpoints, or of another ledger, are findings', async () => {
    const [one, other] = [await filled(), await filled()]
    expect(await codes(one.home, { anchors: ['nonsense'] })).toEqual(['anchor.unreadable'])
    expect(await codes(one.home, { anchors: [other.note] })).toEqual(['anchor.other-ledger'])
    const { findings, anchored } = await verifyLedger(one.home, { anchors: [one.note, other.note] })
    expect(anchored).toBe(3)
    expect(findings).toContainEqual(expect.objectContaining({ code: 'anchor.other-ledger', at: 'anchor 2' }))
  })

  it('that nobody of this ledger signed prove nothing', async () => {
    const { home, note } = await filled()
    expect(await codes(home, { anchors: [note.replace('\n3\n', '\n4\n')] })).toEqual(['anchor.signature'])
  })
})

describe('personal fields', () => {
  const shredding = (tx: Transaction, digests: string[]) =>
    void tx.append({ type: 'personal.shredded', xfer: transferA, d: { class: 'contact', digests } })

  it('that were shredded by an event are fine, and the ledger verifies', async () => {
    const { home, ledger, options } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    ledger.commit(tx => shredding(tx, tx.shred(transferA, 'contact')))
    ledger.close()
    expect(await codes(home, { keys: options.keys })).toEqual([])
  })

  it('that a shred event names and that still lie there are found', async () => {
    const { home, ledger } = await newLedger()
    const { value } = ledger.commit(tx =>
      tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }),
    )
    ledger.commit(tx => shredding(tx, [...(value.sd.contact ?? [])]))
    ledger.close()
    expect(await codes(home)).toEqual(['disclosure.not-erased'])
  })

  it.each<[string, object]>([
    ['nothing', {}],
    ['what no event disclosed', { digests: ['ab'.repeat(32)] }],
    ['no digests', { digests: [1] }],
  ])('a shred event that names %s is found', async (_, d) => {
    const { home, ledger } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'personal.shredded', xfer: null, d: { ...d } }))
    ledger.close()
    expect(await codes(home)).toEqual(['ledger.shred'])
  })

  it('a shred event of another class, or twice, is found', async () => {
    const { home, ledger } = await newLedger()
    ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    const digests = ledger.commit(tx => {
      const gone = tx.shred(transferA, 'contact')
      shredding(tx, gone)
      return gone
    }).value
    ledger.commit(tx => shredding(tx, digests))
    ledger.close()
    expect(await codes(home)).toEqual(['ledger.shred'])
    const other = await newLedger()
    other.ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] }))
    other.ledger.commit(tx =>
      tx.append({
        type: 'personal.shredded',
        xfer: null,
        d: { class: 'files', digests: tx.shred(transferA, 'contact') },
      }),
    )
    other.ledger.close()
    expect(await codes(other.home)).toEqual(['disclosure.missing', 'ledger.shred'])
  })

  it('that no event names are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`INSERT INTO disclosures SELECT 'ab', owner, class, seq, sealed FROM disclosures`))
    expect(await codes(home)).toEqual(['disclosure.unknown'])
  })

  it('under another class are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`UPDATE disclosures SET class = 'files'`))
    expect(await codes(home)).toEqual(['disclosure.misplaced'])
  })

  it('under another owner are found when they can be opened', async () => {
    const { home, keys } = await filled()
    tamper(home, db => db.exec(`UPDATE disclosures SET owner = 'contact'`))
    expect(await codes(home, { keys })).toEqual(['disclosure.damaged'])
  })

  it('that somebody sealed anew, with the keys of the home, are found by their digest', async () => {
    const { home, keys, ledger } = await filled()
    tamper(home, db => {
      const [owner] = db.prepare('SELECT wrapped FROM owner_keys WHERE owner = ?').all(transferA)
      const [row] = db.prepare('SELECT digest FROM disclosures').all()
      const about = (purpose: string) => aboutOwned(ledger.log, transferA, 'contact', purpose)
      const key = openBox(keys.disclosure, bytes(owner?.wrapped), about(purposes.key))
      const other = encodeDisclosure(newDisclosure('phone', '+4915187654321', seededRandom('other')))
      const box = sealBox(key, Buffer.from(other), about(purposes.disclosure(String(row?.digest))), seededRandom('box'))
      db.prepare('UPDATE disclosures SET sealed = ?').run(box)
    })
    expect(await codes(home, { keys })).toEqual(['disclosure.damaged'])
  })

  it('of another home do not open', async () => {
    const [one, other] = [await filled(), await filled()]
    expect(await codes(one.home, { keys: other.keys })).toEqual(expect.arrayContaining(['disclosure.key-damaged']))
  })
})

describe('rows beside the events', () => {
  it('records that were exchanged are found when they can be opened', async () => {
    const { home, keys } = await filled()
    tamper(home, db => db.exec(`UPDATE records SET sealed = zeroblob(40) WHERE kind = 'receipt'`))
    expect(await codes(home, { keys })).toEqual(['record.damaged'])
    expect(await codes(home)).toEqual([])
  })

  it('records without a key are found', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`DELETE FROM owner_keys WHERE owner = 'contact'`))
    expect(await codes(home)).toEqual(['record.damaged'])
  })

  it('tags and secrets that lead to nothing are found', async () => {
    const { home } = await filled()
    tamper(home, db =>
      db.exec(`
        INSERT INTO tags(kind, tag, xfer) VALUES ('reference', x'00', 'nobody');
        INSERT INTO vault(id, sealed) VALUES ('nobody', x'00');
      `),
    )
    const { findings } = await verifyLedger(home)
    expect(findings.filter(({ at }) => at === 'nobody').map(({ level, code }) => [level, code])).toEqual([
      ['warning', 'ledger.stray-row'],
      ['error', 'ledger.stray-secret'],
    ])
  })
})

it('shares codecs with the writer and nothing else', () => {
  const folder = new URL('../../../lib/ledger/', import.meta.url)
  const imports = (file: string) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => path)
  const parts = readdirSync(folder).filter(name => name.startsWith('verify'))
  const codecs = ['canonical', 'checkpoint', 'disclosure', 'event', 'keys-file', 'schema', 'seal', 'tree']
  const shared = ['../error', '../finding', '../ulid']
  const allowed = [
    ...parts.map(name => `./${name}`),
    ...codecs.map(name => `./${name}.ts`),
    ...shared.map(name => `${name}.ts`),
  ]
  const found = parts.flatMap(imports)
  expect(parts.length).toBeGreaterThan(1)
  expect(found.filter(path => !allowed.includes(path))).toEqual([])
  // Nor does a codec lead to the writer.
  const writer = [
    'store',
    'transaction',
    'database',
    'mark',
    'view',
    'tables',
    'owners',
    'disclosures',
    'records',
    'tags',
  ]
  const reached = codecs.flatMap(name => imports(`${name}.ts`))
  expect(reached.filter(path => writer.includes(path.slice(2, -3)))).toEqual([])
})

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('no bytes')
  return value
}

/** The home has these public keys, oldest first. */
function knowKeys(home: string, ...signers: Signer[]): void {
  const file = parseKeysFile(readFileSync(keysPath(home), 'utf8'))
  const spki = signers.map(key => key.public.export({ type: 'spki', format: 'der' }))
  writeFileSync(keysPath(home), encodeKeysFile({ ...file, public: spki }))
}

function markOf(home: string, change: object): void {
  const path = join(home, 'mark.json')
  const mark = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, `${JSON.stringify({ ...mark, ...change })}\n`)
}

/** Half of the pages are gone. */
function cutFile(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096))
}
