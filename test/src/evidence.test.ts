import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../cli/csv.ts'
import { encodeManifest, parseManifest } from '../../lib/ledger/bundle.ts'
import { parseSignedCheckpoint, signCheckpoint } from '../../lib/ledger/checkpoint.ts'
import { digestOf, parseDisclosure } from '../../lib/ledger/disclosure.ts'
import { parseEvent } from '../../lib/ledger/event.ts'
import { publicKeyFrom } from '../../lib/ledger/keys-file.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { verifyBundle } from '../../lib/ledger/verify-bundle.ts'
import { findTransfers } from '../../src/log.ts'
import { changePolicy } from '../../src/policy-in-force.ts'
import { verifyBundleAt } from '../../src/verify-bundle.ts'
import { exported, type Files, filledHome, judge, linesOf, textOf, withFile } from '../support/bundles.ts'
import { tamper } from '../support/forge.ts'
import { shred } from '../support/shred.ts'
import { day } from '../support/transfers.ts'
import { knowKeys } from '../support/verified.ts'

const good = { ours: true, script: true }

function eventsOf(files: Files) {
  return linesOf(files, 'events.jsonl').map(parseEvent)
}

function fieldsOf(files: Files) {
  return linesOf(files, 'disclosures.txt').map(line => parseDisclosure(line))
}

describe('a bundle of a period', () => {
  it('holds every leaf, the lines of the period without a hole, and what they disclose', async () => {
    const made = await filledHome()
    const until = made.clock.now()
    const since = until - day + 1
    const { files, fingerprint, evidence, home } = await exported({ since, until: until + 1 }, made)
    const { size } = evidence
    expect(linesOf(files, 'leaves')).toHaveLength(size)
    const events = eventsOf(files)
    expect(events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: size - evidence.from }, (_, i) => evidence.from + i),
    )
    expect(events.every(({ ts }) => Date.parse(ts) >= since)).toBe(true)
    expect(home.ledger.event(evidence.from - 1)?.ts).not.toBe(events[0]?.ts)
    const named = events.flatMap(({ sd }) => Object.values(sd).flat())
    expect(linesOf(files, 'disclosures.txt').map(digestOf).sort()).toEqual(named.sort())
    expect(evidence).toMatchObject({ transfers: 1, withheld: 0, shredded: 0, disclosed: named.length })
    expect(judge(files, fingerprint)).toEqual(good)
  })

  it('is on record, with the sum of its sums', async () => {
    const { home, files, evidence, directory } = await exported({ since: 0 })
    const [event] = [...home.ledger.events({ type: 'evidence.exported' })]
    expect(event?.d).toMatchObject({ scope: 'period', from: 0, to: evidence.size, size: evidence.size, contact: true })
    expect(event?.d.sums).toBe(
      createHash('sha256')
        .update(files.get('SHA256SUMS') ?? '')
        .digest('hex'),
    )
    expect(event?.seq).toBe(evidence.size)
    expect((await verifyLedger(directory)).findings.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('is the same, byte for byte, for the same ledger, and only its owner may read it', async () => {
    const made = await filledHome()
    const until = made.clock.now() - day
    const [one, two] = [await exported({ until }, made), await exported({ until }, made)]
    const [a, b] = [one.files, two.files]
    for (const name of ['events.jsonl', 'disclosures.txt', 'transfers.csv', 'key.pem', 'VERIFY.md']) {
      expect(b.get(name), name).toEqual(a.get(name))
    }
    expect(statSync(one.path).mode & 0o777).toBe(0o600)
  })
})

describe('a bundle of a selection', () => {
  it.each([
    ['a recipient', { to: ' ada  LOVELACE' }, ['Ada Lovelace'], 2],
    ['a client', { client: 'south' }, ['Emmy Noether'], 1],
    ['a client in a period', { client: 'north', until: Date.UTC(2026, 0, 7) }, ['Ada Lovelace'], 1],
  ])('of %s discloses nothing of others, and says what it withholds', async (_, wanted, recipients, transfers) => {
    const { files, fingerprint, evidence } = await exported(wanted)
    const names = fieldsOf(files).flatMap(({ name, value }) => (name === 'recipient' ? [value] : []))
    expect([...new Set(names)]).toEqual(recipients)
    expect(evidence.transfers).toBe(transfers)
    expect(parseManifest(textOf(files, 'MANIFEST.json')).withheld).toHaveLength(evidence.withheld)
    expect(judge(files, fingerprint)).toEqual(good)
  })

  it('of a transfer holds the least range with all of it', async () => {
    const made = await filledHome()
    const [, second] = [...made.home.ledger.events({ type: 'transfer.intended' })]
    const id = second?.xfer ?? ''
    const { files, evidence, fingerprint } = await exported({ transfer: id }, made)
    const all = made.home.ledger.eventsOf(id)
    expect([evidence.from, evidence.to - 1]).toEqual([all.at(0)?.seq, all.at(-1)?.seq])
    expect(parseManifest(textOf(files, 'MANIFEST.json')).transfers).toEqual([id])
    expect(judge(files, fingerprint)).toEqual(good)
  })

  it('of transfers that somebody picked holds all of these and discloses no other', async () => {
    const made = await filledHome()
    const [first, , last] = [...findTransfers(made.home.ledger, {})].reverse()
    const told: number[] = []
    const among = new Set([first ?? '', last ?? ''])
    const { files, fingerprint, evidence, home } = await exported(
      { among, onProgress: (done, total) => void told.push(done / total) },
      made,
    )
    expect(parseManifest(textOf(files, 'MANIFEST.json'))).toMatchObject({ scope: 'selection' })
    expect(home.ledger.event(evidence.from)?.xfer).toBe(first)
    expect(home.ledger.event(evidence.to - 1)?.xfer).toBe(last)
    const recipients = fieldsOf(files).filter(({ name }) => name === 'recipient')
    expect(recipients.map(({ value }) => value)).toEqual(['Ada Lovelace', 'Ada Lovelace'])
    expect(told.every(share => share > 0 && share <= 1)).toBe(true)
    expect(judge(files, fingerprint)).toEqual(good)
  })

  it('says in transfers.csv what it discloses, no more', async () => {
    const { files } = await exported({ to: 'Emmy Noether' })
    const [head = [], ...rows] = parseCsv(textOf(files, 'transfers.csv'))
    expect(rows).toHaveLength(1)
    const row = Object.fromEntries(head.map((name, i) => [name, rows[0]?.[i]]))
    expect(row).toMatchObject({ recipient: 'Emmy Noether', phone: '+4915112345679', client: 'South', reference: 'R-1' })
  })

  it('that is empty is refused, and nothing is left or recorded', async () => {
    const made = await filledHome()
    const { size } = made.home.ledger.checkpoint()
    await expect(exported({ to: 'Nobody' }, made)).rejects.toMatchObject({ code: 'WB-EVIDENCE-EMPTY' })
    expect(made.home.ledger.checkpoint().size).toBe(size)
    expect(readdirSync(made.out).filter(name => !name.startsWith('WB-'))).toEqual([])
  })
})

describe('a redacted bundle', () => {
  it('holds no field of the classes that were left out, anywhere', async () => {
    const { files, fingerprint } = await exported({ since: 0, redact: ['contact', 'identity', 'files'] })
    expect(judge(files, fingerprint)).toEqual(good)
    const all = Buffer.concat([...files.values()]).toString()
    const secrets = ['Lovelace', '4915112345678', 'R-1"', 'North', 'Grace Hopper', 'grace.hopper', 'people.csv']
    expect(secrets.filter(secret => all.includes(secret))).toEqual([])
    expect(fieldsOf(files)).toEqual([])
    expect([...files.keys()].filter(name => name.startsWith('policy/'))).toEqual([])
  })

  it('holds the others', async () => {
    const { files, fingerprint } = await exported({ since: 0, redact: ['contact'] })
    const names = fieldsOf(files).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['name', 'email', 'plan', 'sealed']))
    expect(names).not.toContain('recipient')
    expect(judge(files, fingerprint)).toEqual(good)
  })

  it('that discloses one of them after all is not verified', async () => {
    const { files, fingerprint } = await exported({ since: 0 })
    const manifest = parseManifest(textOf(files, 'MANIFEST.json'))
    const changed = withFile(files, 'MANIFEST.json', encodeManifest({ ...manifest, redacted: ['contact'] }))
    const { findings } = verifyBundle(changed, { expectKey: fingerprint })
    expect(findings.map(({ code }) => code)).toContain('bundle.redacted')
  })
})

describe('what was shredded', () => {
  it('is listed as that, not as withheld', async () => {
    const made = await filledHome()
    const [first] = [...made.home.ledger.events({ type: 'transfer.intended' })]
    const id = first?.xfer ?? ''
    const digests = shred(made, id, 'contact')
    expect(digests.length).toBeGreaterThan(5)
    const { files, fingerprint, evidence } = await exported({ since: 0 }, made)
    expect(parseManifest(textOf(files, 'MANIFEST.json')).shredded).toEqual(digests)
    expect(evidence.shredded).toBe(digests.length)
    expect(judge(files, fingerprint)).toEqual(good)
  })
})

describe('a ledger that somebody changed', () => {
  it('gives no bundle that covers for it', async () => {
    const made = await filledHome()
    tamper(made.directory, db => db.exec(`DELETE FROM disclosures WHERE class = 'contact'`))
    await expect(exported({ since: 0 }, made)).rejects.toMatchObject({ code: 'WB-LEDGER-DAMAGED' })
    await expect(exported({ since: 0, redact: ['contact'] }, made)).rejects.toMatchObject({ code: 'WB-LEDGER-DAMAGED' })
    expect(readdirSync(made.out).filter(name => !name.startsWith('WB-'))).toEqual([])
  })
})

describe('after a rotation of the key', () => {
  it('an anchor of the former key is still taken', async () => {
    const made = await filledHome()
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const former = publicKeyFrom(publicKey.export({ type: 'spki', format: 'der' }))
    knowKeys(made.directory, former, made.home.keys)
    const { files, fingerprint } = await exported({ since: 0 }, made)
    const { origin, size, root } = parseSignedCheckpoint(
      textOf(files, [...files.keys()].find(name => name.startsWith('anchors/')) ?? ''),
    )
    const note = signCheckpoint({ origin, size, root }, { private: privateKey, public: publicKey })
    expect(verifyBundle(files, { expectKey: fingerprint, anchors: [note] })).toMatchObject({
      findings: [],
      anchored: size,
    })
    const bare = encodeManifest({ ...parseManifest(textOf(files, 'MANIFEST.json')), formerKeys: [] })
    const { findings } = verifyBundle(withFile(files, 'MANIFEST.json', bare), { anchors: [note] })
    expect(findings.map(({ code }) => code)).toContain('anchor.signature')
  })
})

describe('policies in force in the range', () => {
  it('are there as texts, back through the changes, each under its own sum', async () => {
    const made = await filledHome()
    const { home, ports } = made
    await changePolicy(home, policy => ({ ...policy, closeAfter: policy.closeAfter + day }), ports.random)
    await changePolicy(home, policy => ({ ...policy, sender: { organisation: 'Example Ltd' } }), ports.random)
    const { files, fingerprint } = await exported({ since: 0 }, made)
    const manifest = parseManifest(textOf(files, 'MANIFEST.json'))
    expect([manifest.policies.length, manifest.policiesMissing]).toEqual([3, []])
    for (const digest of manifest.policies) {
      expect(
        createHash('sha256')
          .update(files.get(`policy/${digest}.json`) ?? '')
          .digest('hex'),
      ).toBe(digest)
    }
    expect(judge(files, fingerprint)).toEqual(good)
  })
})

describe('the file', () => {
  it('replaces none without force, and a failure leaves nothing', async () => {
    const made = await filledHome()
    const out = join(made.out, 'b.zip')
    writeFileSync(out, 'mine')
    await expect(exported({ since: 0, out }, made)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(readFileSync(out, 'utf8')).toBe('mine')
    await exported({ since: 0, out, force: true }, made).catch(() => undefined)
    expect((await verifyBundleAt(out, {})).findings.filter(({ level }) => level === 'error')).toEqual([])
    const missing = join(made.out, 'missing', 'b.zip')
    await expect(exported({ since: 0, out: missing }, made)).rejects.toMatchObject({
      code: 'WB-NOT-FOUND',
      message: `The folder ${dirname(missing)} does not exist.`,
    })
    expect(existsSync(missing)).toBe(false)
  })

  it('stays true to the moment when others go on writing', async () => {
    const made = await filledHome()
    const { ledger } = made.home
    const append = () => ledger.commit(tx => tx.append({ type: 'home.unlocked', xfer: null, d: {} }))
    const csvRow = (cells: readonly string[]) => {
      append()
      return `${cells.join(',')}\r\n`
    }
    const { size } = ledger.checkpoint()
    const { files, fingerprint, evidence } = await exported({ since: 0, csvRow }, made)
    expect(evidence.size).toBe(size)
    expect(ledger.checkpoint().size).toBeGreaterThan(size + 1)
    expect(judge(files, fingerprint)).toEqual(good)
  })
})
