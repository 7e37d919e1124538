import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { keysPath } from '../../../lib/ledger/keys-file.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { copyHome, tamper } from '../../support/forge.ts'
import { emptyHome, newLedger, transferA } from '../../support/ledger.ts'
import { codes, filled, phone } from '../../support/verified.ts'
import { scratch } from '../../support/world.ts'

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
    [
      'the end of the mark',
      home => writeFileSync(join(home, 'mark.json'), readFileSync(join(home, 'mark.json'), 'utf8').slice(0, -1)),
      ['mark.unreadable'],
    ],
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

/** A type leaves nothing behind. */
const withoutTypes = (code: string) => code.replace(/import type [^']*'[^']*'/g, '')

it('shares codecs with the writer and nothing else', () => {
  const folder = new URL('../../../lib/ledger/', import.meta.url)
  const imports = (file: string) =>
    [...withoutTypes(readFileSync(new URL(file, folder), 'utf8')).matchAll(/from '(\.[^']+)'/g)].map(
      ([, path = '']) => path,
    )
  const parts = readdirSync(folder).filter(name => name.startsWith('verify') || name === 'open-bundle.ts')
  const codecs = [
    'bundle',
    'bundle-content',
    'canonical',
    'checkpoint',
    'disclosure',
    'event',
    'keys-file',
    'schema',
    'seal',
    'tree',
  ]
  const shared = ['../error', '../finding', '../hex', '../ulid', '../worker', '../workers']
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
