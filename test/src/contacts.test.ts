import { describe, expect, it } from 'vitest'
import { addContact, findContact, transferView } from '../../src/index.ts'
import { bench } from '../support/transfers.ts'

const ada = { recipient: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }

describe('contacts', () => {
  it('belong to one client, and are not found under another', async () => {
    const { world } = await bench()
    addContact(world, { ...ada, client: 'North' })
    addContact(world, { ...ada, client: 'South', phone: '+4915112345679' })
    addContact(world, { ...ada, phone: '+4915112345670' })
    const found = (client?: string) => findContact(world.ledger, 'Ada Lovelace', client)?.phone
    expect([found('North'), found('South'), found()]).toEqual(['+4915112345678', '+4915112345679', '+4915112345670'])
    expect(found('East')).toBeUndefined()
    expect(findContact(world.ledger, ' ada  lovelace', 'North ')).toEqual({ ...ada, client: 'North' })
  })

  it('cannot be forged by a name that holds another client', async () => {
    const { world } = await bench()
    addContact(world, { ...ada, client: 'North' })
    for (const name of ['North","Ada Lovelace', '["North","Ada Lovelace"]', 'NorthAda Lovelace']) {
      expect(findContact(world.ledger, name, undefined)).toBeNull()
    }
  })

  it('are saved once for a client, and that is an event without a name in it', async () => {
    const { world } = await bench()
    addContact(world, ada)
    expect(() => addContact(world, ada)).toThrow(expect.objectContaining({ code: 'WB-EXISTS' }))
    const events = [...world.ledger.events({ type: 'contact.changed' })]
    expect(events.map(event => event.d)).toEqual([{ change: 'added' }])
  })

  it('give a transfer its number and organisation', async () => {
    const { world, send } = await bench()
    addContact(world, { ...ada, client: 'North' })
    const record = await send({ to: 'Ada Lovelace', phone: undefined, client: 'North', hold: true })
    expect(record.contact).toMatchObject({ ...ada, client: 'North' })
    expect(transferView(world, record).recipient.phone).toBe('+49 •••• 5678')
    const other = send({ to: 'Ada Lovelace', phone: undefined, client: 'South', hold: true })
    await expect(other).rejects.toMatchObject({ code: 'WB-MISSING-VALUE' })
  })
})
