import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { WaybillError } from '../../../lib/error.ts'
import { parseSignedCheckpoint, verifyCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { encodeEvent, noEvent } from '../../../lib/ledger/event.ts'
import { ledgerPath } from '../../../lib/ledger/home.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { leafHash, rootOf } from '../../../lib/ledger/tree.ts'
import { closing, emptyHome, newLedger, transferA, transferB } from '../../support/ledger.ts'

const plain = { type: 'report.made', xfer: null, d: {} }

describe('creating', () => {
  it('begins with ledger.created, which names the kind and the key', async () => {
    const { ledger, options } = await newLedger()
    expect(ledger.event(0)).toMatchObject({
      seq: 0,
      prev: noEvent,
      type: 'ledger.created',
      log: ledger.log,
      key: options.keys.keyId,
      d: { kind: 'sandbox', fingerprint: options.keys.fingerprint },
    })
    expect(ledger.checkpoint().size).toBe(1)
  })

  it('takes more first events into the same commit', async () => {
    const { home, options } = await emptyHome()
    const ledger = closing(Ledger.create(home, options, tx => void tx.append(plain)))
    expect(ledger.checkpoint().size).toBe(2)
    expect(ledger.noteAt(1)).toBeNull()
  })

  it('refuses a home that has a ledger', async () => {
    const { home, options } = await newLedger()
    expect(() => Ledger.create(home, options)).toThrow(expect.objectContaining({ code: 'WB-EXISTS' }))
  })

  it('takes over what a failed attempt left, and opening sees no ledger in it', async () => {
    const { home, options } = await emptyHome()
    const fail = () => {
      throw new Error('no')
    }
    expect(() => Ledger.create(home, options, fail)).toThrow('no')
    expect(() => Ledger.open(home, options)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-MISSING' }))
    expect(Ledger.exists(home)).toBe(false)
    closing(Ledger.create(home, options)).close()
    expect(closing(Ledger.open(home, options)).checkpoint().size).toBe(1)
  })

  it('is missing before, and exists from then on, even when it is gone', async () => {
    const { home, options } = await emptyHome()
    expect(Ledger.exists(home)).toBe(false)
    expect(Ledger.exists(join(home, 'nothing'))).toBe(false)
    expect(() => Ledger.open(home, options)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-MISSING' }))
    closing(Ledger.create(home, options)).close()
    expect(Ledger.exists(home)).toBe(true)
    rmSync(ledgerPath(home))
    expect(Ledger.exists(home)).toBe(true)
  })
})

describe('committing', () => {
  it('writes what the circumstances say at that moment', async () => {
    const { ledger, clock } = await newLedger()
    clock.advance(1_234)
    const { value } = ledger.commit(tx => tx.append({ type: 'transfer.sealed', xfer: transferA, d: { bytes: 7 } }))
    expect(value).toEqual(ledger.event(1))
    expect(value).toMatchObject({
      seq: 1,
      ts: '2026-01-05T09:00:01.234Z',
      up: 2_234,
      skew: null,
      xfer: transferA,
      op: 'op-1',
      host: 'host-1',
      d: { bytes: 7 },
      sd: {},
    })
    expect(value.prev).toBe(Buffer.from(leafHash(encodeEvent(mustExist(ledger.event(0))))).toString('hex'))
  })

  it('signs one checkpoint over all events of the commit', async () => {
    const { ledger, options } = await newLedger()
    const { size, root, note, marked } = ledger.commit(tx => {
      tx.append(plain)
      tx.append(plain)
    })
    expect({ size, root, note }).toEqual(ledger.checkpoint())
    expect(size).toBe(3)
    expect(marked).toBe(true)
    expect(ledger.noteAt(2)).toBeNull()
    expect(ledger.noteAt(3)).toBe(note)
    const signed = parseSignedCheckpoint(note)
    expect(verifyCheckpoint(signed, options.keys.public)).toBe(true)
    expect(signed.origin).toBe(`waybill/sandbox/${ledger.log}`)
    const leaves = [...ledger.events()].map(event => leafHash(encodeEvent(event)))
    expect(root).toBe(Buffer.from(rootOf(leaves)).toString('hex'))
  })

  it('leaves the checkpoint alone when nothing was appended', async () => {
    const { ledger } = await newLedger()
    const before = ledger.checkpoint()
    const { value, size, note } = ledger.commit(tx => tx.meta.set('host', 'h'))
    expect({ value, size, note }).toEqual({ value: undefined, size: 1, note: before.note })
    expect(ledger.meta.get('host')).toBe('h')
  })

  it('leaves no trace of work that throws', async () => {
    const { ledger } = await newLedger()
    const before = ledger.checkpoint()
    expect(() =>
      ledger.commit(tx => {
        const fields = { name: 'Ada' }
        tx.append({ ...plain, disclose: [{ class: 'contact', owner: transferA, fields }] })
        tx.tag('reference', 'R', transferA)
        tx.meta.set('host', 'h')
        tx.records.put('contact', 'c', transferA, 'contact', { a: 1 })
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(ledger.checkpoint()).toEqual(before)
    expect(ledger.event(1)).toBeNull()
    expect(ledger.tagged('reference', 'R')).toEqual([])
    expect(ledger.meta.get('host')).toBeNull()
    expect(ledger.records.list('contact')).toEqual([])
    ledger.commit(tx => tx.append(plain))
    expect(ledger.checkpoint().size).toBe(2)
  })

  it('asks the application about every event, also the first', async () => {
    const asked: string[] = []
    const { ledger } = await newLedger({
      validate: type => {
        asked.push(type)
        if (type === 'report.made') throw new WaybillError('WB-USAGE', 'No.', 'Do not.')
      },
    })
    expect(() => ledger.commit(tx => tx.append(plain))).toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
    expect(asked).toEqual(['ledger.created', 'report.made'])
    expect(ledger.checkpoint().size).toBe(1)
  })

  it('writes nothing of an event that cannot be written, even when the error is caught', async () => {
    const { ledger } = await newLedger()
    const disclose = [{ class: 'contact' as const, owner: transferA, fields: { name: 'Ada' } }]
    ledger.commit(tx => {
      expect(() => tx.append({ ...plain, d: { half: 0.5 }, disclose })).toThrow(
        expect.objectContaining({ code: 'WB-LEDGER-VALUE' }),
      )
      tx.append(plain)
    })
    expect(ledger.checkpoint().size).toBe(2)
    expect(ledger.commit(tx => tx.shred(transferA, 'contact')).value).toEqual([])
  })

  it('refuses a commit inside a commit, work that is not synchronous, and a transaction used afterwards', async () => {
    const { ledger } = await newLedger()
    expect(() => ledger.commit(() => ledger.commit(tx => tx.append(plain)))).toThrow('a commit inside a commit')
    expect(() => ledger.commit(async tx => tx.append(plain))).toThrow(TypeError)
    const { value: late } = ledger.commit(tx => tx)
    expect(() => late.append(plain)).toThrow('a write outside a commit')
    expect(() => late.vault.destroy('a')).toThrow('a write outside a commit')
    expect(ledger.checkpoint().size).toBe(1)
  })

  it('reads its own writes', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => {
      tx.append({ type: 'transfer.intended', xfer: transferA, d: {} })
      expect(tx.eventsOf(transferA)).toHaveLength(1)
      expect(tx.findTransfers('7K3Q')).toEqual([transferA])
      expect(tx.checkpoint().size).toBe(1)
    })
  })

  it('refuses the settings that are its own', async () => {
    const { ledger } = await newLedger()
    expect(() => ledger.commit(tx => tx.meta.set('kind', 'production'))).toThrow(RangeError)
  })
})

describe('reading', () => {
  it('finds transfers by short id, its beginning, or the beginning of the ULID, however they are typed', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => {
      tx.append({ type: 'transfer.intended', xfer: transferB, d: {} })
      tx.append({ type: 'transfer.intended', xfer: transferA, d: {} })
      tx.append({ type: 'transfer.sealed', xfer: transferA, d: {} })
    })
    expect(ledger.findTransfers('WB-7K3Q-M9XP')).toEqual([transferA])
    expect(ledger.findTransfers('wb-7k3qm9xp')).toEqual([transferA])
    expect(ledger.findTransfers('7k3q')).toEqual([transferA, transferB])
    expect(ledger.findTransfers('7K3QA')).toEqual([transferB])
    expect(ledger.findTransfers(transferA)).toEqual([transferA])
    expect(ledger.findTransfers('o1kiiiiiii')).toEqual([transferB])
    expect(ledger.findTransfers('7K3')).toEqual([])
    expect(ledger.findTransfers('01K0')).toEqual([])
    expect(ledger.findTransfers('%%%%')).toEqual([])
    expect(ledger.findTransfers(`${transferA}0`)).toEqual([])
  })

  it('reads events by range, type and transfer', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => {
      for (let n = 1; n <= 600; n++) {
        tx.append({ type: n % 2 === 0 ? 'report.made' : 'backup.made', xfer: n === 9 ? transferA : null, d: { n } })
      }
    })
    const numbers = (range: Parameters<typeof ledger.events>[0]) => [...ledger.events(range)].map(event => event.seq)
    expect(numbers({})).toEqual(Array.from({ length: 601 }, (_, seq) => seq))
    expect(numbers({ from: 3, to: 6 })).toEqual([3, 4, 5])
    expect(numbers({ type: 'report.made', from: 590 })).toEqual([590, 592, 594, 596, 598, 600])
    expect(numbers({ type: 'report.made', limit: 2 })).toEqual([2, 4])
    expect(numbers({ limit: 300 })).toHaveLength(300)
    expect(numbers({ type: 'nothing.here' })).toEqual([])
    expect(ledger.eventsOf(transferA).map(event => event.seq)).toEqual([9])
    expect(ledger.event(601)).toBeNull()
  })

  it('lets the ledger grow while events are read', async () => {
    const { ledger } = await newLedger()
    let appended = 0
    for (const _ of ledger.events()) {
      if (appended < 3) ledger.commit(tx => tx.append(plain))
      appended++
    }
    expect(ledger.checkpoint().size).toBe(4)
  })

  it('opens what it disclosed, sorted by digest in the event', async () => {
    const { ledger } = await newLedger()
    const { value: event } = ledger.commit(tx =>
      tx.append({
        ...plain,
        disclose: [
          { class: 'contact', owner: transferA, fields: { name: 'Ada', phone: '+4915112345678' } },
          { class: 'contact', owner: transferB, fields: { name: 'Bob' } },
          { class: 'files', owner: transferA, fields: { list: [{ name: 'a.csv', bytes: 1 }] } },
        ],
      }),
    )
    const { contact = [], files = [] } = event.sd
    expect(contact).toEqual(contact.toSorted())
    expect([contact.length, files.length]).toEqual([3, 1])
    expect(ledger.disclosed(event)).toHaveLength(4)
    expect(ledger.disclosed(event)).toContainEqual({ class: 'contact', owner: transferB, name: 'name', value: 'Bob' })
    expect(ledger.disclosed(mustExist(files[0]))).toEqual({
      class: 'files',
      owner: transferA,
      name: 'list',
      value: [{ name: 'a.csv', bytes: 1 }],
    })
    expect(ledger.disclosed('0'.repeat(64))).toBe('shredded')
  })

  it('gives equal values different digests', async () => {
    const { ledger } = await newLedger()
    const disclose = [{ class: 'contact' as const, owner: transferA, fields: { name: 'Ada' } }]
    const [one, other] = ledger.commit(tx => [
      tx.append({ ...plain, disclose }),
      tx.append({ ...plain, disclose }),
    ]).value
    expect(one?.sd).not.toEqual(other?.sd)
  })

  it('does not open fields that were exchanged, within an owner or between owners', async () => {
    const { ledger, home } = await newLedger()
    const disclose = [
      { class: 'contact' as const, owner: transferA, fields: { name: 'Ada', phone: '+49' } },
      { class: 'contact' as const, owner: transferB, fields: { name: 'Bob' } },
    ]
    const { sd } = ledger.commit(tx => tx.append({ ...plain, disclose })).value
    const digests = mustExist(sd.contact)
    using client = new DatabaseSync(ledgerPath(home))
    const originals = client.prepare('SELECT digest, owner, sealed FROM disclosures').all()
    for (const to of digests) {
      for (const from of digests.filter(digest => digest !== to)) {
        for (const column of ['sealed', 'sealed, owner']) {
          const other = `SELECT ${column} FROM disclosures WHERE digest = '${from}'`
          client.exec(`UPDATE disclosures SET (${column}) = (${other}) WHERE digest = '${to}'`)
          expect(() => ledger.disclosed(to)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-DAMAGED' }))
          const { owner = null, sealed = null } = mustExist(originals.find(row => row.digest === to))
          client.prepare('UPDATE disclosures SET owner = ?, sealed = ? WHERE digest = ?').run(owner, sealed, to)
        }
      }
    }
    expect(digests.map(digest => ledger.disclosed(digest))).not.toContain('shredded')
  })

  it('finds tags however they are spelled', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => {
      tx.tag('client', '  Ｅxample   GmbH ', transferB)
      tx.tag('client', 'example gmbh', transferA)
      tx.tag('client', 'example gmbh', transferA)
    })
    expect(ledger.tagged('client', 'EXAMPLE gmbh')).toEqual([transferA, transferB])
    expect(ledger.tagged('reference', 'example gmbh')).toEqual([])
  })

  it('keeps records, and replaces and removes them', async () => {
    const { ledger } = await newLedger()
    ledger.commit(tx => {
      tx.records.put('contact', 'b', transferB, 'contact', { phone: '1' })
      tx.records.put('contact', 'a', transferA, 'contact', { phone: '2' })
      tx.records.put('contact', 'b', transferB, 'contact', { phone: '3' })
    })
    expect(ledger.records.list('contact')).toEqual([
      { id: 'a', value: { phone: '2' } },
      { id: 'b', value: { phone: '3' } },
    ])
    expect(ledger.records.get('contact', 'b')).toEqual({ phone: '3' })
    expect(ledger.records.get('receipt', 'b')).toBeNull()
    expect(ledger.commit(tx => [tx.records.remove('contact', 'b'), tx.records.remove('contact', 'b')]).value).toEqual([
      true,
      false,
    ])
  })
})

describe('opening', () => {
  it('sees what another process wrote, and both go on', async () => {
    const { ledger, home, options } = await newLedger()
    const other = closing(Ledger.open(home, options))
    other.commit(tx => tx.append(plain))
    expect(ledger.checkpoint()).toEqual(other.checkpoint())
    ledger.commit(tx => tx.append(plain))
    expect(other.event(2)?.seq).toBe(2)
  })

  it('refuses a home of the other kind, and keys of another home', async () => {
    const { home, options } = await newLedger()
    expect(() => Ledger.open(home, { ...options, kind: 'production' })).toThrow(
      expect.objectContaining({ code: 'WB-HOME-KIND' }),
    )
    const stranger = await emptyHome()
    expect(() => Ledger.open(home, { ...options, keys: stranger.options.keys })).toThrow(
      expect.objectContaining({ code: 'WB-LEDGER-KEY' }),
    )
  })

  it('refuses what does not fit together, or is of another version', async () => {
    const { ledger, home, options } = await newLedger()
    const { note } = ledger.checkpoint()
    ledger.close()
    const production = { ...options, kind: 'production' as const }
    const refused = (sql: string, undo: string, code: string, opened = options) => {
      using client = new DatabaseSync(ledgerPath(home))
      client.exec(sql)
      expect(() => Ledger.open(home, opened), sql).toThrow(expect.objectContaining({ code }))
      client.exec(undo)
    }
    const set = (key: string, value: string) => `UPDATE meta SET value = '${value}' WHERE key = '${key}'`
    refused(set('schema', '2'), set('schema', '1'), 'WB-LEDGER-VERSION')
    refused(set('kind', 'production'), set('kind', 'sandbox'), 'WB-LEDGER-DAMAGED', production)
    refused(set('log', transferA), set('log', ledger.log), 'WB-LEDGER-DAMAGED')
    refused(set('log', 'x'), set('log', ledger.log), 'WB-LEDGER-DAMAGED')
    const drop = 'DROP TRIGGER checkpoints_delete; DELETE FROM checkpoints WHERE size = 2'
    refused(`INSERT INTO checkpoints SELECT 2, note, frontier FROM checkpoints`, drop, 'WB-LEDGER-DAMAGED')
    refused("INSERT INTO events VALUES (1, '{}', x'', 'a', 'b', NULL)", '', 'WB-LEDGER-FORMAT')
    using client = new DatabaseSync(ledgerPath(home))
    client.exec('DROP TRIGGER events_delete; DELETE FROM events WHERE seq = 1')
    expect(closing(Ledger.open(home, options)).checkpoint().note).toBe(note)
  })

  it('tells boots apart without naming them', async () => {
    const { ledger, home, options } = await newLedger()
    const later = closing(Ledger.open(home, { ...options, bootId: 'boot 2' }))
    const event = later.commit(tx => tx.append(plain)).value
    expect(event.boot).not.toBe(ledger.event(0)?.boot)
    expect(event.boot).toMatch(/^[0-9a-f]{32}$/)
  })

  it('closes twice', async () => {
    const { ledger } = await newLedger()
    ledger.close()
    expect(() => ledger.close()).not.toThrow()
  })
})

function mustExist<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('missing')
  return value
}
