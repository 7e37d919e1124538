import { describe, expect, it } from 'vitest'
import { addContact, findContact, importContacts, listContacts } from '../../src/index.ts'
import { bench, hour } from '../support/transfers.ts'

const header = ['name', 'organisation', 'phone', 'client', 'verified', 'verified_by']
const ada = ['Ada Lovelace', 'Example Ltd', '+49 1511 2345678', 'North', 'called-back', 'Emmy Noether']
const grace = ['Grace Hopper', '', '', '', '', '']

describe('an import', () => {
  it('saves every line, in one commit', async () => {
    const { world } = await bench()
    const { lines, problems } = await importContacts(world, [header, ada, grace], { client: 'South' })
    expect(problems).toEqual([])
    expect(lines).toEqual([
      { line: 2, name: 'Ada Lovelace', change: 'added' },
      { line: 3, name: 'Grace Hopper', change: 'added' },
    ])
    expect(findContact(world.ledger, 'Ada Lovelace', 'North')).toMatchObject({
      organisation: 'Example Ltd',
      phone: '+4915112345678',
      verified: { how: 'called-back', by: 'Emmy Noether' },
    })
    expect(findContact(world.ledger, 'grace hopper', 'South')).toMatchObject({ organisation: null, phone: null })
    const [one, two] = [...world.ledger.events({ type: 'contact.changed' })].map(({ seq }) => seq + 1)
    expect([world.ledger.noteAt(one ?? 0), world.ledger.noteAt(two ?? 0)]).toEqual([null, expect.any(String)])
  })

  it('takes columns in any order and case, and skips empty lines', async () => {
    const { world } = await bench()
    const records = [
      ['VERIFIED', ' Phone ', 'Name', 'org', 'System', 'language'],
      ['In-Person', '+4915112345678', 'Ada', 'Example Ltd', 'Windows', 'DE'],
      [''],
      [' ', '', '', ''],
    ]
    expect((await importContacts(world, records)).problems).toEqual([])
    const [contact] = listContacts(world.ledger)
    expect(contact).toMatchObject({ recipient: 'Ada', organisation: 'Example Ltd', language: 'de', system: 'windows' })
    expect(contact?.verified).toMatchObject({ how: 'in-person', by: 'Grace Hopper' })
    expect((await importContacts(world, records, { update: true })).lines).toMatchObject([{ change: 'same' }])
    expect(
      (
        await importContacts(world, [
          ['name', 'language'],
          ['Emmy', 'it'],
        ])
      ).problems,
    ).toHaveLength(1)
  })

  it.each([
    [['phone']],
    [['name', 'surname']],
    [['name', 'Name']],
    [['']],
    [[]],
  ])('refuses a header that it does not know: %j', async columns => {
    const { world } = await bench()
    await expect(importContacts(world, [columns, ['Ada']])).rejects.toMatchObject({ code: 'WB-CONTACTS-IMPORT' })
  })

  it('refuses an empty file, and more lines than there may be', async () => {
    const { world } = await bench()
    await expect(importContacts(world, [])).rejects.toMatchObject({ code: 'WB-CONTACTS-IMPORT' })
    const many = [['name'], ...Array.from({ length: 10_001 }, (_, at) => [`${at}`])]
    await expect(importContacts(world, many)).rejects.toMatchObject({ code: 'WB-CONTACTS-IMPORT' })
  })

  it.each([
    ['', 'The value of name is empty.'],
    ['Ada,x', 'The line has 2 fields, not 6.'],
    [`${'x'.repeat(201)},,,,,`, 'The value of name is longer than 200 characters.'],
    ['Ada,a\nb,,,,', 'The value of organisation has a control character in it.'],
    ['Ada\u202e,,,,,', 'The value of name has an invisible character in it.'],
    ['Ada,Exam\u00adple Ltd,,,,', 'The value of organisation has an invisible character in it.'],
    ['Ada,,,Nor\u200bth,,', 'The value of client has an invisible character in it.'],
    ['Ada,,,x\u2028y,,', 'The value of client has a control character in it.'],
    ['Ada,,0151 12345678,,,', 'The phone number has no country code.'],
    ['Ada,,+4915112345678901234,,,', 'The phone number is too long.'],
    [
      'Ada,,+4915112345678,,yes,',
      'The value of verified is none of called-back, in-person, contract, official-source.',
    ],
    ['Ada,,+4915112345678,,,Emmy', 'The line says who verified the number, but not how.'],
    ['Ada,,,,contract,', 'There is no number that was verified.'],
    ['EMMY  Noether,,,,,', 'Line 2 has the same contact.'],
    [' grace hopper,,,,,', 'There is a contact of this name already; --update changes it.'],
  ])('of a line that is wrong imports nothing, and says which: %j', async (text, message) => {
    const { world } = await bench()
    await addContact(world, { recipient: 'Grace Hopper' })
    const before = world.ledger.checkpoint().size
    const wrong = text === '' ? ['', 'Example Ltd', '', '', '', ''] : text.split(',')
    const { problems } = await importContacts(world, [header, ['Emmy Noether', '', '', '', '', ''], wrong])
    expect(problems).toEqual([{ line: 3, message }])
    expect(world.ledger.checkpoint().size).toBe(before)
    expect(listContacts(world.ledger).map(({ recipient }) => recipient)).toEqual(['Grace Hopper'])
  })

  it('names every wrong line, counted as an editor does', async () => {
    const { world } = await bench()
    const bad = (name: string) => [name, '', '12', '', '', '']
    const records = [header, bad('A\r\nB'), grace, [''], bad('Bob'), grace, grace]
    const { problems } = await importContacts(world, records)
    expect(problems.map(({ line }) => line)).toEqual([2, 6, 7, 8])
    expect(problems.slice(2).map(({ message }) => message)).toEqual(Array(2).fill('Line 4 has the same contact.'))
    expect(JSON.stringify(problems)).not.toContain('12')
  })

  it('only checks when that is asked, and finds the same', async () => {
    const { world } = await bench()
    const before = world.ledger.checkpoint()
    const records = [header, ada, grace]
    const dry = await importContacts(world, records, { dryRun: true })
    expect(world.ledger.checkpoint()).toEqual(before)
    expect(await importContacts(world, records)).toEqual(dry)
    expect((await importContacts(world, records, { dryRun: true })).problems.map(({ line }) => line)).toEqual([2, 3])
  })

  it('changes contacts with --update, keeps what a line does not say, and does nothing the second time', async () => {
    const { world, clock } = await bench()
    await importContacts(world, [header, ada, grace])
    clock.advance(hour)
    const update = async (...line: string[]) =>
      (await importContacts(world, [header, line], { update: true })).lines.map(({ change }) => change)
    const found = () => findContact(world.ledger, 'Ada Lovelace', 'North')
    expect(await update(...ada)).toEqual(['same'])
    expect(await update('ada lovelace', '', '', 'north', '', '')).toEqual(['same'])
    expect(found()?.events).toHaveLength(1)
    expect(await update('Ada Lovelace', 'Other Ltd', '', 'North', '', '')).toEqual(['changed'])
    expect(found()).toMatchObject({
      organisation: 'Other Ltd',
      phone: '+4915112345678',
      verified: { by: 'Emmy Noether' },
    })
    expect(await update('Ada Lovelace', '', '+4915112345679', 'North', '', '')).toEqual(['changed'])
    expect(found()).toMatchObject({ verified: null, phoneReplaced: true, phoneSince: clock.now() })
    expect(await update('Grace Hopper', '', '', '', 'contract', '')).toEqual([])
  })
})
