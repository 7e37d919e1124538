import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Recipients } from '../../../cli/ui/screens/recipients/recipients.tsx'
import { displayWidth } from '../../../cli/width.ts'
import { addContact, removeContact } from '../../../src/contact-changes.ts'
import { findContact, listContacts } from '../../../src/contacts.ts'
import { sandboxSession, stage } from './stage.tsx'

const ada = { recipient: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }

describe('the recipients', () => {
  it('are added, found while typing, changed and removed', async () => {
    const session = await sandboxSession()
    const { world } = session
    await addContact(world, { recipient: 'Zoë Müller', organisation: 'Navy Yard', client: 'North AG' })
    const { until, press, type, frame, went } = stage(<Recipients />, { session })

    await until('Zoë Müller')
    press('n')
    type('Ada Lovelace')
    press('enter')
    type('Example Ltd')
    press('enter', 'enter')
    type('+49 151 12345678')
    press('enter', 'right')
    expect(await until('called back')).toContain('How do you know that the number is theirs?')
    press('ctrl-s')
    const saved = await until('Ada Lovelace is on record.')
    expect(saved).toContain('verified: called back, Sandbox Operator')
    expect(saved).toContain('+49 •••• 5678')
    expect(saved).not.toContain('12345678')
    expect(findContact(world.ledger, 'Ada Lovelace', undefined)).toMatchObject(ada)

    press('escape', '/')
    type('muller')
    await until('1 of 2 recipients')
    expect(frame()).not.toContain('Ada Lovelace')
    press('enter', 'enter')
    await until('Navy Yard')
    press('n')
    expect(went).toEqual([{ at: 'send', given: { fields: { to: 'Zoë Müller', client: 'North AG' } } }])

    press('e')
    await until('Change Zoë Müller')
    press('down')
    type(' 2')
    press('ctrl-s')
    await until('Zoë Müller was changed.')
    press('x')
    expect(await until('Remove Zoë Müller?')).toContain('Transfers stay in the ledger.')
    press('n')
    await until('Navy Yard 2')
    press('x', 'y')
    await until('Zoë Müller is no recipient on record any more.')
    expect(listContacts(world.ledger).map(({ recipient }) => recipient)).toEqual(['Ada Lovelace'])
  })

  it('show what was sent to them, and Enter opens it', async () => {
    const session = await sandboxSession()
    await addContact(session.world, ada)
    writeFileSync(join(session.work, 'a.txt'), 'a')
    const request = { paths: ['a.txt'], directory: session.work, to: 'Ada Lovelace', purpose: 'Test' }
    const { id } = await session.transfers.send(request)
    const { until, press, went } = stage(<Recipients />, { session })
    await until('Ada Lovelace')
    press('enter')
    expect(await until(/WB-\w{4}-\w{4}/)).toContain('held')
    press('down', 'enter')
    expect(went).toEqual([{ at: 'transfer', id }])
    press('escape')
    await until('Organisation')
    removeContact(session.world, 'Ada Lovelace', undefined)
    press('enter')
    expect(await until('not on record any more')).not.toContain('Ada Lovelace')
  })

  it('say what the form lacks, and what src says; what was typed is still there after going back', async () => {
    const session = await sandboxSession()
    await addContact(session.world, ada)
    const drafts = new Map<string, unknown>()
    const first = stage(<Recipients />, { session, drafts })
    await first.until('Ada Lovelace')
    first.press('n', 'ctrl-s')
    await first.until('The name is missing.')
    first.type('ada lovelace')
    first.press('down', 'down', 'down', 'down', 'right', 'ctrl-s')
    await first.until('A verification needs a number.')
    first.press('left', 'ctrl-s')
    expect(await first.until('WB-EXISTS')).toContain('There is a contact Ada Lovelace already.')
    first.press('escape')

    const again = stage(<Recipients />, { session, drafts })
    await again.until('Ada Lovelace')
    again.press('n')
    await again.until('ada lovelace')
  })

  it('fit into the smallest terminal, in German and without Unicode, whatever the names are', async () => {
    const session = await sandboxSession()
    await addContact(session.world, { ...ada, recipient: '山田 太郎 👩‍👩‍👧', organisation: 'x'.repeat(200) })
    const size = { columns: 40, rows: 12 }
    const { until, press, frame } = stage(<Recipients />, { session, size, language: 'de', unicode: false })
    await until('nicht geprüft')
    for (const keys of [['enter'], ['e'], ['down', 'down', 'down', 'right'], ['escape', 'x']]) {
      press(...keys)
      await until(/\S/)
      const lines = frame().split('\n')
      expect(lines.length).toBeLessThanOrEqual(11)
      // The stage is wider than the screen: the first line is spread over it.
      for (const line of lines.slice(1)) expect(displayWidth(line)).toBeLessThanOrEqual(40)
    }
  })
})
