import { createPrivateKey, type KeyObject } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { encodeOrigin, type LedgerKind, signCheckpoint } from '../../lib/ledger/checkpoint.ts'
import { type Event, encodeEvent, noEvent, parseEvent } from '../../lib/ledger/event.ts'
import { keysPath, type PublicKey, parseKeysFile } from '../../lib/ledger/keys-file.ts'
import { encodeMark } from '../../lib/ledger/mark.ts'
import { Frontier, leafHash } from '../../lib/ledger/tree.ts'

/** What somebody can do who owns the laptop: everything that needs no key, and with the key the rest. */

export interface Signer extends PublicKey {
  readonly signing: KeyObject
}

/** The signing key of a home without a passphrase: reading one file is enough. */
export function stolenKey(home: string): KeyObject {
  const { secret } = parseKeysFile(readFileSync(keysPath(home), 'utf8'))
  if (secret.kind !== 'raw') throw new Error('the home has a passphrase')
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret.bytes.subarray(0, 32)])
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

/** A copy of the whole home at `to`, which must not exist: a backup. The ledger must be closed. */
export function copyHome(home: string, to: string): string {
  cpSync(home, to, { recursive: true })
  return to
}

/** Changes the database with the triggers out of the way, and puts them back word for word. */
export function tamper<T>(home: string, change: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(home, 'ledger.db'))
  try {
    const triggers = database.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid`).all()
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
    const result = change(database)
    for (const { sql } of triggers) database.exec(String(sql))
    return result
  } finally {
    database.close()
  }
}

export function readEvents(home: string): Event[] {
  return tamper(home, database =>
    database
      .prepare('SELECT line FROM events ORDER BY seq')
      .all()
      .map(({ line }) => parseEvent(String(line))),
  )
}

/** Replaces one line, and makes its columns and its own hash fit. */
export function replaceLine(home: string, event: Event): void {
  const line = encodeEvent(event)
  tamper(home, database =>
    database
      .prepare('UPDATE events SET line = ?, leaf = ?, id = ?, type = ?, xfer = ? WHERE seq = ?')
      .run(line, leafHash(line), event.id, event.type, event.xfer, event.seq),
  )
}

/**
 * Another history, as perfect as its key can make it: numbers, chain, tree and a signature after every event. The mark
 * follows, unless `mark` is false. `signer` may depend on the size of the tree.
 */
export function rewrite(
  home: string,
  change: (events: Event[]) => Event[],
  signer: Signer | ((size: number) => Signer),
  options: { mark?: boolean } = {},
): void {
  const events = change(readEvents(home))
  tamper(home, database => {
    database.exec('BEGIN; DELETE FROM events; DELETE FROM checkpoints')
    const head = insertHistory(database, events, typeof signer === 'function' ? signer : () => signer)
    moveDisclosures(database)
    database.exec('COMMIT')
    if (options.mark !== false) writeFileSync(join(home, 'mark.json'), encodeMark(head))
  })
}

/** Numbers, chains, hashes and signs. Returns what the mark must say. */
export function insertHistory(
  database: DatabaseSync,
  events: Iterable<Event>,
  signer: (size: number) => Signer,
  kind: LedgerKind = 'sandbox',
): { log: string; size: number; root: string } {
  const insertEvent = database.prepare('INSERT INTO events(seq, line, leaf, id, type, xfer) VALUES (?, ?, ?, ?, ?, ?)')
  const insertCheckpoint = database.prepare('INSERT INTO checkpoints(size, note, frontier) VALUES (?, ?, ?)')
  const tree = new Frontier()
  const ids = new Set<string>()
  let [prev, log] = [noEvent, '']
  for (const event of events) {
    const size = tree.size + 1
    const { signing, public: key, keyId } = signer(size)
    if (size === 1) log = event.log
    const line = encodeEvent({ ...event, seq: tree.size, prev, key: keyId })
    const leaf = leafHash(line)
    const id = ids.has(event.id) ? `${event.id} again` : event.id
    insertEvent.run(tree.size, line, leaf, id, event.type, event.xfer)
    ids.add(id)
    tree.append(leaf)
    const checkpoint = { origin: encodeOrigin(kind, log), size, root: tree.root() }
    insertCheckpoint.run(size, signCheckpoint(checkpoint, { private: signing, public: key }), tree.encode())
    prev = Buffer.from(leaf).toString('hex')
  }
  return { log, size: tree.size, root: Buffer.from(tree.root()).toString('hex') }
}

/** Disclosures stay with the event that names them; those of events that are gone go. */
function moveDisclosures(database: DatabaseSync): void {
  database.exec(`
    CREATE TEMP TABLE named AS
      SELECT events.seq AS seq, digest.value AS digest
      FROM events, json_each(events.line, '$.sd') AS class, json_each(class.value) AS digest;
    DELETE FROM disclosures WHERE digest NOT IN (SELECT digest FROM named);
    UPDATE disclosures SET seq = (SELECT seq FROM named WHERE named.digest = disclosures.digest);
    DROP TABLE named;
  `)
}
