import { describe, expect, it } from 'vitest'
import {
  addContact,
  contactHistory,
  contactView,
  editContact,
  findContact,
  listContacts,
  removeContact,
  transferView,
} from '../../src/index.ts'
import { bench, hour } from '../support/transfers.ts'
import { codes } from '../support/verified.ts'

const ada = { recipient: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }
const verified = { how: 'called-back' } as const

describe('contacts', () => {
  it('belong to one client, and are not found under another', async () => {
    const { world } = await bench()
    await addContact(world, { ...ada, client: 'North' })
    await addContact(world, { ...ada, client: 'South', phone: '+4915112345679' })
    await addContact(world, { ...ada, phone: '+4915112345670' })
    const found = (client?: string) => findContact(world.ledger, 'Ada Lovelace', client)?.phone
    expect([found('North'), found('South'), found()]).toEqual(['+4915112345678', '+4915112345679', '+4915112345670'])
    expect(found('East')).toBeUndefined()
    expect(findContact(world.ledger, ' ada  lovelace', 'North ')).toMatchObject({ ...ada, client: 'North' })
    expect(listContacts(world.ledger, ' north').map(({ client }) => client)).toEqual(['North'])
    expect(listContacts(world.ledger).map(({ client }) => client)).toEqual([null, 'North', 'South'])
  })

  it('cannot be forged by a name that holds another client', async () => {
    const { world } = await bench()
    await addContact(world, { ...ada, client: 'North' })
    for (const name of ['North","Ada Lovelace', '["North","Ada Lovelace"]', 'NorthAda Lovelace']) {
      expect(findContact(world.ledger, name, undefined)).toBeNull()
    }
  })

  it('are saved once for a client, and that is an event without a name in it', async () => {
    const { world } = await bench()
    await addContact(world, { ...ada, verified })
    await expect(addContact(world, ada)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    await expect(addContact(world, { recipient: ' ADA  lovelace' })).rejects.toMatchObject({ code: 'WB-EXISTS' })
    const events = [...world.ledger.events({ type: 'contact.changed' })]
    expect(events.map(event => event.d)).toEqual([{ change: 'added', phone: true, verified: true }])
    expect(JSON.stringify(events)).not.toMatch(/Ada|Example|5678|called/)
  })

  it('give a transfer its number and organisation', async () => {
    const { world, send } = await bench()
    await addContact(world, { ...ada, client: 'North' })
    const record = await send({ to: 'Ada Lovelace', phone: undefined, client: 'North', hold: true })
    expect(record.contact).toMatchObject({ ...ada, client: 'North' })
    expect(transferView(world, record).recipient.phone).toBe('+49 •••• 5678')
    const other = send({ to: 'Ada Lovelace', phone: undefined, client: 'South', hold: true })
    await expect(other).rejects.toMatchObject({
      code: 'WB-MISSING-VALUE',
      hint: expect.stringContaining('waybill contacts add'),
    })
  })

  it.each([
    [{ recipient: ' ' }, 'WB-USAGE'],
    [{ recipient: 'Ada\nLovelace' }, 'WB-USAGE'],
    [{ recipient: 'Ada', client: '' }, 'WB-USAGE'],
    [{ recipient: 'Ada', organisation: 'x'.repeat(201) }, 'WB-USAGE'],
    [{ recipient: 'Ada', phone: '+49123' }, 'WB-PHONE-NUMBER'],
    [{ recipient: 'Ada', verified }, 'WB-USAGE'],
    [{ recipient: 'Ada', phone: '+4915112345678', verified: { ...verified, by: '\t' } }, 'WB-USAGE'],
  ])('are refused when they cannot be: %j', async (details, code) => {
    const { world } = await bench()
    await expect(addContact(world, details)).rejects.toMatchObject({ code })
    expect(listContacts(world.ledger)).toEqual([])
  })

  it('are read as an older version saved them: on record, and not verified', async () => {
    const { world } = await bench()
    const id = '01JD0000000000000000000000'
    world.ledger.commit(tx => {
      tx.records.put('contact', id, id, 'contact', ada)
      tx.tag('contact', JSON.stringify(['', ada.recipient]), id)
    })
    const [contact] = listContacts(world.ledger)
    expect(contact).toMatchObject({ ...ada, client: null, phoneSince: null, verified: null, events: [] })
    expect(await editContact(world, 'Ada Lovelace', undefined, { verified })).toMatchObject({
      verified,
      phoneSince: null,
    })
  })
})

describe('a change of a contact', () => {
  it('to another number drops the verification, unless a new one comes with it', async () => {
    const { world, clock } = await bench()
    await addContact(world, { ...ada, verified })
    clock.advance(hour)
    const edit = (edits: Parameters<typeof editContact>[3]) => editContact(world, 'ada lovelace', undefined, edits)
    expect(await edit({ organisation: 'Other Ltd' })).toMatchObject({ verified, phoneReplaced: false })
    expect(await edit({ phone: '+49 1511 2345678' })).toBeNull()
    expect(await edit({ phone: '+4915112345679' })).toMatchObject({
      verified: null,
      phoneReplaced: true,
      phoneSince: clock.now(),
    })
    const by = { how: 'in-person', by: 'Emmy Noether' } as const
    expect(await edit({ phone: '+4915112345670', verified: by })).toMatchObject({
      verified: { ...by, at: clock.now() },
    })
    const events = [...world.ledger.events({ type: 'contact.changed' })]
    expect(events.map(({ d }) => [d.change, d.phone, d.verified])).toEqual([
      ['added', true, true],
      ['changed', false, true],
      ['changed', true, false],
      ['changed', true, true],
    ])
  })

  it('to a name that is taken is refused, and to another spelling of its own is not', async () => {
    const { world } = await bench()
    await addContact(world, ada)
    await addContact(world, { recipient: 'Grace Hopper' })
    const rename = (recipient: string) => editContact(world, 'Ada Lovelace', undefined, { recipient })
    await expect(rename('grace hopper')).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(await rename('ADA LOVELACE')).toMatchObject({ recipient: 'ADA LOVELACE', phoneReplaced: false })
    expect(await rename('Ada King')).toMatchObject({ recipient: 'Ada King', phoneReplaced: false })
    expect(findContact(world.ledger, 'Ada Lovelace', undefined)).toBeNull()
    await expect(rename('Ada Byron')).rejects.toMatchObject({ code: 'WB-CONTACT-UNKNOWN' })
    expect(await editContact(world, 'Ada King', undefined, { recipient: 'Ada Lovelace' })).toMatchObject({
      phoneReplaced: false,
    })
  })

  it('is told with who verified what, oldest first, and without a number', async () => {
    const { world, clock } = await bench()
    await addContact(world, { ...ada, verified })
    clock.advance(hour)
    await editContact(world, 'Ada Lovelace', undefined, { phone: '+4915112345679' })
    const contact = findContact(world.ledger, 'Ada Lovelace', undefined)
    if (contact === null) throw new Error('no contact')
    const history = contactHistory(world.ledger, contact)
    expect(history).toMatchObject([
      { change: 'added', otherPhone: true, phone: '+49 •••• 5678', verified: { ...verified, by: 'Grace Hopper' } },
      { change: 'changed', otherPhone: true, phone: '+49 •••• 5679', verified: null },
    ])
    expect(JSON.stringify([history, contactView(world, contact)])).not.toContain('151')
  })
})

describe('a removed contact', () => {
  it('is gone with its tag, and the ledger still verifies', async () => {
    const made = await bench()
    const { world } = made
    await addContact(world, { ...ada, client: 'North', verified })
    expect(() => removeContact(world, 'Ada Lovelace', undefined)).toThrow(
      expect.objectContaining({ code: 'WB-CONTACT-UNKNOWN' }),
    )
    removeContact(world, 'ada lovelace', 'north')
    expect(listContacts(world.ledger)).toEqual([])
    expect(world.ledger.tagged('contact', JSON.stringify(['North', 'Ada Lovelace']))).toEqual([])
    const last = [...world.ledger.events({ type: 'contact.changed' })].at(-1)
    expect(last?.d).toEqual({ change: 'removed', phone: false, verified: false })
    expect(await codes(made.directory)).toEqual([])
  })

  it('is shredded at once with its whole past; the memory of its name has an id of its own', async () => {
    const { world, clock } = await bench()
    const { id } = await addContact(world, { ...ada, verified })
    await editContact(world, 'Ada Lovelace', undefined, { phone: '+4915112345679' })
    const past = [...world.ledger.events({ type: 'contact.changed' })].flatMap(event => event.sd.contact ?? []).sort()
    removeContact(world, 'Ada Lovelace', undefined)
    const [shred] = [...world.ledger.events({ type: 'personal.shredded' })]
    const backupsUntil = clock.now() + 90 * 24 * hour
    expect(shred?.d).toEqual({
      owner: id,
      class: 'contact',
      digests: past,
      how: 'key-and-rows',
      reason: 'removed',
      backupsUntil,
    })
    expect(past.every(digest => world.ledger.disclosed(digest) === 'shredded')).toBe(true)
    expect(world.ledger.holdings(id)).toEqual([])
    const [memory] = world.ledger.records.list('contact-before')
    expect(memory?.id).not.toBe(id)
    expect(world.ledger.tagged('contact-before', JSON.stringify(['', 'Ada Lovelace']))).toEqual([memory?.id])
  })

  it.each([
    'removed and added',
    'removed, added without a number, then given one',
    'renamed, and another added',
    'renamed, removed, and another added',
  ])('cannot be used to hide that a number changed: %s', async how => {
    const { world, clock } = await bench()
    await addContact(world, { ...ada, verified })
    const phone = '+4915112345679'
    if (how.startsWith('renamed')) await editContact(world, 'Ada Lovelace', undefined, { recipient: 'Old' })
    else removeContact(world, 'Ada Lovelace', undefined)
    if (how.includes('renamed, removed')) removeContact(world, 'Old', undefined)
    if (how.includes('without')) {
      await addContact(world, { recipient: 'Ada Lovelace' })
      await editContact(world, 'Ada Lovelace', undefined, { phone, verified })
    } else await addContact(world, { recipient: 'Ada Lovelace', phone, verified })
    const trust = () => listContacts(world.ledger).map(contact => contactView(world, contact).numberTrust)[0]
    expect(trust()).toBe('changed')
    clock.advance(24 * hour)
    expect(trust()).toBe('verified')
  })

  it('cannot lend its name to the number of another one', async () => {
    const { world } = await bench()
    await addContact(world, ada)
    await addContact(world, { recipient: 'Mallory', phone: '+4915112345679', verified })
    removeContact(world, 'Ada Lovelace', undefined)
    const contact = await editContact(world, 'Mallory', undefined, { recipient: 'Ada Lovelace' })
    expect(contact && contactView(world, contact).numberTrust).toBe('changed')
  })
})
