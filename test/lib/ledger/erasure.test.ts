import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ledgerPath } from '../../../lib/ledger/home.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { Secret } from '../../../lib/secret.ts'
import { ulid } from '../../../lib/ulid.ts'
import { closing, newLedger, transferA, transferB } from '../../support/ledger.ts'
import { scratch, seededRandom } from '../../support/world.ts'

const password = 'kx7n-m3vb-qw2z-8htr-p4jd'

describe('secrets and personal data', () => {
  it('stand in no file in clear', async () => {
    const { ledger, home } = await newLedger()
    fill(ledger)
    const words = ['Ada Lovelace', '+4915112345678', 'customers.csv', 'ref-4711', 'receipt-9', password]
    const encoded = words.flatMap(word => [word, ...base64Inside(word)])
    for (const word of encoded) expect(found(home, Buffer.from(word)), word).toBe(false)
    expect(found(home, Buffer.from(transferA)), 'the search works').toBe(true)
  })
})

describe('a shred', () => {
  it('leaves no byte of key, fields, records and tags of that owner and class, and all of the others', async () => {
    const { ledger, home } = await newLedger()
    const { event } = fill(ledger)
    const dead = [
      ...blobs(home, `SELECT wrapped AS b FROM owner_keys WHERE owner = '${transferA}' AND class = 'contact'`),
      ...blobs(home, `SELECT sealed AS b FROM disclosures WHERE owner = '${transferA}' AND class = 'contact'`),
      ...blobs(home, `SELECT sealed AS b FROM records WHERE owner = '${transferA}' AND class = 'contact'`),
      // The tag of the recipient is the same for the other transfer, which keeps it.
      ...blobs(home, `SELECT tag AS b FROM tags WHERE xfer = '${transferA}' AND kind = 'reference'`),
    ]
    expect(dead).toHaveLength(1 + 2 + 1 + 1)
    for (const bytes of dead) expect(found(home, bytes), 'the search works').toBe(true)
    const digests = shred(ledger, transferA)
    for (const bytes of dead) expect(found(home, bytes)).toBe(false)

    expect(digests).toEqual(event.sd.contact)
    expect(ledger.scrubPending).toBe(false)
    expect(ledger.disclosed(event).filter(field => field === 'shredded')).toHaveLength(2)
    expect(ledger.disclosed(event)).toContainEqual(expect.objectContaining({ class: 'files', name: 'list' }))
    expect(ledger.records.list('receipt')).toEqual([{ id: transferB, value: 'receipt-8' }])
    expect(ledger.tagged('reference', 'ref-4711')).toEqual([])
    expect(ledger.tagged('reference', 'ref-4712')).toEqual([transferB])
    expect(ledger.tagged('recipient', 'Ada Lovelace')).toEqual([transferB])
    expect(ledger.tagged('client', 'Example')).toEqual([transferA])
  })

  it('must be recorded in the same commit', async () => {
    const { ledger } = await newLedger()
    const { event } = fill(ledger)
    const before = ledger.checkpoint()
    expect(() => ledger.commit(tx => tx.shred(transferA, 'contact'))).toThrow('personal.shredded')
    expect(() =>
      ledger.commit(tx => {
        const digests = tx.shred(transferA, 'contact')
        tx.append({ type: 'personal.shredded', xfer: transferA, d: { digests: digests.slice(1) } })
      }),
    ).toThrow('personal.shredded')
    expect(ledger.checkpoint()).toEqual(before)
    expect(ledger.disclosed(event)).not.toContain('shredded')
    expect(ledger.scrubPending).toBe(false)
  })

  it('says that bytes are left while another reader is open, and removes them when it can', async () => {
    const { ledger, home } = await newLedger()
    fill(ledger)
    const [key] = blobs(home, `SELECT wrapped AS b FROM owner_keys WHERE owner = '${transferA}' AND class = 'contact'`)
    const reader = readingElsewhere(home)
    shred(ledger, transferA)
    expect(ledger.scrubPending).toBe(true)
    expect(found(home, must(key)), 'the log still holds the key').toBe(true)
    reader.close()
    ledger.commit(() => {})
    expect(ledger.scrubPending).toBe(false)
    expect(found(home, must(key))).toBe(false)
  })

  it('is finished by the next opening when the process ended meanwhile', async () => {
    const { ledger, home, options } = await newLedger()
    fill(ledger)
    const [key] = blobs(home, `SELECT wrapped AS b FROM owner_keys WHERE owner = '${transferA}' AND class = 'contact'`)
    const reader = readingElsewhere(home)
    shred(ledger, transferA)
    ledger.close()
    const still = closing(Ledger.open(home, options))
    expect(still.scrubPending).toBe(true)
    still.close()
    expect(found(home, must(key)), 'the log still holds the key').toBe(true)
    reader.close()
    expect(closing(Ledger.open(home, options)).scrubPending).toBe(false)
    expect(found(home, must(key))).toBe(false)
  })

  it('makes room for a new key of the same owner', async () => {
    const { ledger } = await newLedger()
    fill(ledger)
    shred(ledger, transferA)
    const { event } = fill(ledger, 'again')
    expect(ledger.disclosed(event)).not.toContain('shredded')
  })
})

describe('the vault', () => {
  it('keeps a secret until it is destroyed, and then no byte of it', async () => {
    const { ledger, home } = await newLedger()
    const kept = Secret.fromText(password)
    ledger.commit(tx => {
      tx.vault.put(transferA, kept)
      tx.vault.put(transferB, Secret.fromText('another'))
    })
    expect(ledger.vault.ids()).toEqual([transferA, transferB])
    expect(ledger.vault.get(transferA)?.equals(kept)).toBe(true)
    const [sealed] = blobs(home, `SELECT sealed AS b FROM vault WHERE id = '${transferA}'`)
    expect(found(home, must(sealed)), 'the search works').toBe(true)

    expect(ledger.commit(tx => tx.vault.destroy(transferA)).value).toBe(true)
    expect(found(home, must(sealed))).toBe(false)
    expect(ledger.vault.get(transferA)).toBeNull()
    expect(ledger.commit(tx => tx.vault.destroy(transferA)).value).toBe(false)
    expect(ledger.vault.get(transferB)?.use(text => text)).toBe('another')
  })

  it('never replaces a secret', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => tx.vault.put('a', Secret.fromText('one')))
    expect(() => ledger.commit(tx => tx.vault.put('a', Secret.fromText('two')))).toThrow('UNIQUE')
    expect(ledger.vault.get('a')?.use(text => text)).toBe('one')
  })

  it('does not open a row that was put in the place of another', async () => {
    const { ledger, home } = await newLedger()
    ledger.commit(tx => {
      tx.vault.put('a', Secret.fromText('one'))
      tx.vault.put('b', Secret.fromText('two'))
    })
    using client = new DatabaseSync(ledgerPath(home))
    client.exec("UPDATE vault SET sealed = (SELECT sealed FROM vault WHERE id = 'b') WHERE id = 'a'")
    expect(() => ledger.vault.get('a')).toThrow(expect.objectContaining({ code: 'WB-LEDGER-DAMAGED' }))
  })
})

describe('a record', () => {
  it('leaves no byte of what was replaced or removed', async () => {
    const { ledger, home } = await newLedger()
    const put = (value: string) => ledger.commit(tx => tx.records.put('contact', 'c', transferA, 'contact', value))
    const sealed = () => must(blobs(home, 'SELECT sealed AS b FROM records')[0])
    put('old number')
    const old = sealed()
    put('new number')
    const current = sealed()
    expect([found(home, old), found(home, current)]).toEqual([false, true])
    ledger.commit(tx => tx.records.remove('contact', 'c'))
    expect(found(home, current)).toBe(false)
  })
})

describe('many deletions', () => {
  it('leave no byte behind, though SQLite moves rows between pages', async () => {
    const { ledger, home, options } = await newLedger()
    const random = seededRandom('many')
    const owners: string[] = []
    const dead = new Map<string, Buffer[]>()
    for (let commit = 0; commit < 8; commit++) {
      const belongings = belongingsByOwner(home)
      ledger.commit(tx => {
        for (let step = 0; step < 100; step++) {
          for (let i = 0; i < (commit < 4 ? 2 : 1); i++) {
            const owner = ulid(options.clock, random)
            const text = 'x'.repeat(below(random, 200))
            tx.vault.put(owner, Secret.fromText(text))
            tx.records.put('contact', owner, owner, 'contact', text)
            for (const kind of ['reference', 'client', 'recipient']) tx.tag(kind, owner + kind, owner)
            owners.push(owner)
          }
          const [owner = ''] = owners.splice(below(random, owners.length), 1)
          tx.append({ type: 'personal.shredded', xfer: null, d: { digests: tx.shred(owner, 'contact') } })
          tx.vault.destroy(owner)
          dead.set(owner, belongings.get(owner) ?? [])
        }
      })
    }
    const blobsOfDead = [...dead.values()].flat()
    expect(blobsOfDead.length).toBeGreaterThan(2_000)
    const bytes = bytesOf(home)
    expect(blobsOfDead.filter(one => holds(bytes, one))).toEqual([])
  })
})

/** Two transfers to one person, with everything that a home can hold about them. */
function fill(ledger: Ledger, id = 'a') {
  const { value: event } = ledger.commit(tx => {
    for (const [xfer, receipt] of [
      [transferB, 'receipt-8'],
      [transferA, 'receipt-9'],
    ] as const) {
      if (id === 'a') tx.vault.put(xfer, Secret.fromText(password))
      tx.records.put('receipt', xfer, xfer, 'contact', receipt)
      tx.tag('reference', xfer === transferA ? 'ref-4711' : 'ref-4712', xfer)
      tx.tag('recipient', 'Ada Lovelace', xfer, 'contact')
    }
    tx.tag('client', 'Example', transferA, 'identity')
    return tx.append({
      type: 'transfer.intended',
      xfer: transferA,
      d: {},
      disclose: [
        { class: 'contact', owner: transferA, fields: { name: 'Ada Lovelace', phone: '+4915112345678' } },
        { class: 'files', owner: transferA, fields: { list: ['customers.csv'] } },
      ],
    })
  })
  return { event }
}

function shred(ledger: Ledger, owner: string): string[] {
  return ledger.commit(tx => {
    const digests = tx.shred(owner, 'contact')
    tx.append({ type: 'personal.shredded', xfer: null, d: { digests } })
    return digests
  }).value
}

/** A snapshot that somebody else keeps open. */
function readingElsewhere(home: string): DatabaseSync {
  const reader = new DatabaseSync(ledgerPath(home), { readOnly: true })
  onTestFinished(() => {
    if (reader.isOpen) reader.close()
  })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM events').get()
  return reader
}

/** Everything sealed and tagged that each owner has. */
function belongingsByOwner(home: string): Map<string, Buffer[]> {
  using client = new DatabaseSync(ledgerPath(home), { readOnly: true })
  const all = new Map<string, Buffer[]>()
  for (const query of [
    'SELECT owner, wrapped AS b FROM owner_keys',
    'SELECT id AS owner, sealed AS b FROM vault',
    'SELECT owner, sealed AS b FROM records',
    'SELECT xfer AS owner, tag AS b FROM tags',
  ]) {
    for (const { owner, b } of client.prepare(query).all()) {
      all.set(String(owner), [...(all.get(String(owner)) ?? []), bufferOf(b)])
    }
  }
  return all
}

/** Column b of a query. */
function blobs(home: string, query: string): Buffer[] {
  using client = new DatabaseSync(ledgerPath(home), { readOnly: true })
  return client
    .prepare(query)
    .all()
    .map(({ b }) => bufferOf(b))
}

function bufferOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new Error('not a blob')
  return Buffer.from(value)
}

/**
 * Every byte of every file of the home. Read from a copy that another process makes: opening and closing `ledger.db`
 * here would drop the locks of this process.
 */
function bytesOf(home: string): Buffer {
  const copy = join(scratch(), 'copy')
  execFileSync('cp', ['-R', home, copy])
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' }).map(name => join(copy, name))
  return Buffer.concat(files.filter(path => statSync(path).isFile()).map(path => readFileSync(path)))
}

function found(home: string, needle: Buffer): boolean {
  return holds(bytesOf(home), needle)
}

/** Either end counts: a page may have been reused in part. */
function holds(bytes: Buffer, needle: Buffer): boolean {
  return bytes.includes(needle.subarray(0, 24)) || bytes.includes(needle.subarray(-24))
}

/** How `word` looks within a longer Base64 text, at each of the three alignments. */
function base64Inside(word: string): string[] {
  return [0, 1, 2].flatMap(shift => {
    const encoded = Buffer.from('.'.repeat(shift) + word).toString('base64')
    const inside = encoded.slice(shift === 0 ? 0 : 4, -4)
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function below(random: { bytes(length: number): Uint8Array }, limit: number): number {
  return limit === 0 ? 0 : Buffer.from(random.bytes(4)).readUInt32BE() % limit
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing')
  return value
}
