import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ledgerPath } from '../../lib/ledger/home.ts'
import { addContact, removeContact } from '../../src/index.ts'
import { purgeDue } from '../support/purging.ts'
import { type Bench, bench, day, reopen } from '../support/transfers.ts'
import { scratch } from '../support/world.ts'

const years = 4 * 365 * day
const words = [
  'Ada Lovelace',
  'Example Ltd',
  '4915112345678',
  'Quarterly reconciliation',
  'ref-4711',
  'people.csv',
  'Emmy Noether',
  'provider-id-0001',
  'exports',
]

/**
 * A transfer with everything a home can hold of one, conveyed twice: by a text that was refused, with the provider's words, and
 * then by a person; and a contact. Ended, and due.
 */
async function filled() {
  const made = await bench()
  const { send, transfers, provider, world, clock } = made
  await addContact(world, { recipient: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' })
  provider.courier.deliver = async () => ({ outcome: 'accepted', courier: 'http', id: 'provider-id-0001' })
  const { id } = await send({
    organisation: 'Example Ltd',
    purpose: 'Quarterly reconciliation',
    reference: 'ref-4711',
    hold: false,
  })
  provider.status = provider.refuses()
  await transfers.status(id)
  await transfers.dictate(
    id,
    { channel: 'phone', by: 'Emmy Noether', override: 'known voice', alphabet: 'nato' },
    async () => true,
  )
  await transfers.cancel(id)
  clock.advance(years)
  return { ...made, id }
}

describe('a purge', () => {
  it('leaves no byte of the keys, records and tags, and no word, in any file of the home', async () => {
    const made = await filled()
    const { world, id } = made
    const dead = belongings(made, id)
    expect(dead.length, 'three keys, a receipt code, five tags').toBeGreaterThan(8)
    const before = bytesOf(made.directory)
    for (const bytes of dead) expect(holds(before, bytes), 'the search works').toBe(true)
    const contact = belongings(made, contactOf(made))
    removeContact(world, 'Ada Lovelace', undefined)
    expect((await purgeDue(world)).filter(line => line.endsWith('shredded'))).toHaveLength(3)
    const after = bytesOf(made.directory)
    expect([...dead, ...contact].filter(bytes => holds(after, bytes))).toEqual([])
    for (const word of words) expect(after.includes(word), word).toBe(false)
    expect(after.includes(id), 'the search works').toBe(true)
    expect(world.ledger.tagged('reference', 'ref-4711')).toEqual([])
    expect(world.ledger.tagged('provider', 'provider-id-0001')).toEqual([])
    expect(world.ledger.tagged('number', '+4915112345678')).toEqual([])
    expect(world.ledger.scrubPending).toBe(false)
  })

  it('leaves nothing in what a killed backup has left either, from the next start on', async () => {
    const made = await filled()
    const { world, id, directory } = made
    const dead = belongings(made, id)
    const staging = join(directory, 'backup.tmp')
    mkdirSync(staging)
    for (const name of ['ledger.db', 'ledger.db-wal']) copyFileSync(join(directory, name), join(staging, name))
    await purgeDue(world)
    expect(dead.filter(bytes => holds(bytesOf(directory), bytes)).length, 'the copy holds them').toBeGreaterThan(0)
    world.ledger.close()
    const { ledger } = await reopen(made)
    const after = bytesOf(directory)
    expect(dead.filter(bytes => holds(after, bytes))).toEqual([])
    ledger.close()
  })

  it('that a reader holds up says so, and the next start removes what is left', async () => {
    const made = await filled()
    const { world, id, directory } = made
    const dead = belongings(made, id)
    const reader = new DatabaseSync(ledgerPath(directory), { readOnly: true })
    onTestFinished(() => {
      if (reader.isOpen) reader.close()
    })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM events').get()
    await purgeDue(world)
    expect(world.ledger.scrubPending).toBe(true)
    expect(dead.filter(bytes => holds(bytesOf(directory), bytes)).length, 'the log still holds them').toBeGreaterThan(0)
    world.ledger.close()
    reader.close()
    const { ledger } = await reopen(made)
    expect(ledger.scrubPending).toBe(false)
    const after = bytesOf(directory)
    expect(dead.filter(bytes => holds(after, bytes))).toEqual([])
    ledger.close()
  })
})

function contactOf({ world }: Bench): string {
  const [contact] = world.ledger.records.list('contact')
  return contact?.id ?? ''
}

/** Every wrapped key, sealed record and tag of one owner. */
function belongings({ directory }: Bench, owner: string): Buffer[] {
  using client = new DatabaseSync(ledgerPath(directory), { readOnly: true })
  return [
    'SELECT wrapped AS b FROM owner_keys WHERE owner = ?',
    'SELECT sealed AS b FROM records WHERE owner = ?',
    `SELECT tag AS b FROM tags WHERE xfer = ? AND kind <> 'contact'`,
  ].flatMap(query =>
    client
      .prepare(query)
      .all(owner)
      .map(({ b }) => {
        if (!(b instanceof Uint8Array)) throw new Error('not a blob')
        return Buffer.from(b)
      }),
  )
}

/** Every byte of every file, from a copy that another process makes: see test/lib/ledger/erasure.test.ts. */
function bytesOf(directory: string): Buffer {
  const copy = join(scratch(), 'copy')
  execFileSync('cp', ['-R', directory, copy])
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' }).map(name => join(copy, name))
  return Buffer.concat(files.filter(path => statSync(path).isFile()).map(path => readFileSync(path)))
}

/** Either end counts: a page may have been reused in part. */
function holds(bytes: Buffer, needle: Buffer): boolean {
  return bytes.includes(needle.subarray(0, 24)) || bytes.includes(needle.subarray(-24))
}
