import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../lib/ledger/event.ts'
import { createKeys } from '../../lib/ledger/keys.ts'
import { readPublicKey } from '../../lib/ledger/keys-file.ts'
import { copyHome, readEvents, replaceLine, rewrite, type Signer, stolenKey, tamper } from './forge.ts'
import { at, knowKeys } from './verified.ts'
import { scratch, seededRandom } from './world.ts'

/** Somebody with the database open in an editor and the triggers dropped; with the key of the home where a row says so. */
export interface Attack {
  /** As in docs/threat-model.md. */
  readonly name: string
  readonly act: (home: string, signer: Signer) => unknown
}

/** The event in the middle that is attacked: `provider.request` of a transfer that was long over. */
const victim = 488

/** Every row of the table "Attacks on the record", on a home of 1 000 events (`thousand.ts`). */
export const attacks: readonly Attack[] = [
  { name: 'edit a row', act: home => replaceLine(home, edited(readEvents(home), victim)) },
  {
    name: 'delete a row in the middle',
    act: home => tamper(home, db => db.exec(`DELETE FROM events WHERE seq = ${victim}`)),
  },
  { name: 'reorder two rows', act: reorder },
  {
    name: 'truncate the tail, keep all checkpoints',
    act: home => tamper(home, db => db.exec('DELETE FROM events WHERE seq >= 700')),
  },
  { name: 'truncate the tail, keep an old checkpoint', act: home => cut(home, 700) },
  {
    name: 'truncate, signed anew with the own key',
    act: (home, signer) => rewrite(home, events => events.slice(0, 700), signer),
  },
  {
    name: 'insert back-dated, signed anew with the own key',
    act: (home, signer) => rewrite(home, events => events.toSpliced(victim, 0, inserted(events, victim)), signer),
  },
  {
    name: 'rewrite all, signed anew with the own key',
    act: (home, signer) => rewrite(home, events => events.map(event => ({ ...event, tool: '9.9.9' })), signer),
  },
  { name: 'swap the home for one signed by another key', act: swap },
  { name: 'swap the database alone for one signed by another key', act: (home, signer) => swap(home, signer, false) },
  {
    name: 'restore an old database and go on',
    act: (home, signer) => {
      cut(home, 700)
      rewrite(home, goOn, signer, { mark: false })
    },
  },
  {
    name: 'restore the whole old home and go on',
    act: (home, signer) => {
      cut(home, 700)
      rewrite(home, goOn, signer)
    },
  },
  {
    name: 'replay an event, signed with the own key',
    act: (home, signer) =>
      rewrite(home, events => [...events, { ...at(events, 999), up: at(events, 999).up + 1 }], signer),
  },
  {
    name: 'set the clock back',
    act: (home, signer) => rewrite(home, events => events.with(999, { ...at(events, 999), ...at0(events) }), signer),
  },
  {
    name: 'remove a personal field without a shred event',
    act: home =>
      tamper(home, db => db.exec(`DELETE FROM disclosures WHERE digest = (SELECT min(digest) FROM disclosures)`)),
  },
  { name: 'exchange two personal fields', act: exchange },
  { name: 'delete the ledger file', act: home => rmSync(join(home, 'ledger.db')) },
  {
    name: 'back-date at the tail, since the last outside copy',
    act: (home, signer) => rewrite(home, backDated, signer),
  },
  { name: 'never log: use another tool', act: () => {} },
]

function edited(events: readonly Event[], seq: number): Event {
  const event = at(events, seq)
  return { ...event, d: { ...event.d, ms: 7_777 } }
}

function reorder(home: string): void {
  const events = readEvents(home)
  tamper(home, db => db.exec(`UPDATE events SET id = 'aside ' || id WHERE seq IN (${victim}, ${victim + 1})`))
  replaceLine(home, { ...at(events, victim + 1), seq: victim })
  replaceLine(home, { ...at(events, victim), seq: victim + 1 })
}

/** Events, checkpoints and what lies beside them end at `size`; the mark stays. */
function cut(home: string, size: number): void {
  tamper(home, db =>
    db.exec(`
      DELETE FROM events WHERE seq >= ${size};
      DELETE FROM checkpoints WHERE size > ${size};
      DELETE FROM disclosures WHERE seq >= ${size};
      DELETE FROM owner_keys WHERE owner NOT IN (SELECT owner FROM disclosures UNION SELECT owner FROM records);
      DELETE FROM tags WHERE xfer NOT IN (SELECT xfer FROM events WHERE xfer IS NOT NULL);
    `),
  )
}

/** One more request of the same transfer, just after the one that is there. */
function inserted(events: readonly Event[], seq: number): Event {
  return { ...edited(events, seq), id: fresh(1), sd: {} }
}

/** 400 other events behind those that are there: the ledger is longer than it was, and another one. */
function goOn(events: Event[]): Event[] {
  const last = at(events, events.length - 1)
  const d = { change: 'removed', phone: false, verified: false }
  const more = Array.from({ length: 400 }, (_, n) => ({
    ...last,
    type: 'contact.changed',
    xfer: null,
    d,
    id: fresh(n),
    sd: {},
  }))
  return [...events, ...more]
}

/** The same events, signed by a thief; with `whole` the home also has the thief's public key alone. */
async function swap(home: string, _own: Signer, whole = true): Promise<void> {
  const { keys: thief } = await createKeys(scratch(), { passphrase: null, random: seededRandom('thief') })
  const renamed = (events: Event[]) =>
    events.with(0, { ...at(events, 0), d: { ...at(events, 0).d, fingerprint: thief.fingerprint } })
  rewrite(home, renamed, thief)
  if (whole) knowKeys(home, thief)
}

function exchange(home: string): void {
  tamper(home, db => {
    const [one, two] = db.prepare('SELECT digest, sealed FROM disclosures ORDER BY digest LIMIT 2').all()
    const update = db.prepare('UPDATE disclosures SET sealed = ? WHERE digest = ?')
    update.run(two?.sealed ?? null, one?.digest ?? null)
    update.run(one?.sealed ?? null, two?.digest ?? null)
  })
}

/** Both clocks of the first event. */
function at0(events: readonly Event[]): Pick<Event, 'ts' | 'up'> {
  const { ts, up } = at(events, 0)
  return { ts, up }
}

/** Half a second earlier than it happened, and still after the event before it. */
function backDated(events: Event[]): Event[] {
  const last = at(events, 999)
  const ts = new Date(Date.parse(last.ts) - 500).toISOString()
  return events.with(999, { ...last, ts, up: last.up - 500 })
}

/** A ULID that no event has. */
function fresh(n: number): string {
  return `01KZ${String(n).padStart(22, '0')}`
}

/** A copy of a home, attacked. */
export async function attacked(home: string, { act }: Attack): Promise<string> {
  const copy = copyHome(home, join(scratch(), 'home'))
  await act(copy, { ...readPublicKey(home), signing: stolenKey(home) })
  return copy
}
