import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { umask } from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Database } from '../../../lib/ledger/database.ts'
import { ledgerPath, markPath } from '../../../lib/ledger/home.ts'
import { integer, text } from '../../../lib/ledger/row.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { closing, emptyHome, newLedger } from '../../support/ledger.ts'
import { scratch } from '../../support/world.ts'

const plain = { type: 'report.made', xfer: null, d: {} }

describe('the connection', () => {
  it('has every setting that makes a commit last and a deletion stay', () => {
    const database = openNew()
    const setting = (name: string) => integer(database.get(`PRAGMA ${name}`) ?? {}, name)
    expect(text(database.get('PRAGMA journal_mode') ?? {}, 'journal_mode')).toBe('wal')
    expect(setting('synchronous')).toBe(2)
    expect(setting('fullfsync')).toBe(1)
    expect(setting('checkpoint_fullfsync')).toBe(1)
    expect(setting('secure_delete')).toBe(1)
    expect(setting('temp_store')).toBe(2)
    expect(setting('trusted_schema')).toBe(0)
  })

  it('writes inside a transaction alone', () => {
    const database = openNew()
    expect(() => database.script('CREATE TABLE t(a)')).toThrow('a write outside a commit')
    database.transaction(() => database.script('CREATE TABLE t(a)'))
    expect(() => database.snapshot(() => database.run('INSERT INTO t VALUES (1)'))).toThrow('a write outside a commit')
    expect(database.all('SELECT a FROM t')).toEqual([])
  })

  it('does not go on writing after SQLite has rolled back by itself', () => {
    const database = openNew()
    database.transaction(() => database.script('CREATE TABLE t(a UNIQUE)'))
    const work = () => {
      database.run('INSERT INTO t VALUES (1)')
      expect(() => database.run('INSERT OR ROLLBACK INTO t VALUES (1)')).toThrow('UNIQUE')
      database.run('INSERT INTO t VALUES (2)')
    }
    expect(() => database.transaction(work)).toThrow('a write outside a commit')
    expect(database.all('SELECT a FROM t')).toEqual([])
  })

  it('gives up on a busy ledger with a code of its own', () => {
    const path = newFile()
    const one = opened(path, 0)
    const other = opened(path, 0)
    one.transaction(() => {
      expect(() => other.transaction(() => {})).toThrow(
        expect.objectContaining({ code: 'WB-LEDGER-BUSY', kind: 'failed' }),
      )
    })
    expect(() => other.transaction(() => {})).not.toThrow()
  })

  it('says when the file is not a database, is damaged, cannot be opened', async () => {
    const path = newFile()
    writeFileSync(path, 'x'.repeat(5_000))
    const damaged = expect.objectContaining({ code: 'WB-LEDGER-DAMAGED', kind: 'not-verified' })
    expect(() => opened(path)).toThrow(damaged)
    expect(() => opened(join(scratch(), 'missing', 'l.db'))).toThrow(
      expect.objectContaining({ code: 'WB-LEDGER-UNWRITABLE' }),
    )
    const { ledger, home, options } = await newLedger()
    ledger.close()
    truncateSync(ledgerPath(home), 8192)
    expect(() => Ledger.open(home, options)).toThrow(damaged)
  })

  it('tells a column of another type from a row of its own', () => {
    expect(() => text({ a: 1 }, 'a')).toThrow(expect.objectContaining({ code: 'WB-LEDGER-DAMAGED' }))
    expect(() => integer({ a: 1n }, 'a')).toThrow(expect.objectContaining({ code: 'WB-LEDGER-DAMAGED' }))
  })
})

describe('the triggers', () => {
  it('stop every change of events and checkpoints, in any client', async () => {
    const { ledger, home } = await newLedger()
    ledger.commit(tx => tx.append(plain))
    ledger.close()
    using client = new DatabaseSync(ledgerPath(home))
    client.exec('PRAGMA recursive_triggers = OFF')
    const forbidden = [
      "UPDATE events SET line = '{}' WHERE seq = 1",
      'UPDATE events SET seq = 5 WHERE seq = 1',
      'DELETE FROM events WHERE seq = 1',
      'DELETE FROM events',
      "INSERT INTO events VALUES (0, '', x'', 'a', 'b', NULL)",
      "INSERT INTO events VALUES (3, '', x'', 'a', 'b', NULL)",
      "INSERT INTO events VALUES (NULL, '', x'', 'a', 'b', NULL)",
      "INSERT OR REPLACE INTO events VALUES (1, '', x'', 'a', 'b', NULL)",
      "UPDATE checkpoints SET note = ''",
      'DELETE FROM checkpoints',
      "INSERT OR REPLACE INTO checkpoints VALUES (2, '', x'')",
      "INSERT INTO checkpoints VALUES (1, '', x'')",
    ]
    for (const sql of forbidden) expect(() => client.exec(sql), sql).toThrow(/never|in order/)
    expect(() => client.exec("INSERT INTO events VALUES (2, '', x'', 'a', 'b', NULL)")).not.toThrow()
  })
})

describe('modes', () => {
  it('are 0600 and 0700 whatever the umask is', async () => {
    const old = umask(0)
    onTestFinished(() => void umask(old))
    const { options } = await emptyHome()
    const home = join(scratch(), 'deep', 'home')
    const ledger = closing(Ledger.create(home, options))
    ledger.commit(tx => tx.append(plain))
    expect(modeOf(home)).toBe(0o700)
    expect(modeOf(join(home, '..'))).toBe(0o700)
    for (const path of filesOf(home)) expect(modeOf(path), path).toBe(0o600)
  })

  it('that are wider are refused, for each file and the home', async () => {
    const { ledger, home, options } = await newLedger()
    const wide = expect.objectContaining({ code: 'WB-HOME-MODE', kind: 'failed' })
    ledger.commit(tx => tx.append(plain))
    for (const path of filesOf(home)) {
      for (const mode of [0o640, 0o604, 0o620]) {
        chmodSync(path, mode)
        expect(() => Ledger.open(home, options), path).toThrow(wide)
      }
      chmodSync(path, 0o600)
    }
    chmodSync(home, 0o750)
    expect(() => Ledger.open(home, options)).toThrow(wide)
    expect(() => Ledger.create(home, options)).toThrow(wide)
    chmodSync(home, 0o700)
    expect(() => closing(Ledger.open(home, options))).not.toThrow()
  })

  it('refuse a link or a directory in place of a file, and a file in place of the home', async () => {
    const { ledger, home, options } = await newLedger()
    const wide = expect.objectContaining({ code: 'WB-HOME-MODE' })
    ledger.close()
    renameSync(ledgerPath(home), join(home, 'elsewhere'))
    symlinkSync(join(home, 'elsewhere'), ledgerPath(home))
    expect(() => Ledger.open(home, options)).toThrow(wide)
    rmSync(ledgerPath(home))
    copyFileSync(join(home, 'elsewhere'), ledgerPath(home))
    rmSync(markPath(home))
    mkdirSync(markPath(home))
    expect(() => Ledger.open(home, options)).toThrow(wide)
    expect(() => Ledger.open(join(home, 'elsewhere'), options)).toThrow(wide)
  })
})

function newFile(): string {
  const path = join(scratch(), 'l.db')
  writeFileSync(path, '')
  return path
}

function opened(path: string, patience?: number): Database {
  const database = new Database(path, patience)
  onTestFinished(() => database.close())
  return database
}

function openNew(): Database {
  return opened(newFile())
}

function filesOf(home: string): string[] {
  const ledger = ledgerPath(home)
  return [ledger, `${ledger}-wal`, `${ledger}-shm`, markPath(home)]
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}
