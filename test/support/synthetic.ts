import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { digestOf, encodeDisclosure, newDisclosure } from '../../lib/ledger/disclosure.ts'
import { type Event, encodeTime, noEvent } from '../../lib/ledger/event.ts'
import type { Keys } from '../../lib/ledger/keys.ts'
import { encodeMark } from '../../lib/ledger/mark.ts'
import { schema, schemaVersion } from '../../lib/ledger/schema.ts'
import { aboutOwned, purposes, sealBox } from '../../lib/ledger/seal.ts'
import type { Random } from '../../lib/ports.ts'
import { insertHistory } from './forge.ts'

/**
 * A ledger like one that many transfers leave, written in one go: what 100 000 durable commits would take minutes for.
 * Eight events a transfer, a commit and a signature each, seven disclosures under two keys.
 */
export function synthesise(home: string, keys: Keys, count: number, random: Random): { log: string } {
  const path = join(home, 'ledger.db')
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    database.exec(schema)
    database.exec('BEGIN')
    const log = id('L', 0)
    const insert = database.prepare('INSERT INTO meta(key, value) VALUES (?, ?)')
    for (const [key, value] of Object.entries({ log, kind: 'sandbox', schema: schemaVersion })) insert.run(key, value)
    const head = insertHistory(database, history(database, log, keys, count, random), () => keys)
    database.exec('COMMIT')
    writeFileSync(join(home, 'mark.json'), encodeMark(head), { mode: 0o600 })
    return { log }
  } finally {
    database.close()
    chmodSync(path, 0o600)
  }
}

const life = ['intended', 'sealed', 'checked', 'held', 'released', 'requested', 'accepted', 'confirmed'] as const

function* history(database: DatabaseSync, log: string, keys: Keys, count: number, random: Random): Generator<Event> {
  const write = disclosureWriter(database, log, keys, random)
  for (let seq = 0; seq < count; seq++) {
    const [transfer, step] = [Math.floor((seq - 1) / life.length), (seq - 1) % life.length]
    const xfer = id('T', transfer)
    const first = seq === 0
    yield {
      v: 1,
      log,
      seq,
      prev: noEvent,
      id: id('E', seq),
      ts: encodeTime(Date.UTC(2026, 0, 5) + seq * 60_000),
      up: seq * 60_000,
      boot: 'b0'.repeat(16),
      skew: null,
      type: first ? 'ledger.created' : `transfer.${life[step]}`,
      xfer: first ? null : xfer,
      op: 'op-7K3QM9XP',
      host: 'host-7K3QM9XP',
      tool: '0.1.0',
      policy: 'cd'.repeat(32),
      key: keys.keyId,
      d: first
        ? { kind: 'sandbox', fingerprint: keys.fingerprint }
        : { bytes: seq, sha256: 'ab'.repeat(32), entries: 3 },
      sd: !first && step === 0 ? write(xfer, seq) : {},
    }
  }
}

const fields = {
  contact: ['recipient', 'organisation', 'phone', 'purpose', 'reference', 'client'],
  files: ['sealed'],
}

/** Writes the disclosures of one transfer and answers their digests by class. */
function disclosureWriter(database: DatabaseSync, log: string, keys: Keys, random: Random) {
  const insertKey = database.prepare('INSERT INTO owner_keys(owner, class, wrapped) VALUES (?, ?, ?)')
  const insert = database.prepare('INSERT INTO disclosures(digest, owner, class, seq, sealed) VALUES (?, ?, ?, ?, ?)')
  return (owner: string, seq: number): Event['sd'] =>
    Object.fromEntries(
      Object.entries(fields).map(([name, list]) => {
        const key = random.bytes(32)
        insertKey.run(owner, name, sealBox(keys.disclosure, key, aboutOwned(log, owner, name, purposes.key), random))
        const digests = list.map(field => {
          const text = encodeDisclosure(newDisclosure(field, `${field} of ${owner}`, random))
          const digest = digestOf(text)
          const about = aboutOwned(log, owner, name, purposes.disclosure(digest))
          insert.run(digest, owner, name, seq, sealBox(key, Buffer.from(text), about, random))
          return digest
        })
        return [name, digests.sort()]
      }),
    )
}

function id(kind: string, n: number): string {
  return `01KE6QZT1H${kind}${String(n).padStart(15, '0')}`.replace('L', 'M')
}
