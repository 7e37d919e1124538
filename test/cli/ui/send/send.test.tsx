import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Session } from '../../../../cli/session.ts'
import type { SendGiven } from '../../../../cli/ui/place.ts'
import { Recipients } from '../../../../cli/ui/screens/recipients/recipients.tsx'
import { Send } from '../../../../cli/ui/screens/send/send.tsx'
import { displayWidth } from '../../../../cli/width.ts'
import { addContact, editContact } from '../../../../src/contact-changes.ts'
import { findTransfers } from '../../../../src/log.ts'
import { Transfers } from '../../../../src/transfer.ts'
import { sandboxSession, stage } from '../stage.tsx'

const anyPassword = /[2-9a-hjkmnp-z]{4}(?:-[2-9a-hjkmnp-z]{4}){4}/
/** The second one cannot be sent: Windows could not extract it. */
const hostile = ['evil\u202ename.txt', 'bad\u001b[31m.txt']

/** A sandbox, and a folder of its own that is the current one. */
async function office() {
  const session = await sandboxSession()
  const folder = join(session.work, 'folder with spaces')
  mkdirSync(folder)
  writeFileSync(join(folder, 'c.txt'), 'Emmy Noether\n')
  for (const name of hostile) writeFileSync(join(folder, name), 'x')
  writeFileSync(join(folder, '.hidden'), 'x')
  const before = process.cwd()
  process.chdir(folder)
  onTestFinished(() => process.chdir(before))
  return { session, folder }
}

const screen = (given?: SendGiven) => <Send place={given === undefined ? { at: 'send' } : { at: 'send', given }} />

function fits(frame: string, { columns, rows }: { columns: number; rows: number }): void {
  const lines = frame.split('\n')
  expect(lines.length).toBeLessThan(rows)
  // ink-testing-library draws on 100 columns always: the title is spread over them.
  for (const line of lines.slice(1)) expect(displayWidth(line), line).toBeLessThanOrEqual(columns)
}

describe('from files to a password on its way', () => {
  it('seals for somebody new, and follows the password as it goes, in four marks of their own', async () => {
    const { session, folder } = await office()
    const { until, press, type, paste, frame, went, jobs, hide } = stage(screen(), { session })
    await until('c.txt')
    expect(frame()).toContain('evil<U+202E>name.txt')
    expect(frame()).toContain('bad<U+001B>[31m.txt')
    expect(frame()).not.toContain('.hidden')
    press('ctrl-t')
    await until('.hidden')
    paste(`'${folder}/c.txt' `)
    await until('Picked: 1 file, 13 bytes')
    press('enter')
    type('Ada Lovelace')
    press('tab', 'tab')
    type('+49 151')
    press('enter')
    await until('The phone number is too short.')
    type(' 12345678')
    await until('A new recipient. Number: +49 •••• 5678, not verified.')
    press('enter')
    await until('Purpose')
    type('Audit 2026')
    press('enter')
    await until('held until they quote the receipt code')
    expect(frame()).toContain('What a stranger sees in the archive:')
    press('enter')
    await until('The password goes by text message to +49 •••• 5678 once Ada Lovelace quotes the receipt code.')
    expect(frame()).toContain('The policy holds it, because this recipient is new.')
    expect(frame()).not.toContain('+4915112345678')
    press('enter')
    await until(/released .*not yet/)
    expect(jobs.status).toBe(0)
    const [, short = '', code = ''] = /(WB-\S+) held[\s\S]*Receipt code (\S+)/.exec(frame()) ?? []
    expect(readdirSync(folder)).toContain(`TEST-${short}.zip`)
    press('v')
    expect(frame()).not.toMatch(anyPassword)
    press('h', 'm')
    await until('On record: the archive was handed over.')
    await session.transfers.release(session.world.ledger.findTransfers(short.slice(3).replace('-', ''))[0] ?? '', {
      receipt: code,
    })
    await until(/✓ released.*\n.*✓ accepted.*\n.*✓ delivered.*\n.*◯ confirmed.*not yet/)
    expect(frame()).not.toMatch(anyPassword)
    press('v')
    await until(anyPassword)
    hide()
    await until('The road of the password')
    expect(frame()).not.toMatch(anyPassword)
    press('o')
    expect(went).toMatchObject([{ at: 'transfer' }])
  })

  it('stops when asked twice, leaves nothing, and everything that was typed is still there', async () => {
    const { session, folder } = await office()
    writeFileSync(join(folder, 'large.bin'), Buffer.alloc(64_000_000))
    const fields = { to: 'Ada', phone: '+4915112345678', purpose: 'Audit' }
    const paths = [join(folder, 'large.bin')]
    const { until, press, frame } = stage(screen({ paths, fields }), { session })
    await until('not verified.')
    press('enter', 'enter', 'enter')
    await until('Enter seals it.')
    press('enter', 'c')
    await until('Stop?')
    press('escape')
    await until('Stopped. Nothing was left behind')
    expect(readdirSync(folder).filter(name => name.includes('WB-'))).toEqual([])
    expect(session.world.ledger.vault.ids()).toEqual([])
    await until('For Ada. Purpose: Audit')
    expect(frame()).toContain('Enter seals it.')
  })

  it('a draft waits until somebody comes back, and the same place shows what was there', async () => {
    const { session, folder } = await office()
    const drafts = new Map<string, unknown>()
    const first = stage(screen({ paths: [join(folder, 'c.txt')] }), { session, drafts })
    await first.until('Name')
    first.type('Ada')
    first.press('escape', 'escape')
    expect(first.ends).toEqual(['back'])
    const second = stage(screen(), { session, drafts })
    await second.until('Picked: 1 file')
    second.press('enter')
    await second.until(/Name +Ada/)
    second.press('ctrl-x', 'ctrl-x')
    await second.until('Nothing picked yet.')
    const third = stage(screen(), { session, drafts })
    await third.until('Nothing picked yet.')
  })

  it('contacts come as one types; their number stays on record, with what is known of it', async () => {
    const { session, folder } = await office()
    await addContact(session.world, {
      recipient: 'Ada Lovelace',
      organisation: 'Example Ltd',
      phone: '+4915112345678',
      verified: { how: 'called-back' },
    })
    const { until, press, type, frame } = stage(screen({ paths: [join(folder, 'c.txt')] }), { session })
    await until('Ada Lovelace  Example Ltd, +49 •••• 5678  verified')
    type('exam')
    await until(/Name +exam/)
    press('down', 'enter')
    await until('✓ A contact. Number: +49 •••• 5678, verified.')
    expect(frame()).toMatch(/Name +Ada Lovelace/)
    expect(frame()).toContain('on record: +49 •••• 5678')
    press('enter')
    await until('People concerned')
  })

  it('lays a card in the language of the contact beside the archive, copies its text, and asks for deletion', async () => {
    const { session, folder } = await office()
    await addContact(session.world, { recipient: 'Ada', phone: '+4915112345678', language: 'de' })
    const fields = { to: 'Ada', purpose: 'Audit' }
    const { until, press, type, frame, copied } = stage(screen({ paths: [join(folder, 'c.txt')], fields }), { session })
    await until('+49 •••• 5678')
    press('enter', 'enter')
    await until('Password by')
    press('down', 'down', 'down', 'right')
    await until(/Card +← in their language → +German/)
    expect(frame()).toMatch(/Opener page +as the policy says +none/)
    press('down', 'down')
    type('31.12.2050')
    press('enter')
    await until('Write the day like 2030-12-31.')
    press('ctrl-u')
    type('2050-12-31')
    press('enter')
    await until('A card for your e-mail is laid beside the archive, in German.')
    expect(frame()).toContain('They are asked to delete the files by 2050-12-31')
    press('enter')
    await until(/Card +\S.*-card\.txt/)
    expect(readdirSync(folder).filter(name => name.includes('-card.')).length).toBe(2)
    press('c')
    await until('The text of the card went to the clipboard')
    const [, code = ''] = /Receipt code +(\S+)/.exec(frame()) ?? []
    expect(copied).toEqual([expect.stringMatching(new RegExp(`Das Passwort kommt[^]*: ${code}\\n`))])
    expect(copied.join()).not.toMatch(anyPassword)
  })

  it('a number that was changed after the review gets nothing until that was reviewed', async () => {
    const { session, folder } = await office()
    const { world, transfers } = session
    await addContact(world, { recipient: 'Ada', phone: '+4915112345678' })
    const fields = { to: 'Ada', purpose: 'Audit' }
    const { until, press } = stage(screen({ paths: [join(folder, 'c.txt')], fields }), { session })
    await until('+49 •••• 5678')
    press('enter')
    await until('Purpose')
    press('enter')
    await until('held until they quote the receipt code')
    press('enter')
    await until('+49 •••• 5678 once Ada quotes')
    await editContact(world, 'Ada', undefined, { phone: '+4915112340000' })
    press('enter')
    expect(await until('Something changed meanwhile')).toContain('Review')
    await until('+49 •••• 0000 once Ada quotes')
    expect([...findTransfers(world.ledger, {})]).toEqual([])
    press('enter')
    await until(/released +not yet/)
    const [id = ''] = findTransfers(world.ledger, {})
    expect(transfers.read(id).contact.phone).toBe('+4915112340000')
  })

  it('a contact that is damaged in the ledger is told, and ends nothing', async () => {
    const { session, folder } = await office()
    await addContact(session.world, { recipient: 'Ada', phone: '+4915112345678' })
    const database = new DatabaseSync(join(session.directory, 'ledger.db'))
    database.exec("UPDATE records SET sealed = zeroblob(length(sealed)) WHERE kind = 'contact'")
    database.close()
    const { until, type, frame } = stage(screen({ paths: [join(folder, 'c.txt')] }), { session })
    expect(await until('does not open with the keys')).toContain('Recipient')
    type('Ada')
    await until('Ada')
    await until('does not open with the keys')
    expect(frame()).toContain('Ada')
    const recipients = stage(<Recipients />, { session })
    await recipients.until('does not open with the keys')
  })

  it('what the last transfer said is offered', async () => {
    const { session, folder } = await office()
    const request = { paths: ['c.txt'], directory: folder, to: 'Ada', phone: '+4915112345678', purpose: 'Audit 2025' }
    await session.transfers.send({ ...request, categories: ['contact', 'health'], basis: 'contract' })
    const fields = { to: 'Ada', phone: '+4915112345678' }
    const { until, press } = stage(screen({ paths: [join(folder, 'c.txt')], fields }), { session })
    await until('not verified.')
    press('enter')
    await until('Last time to this recipient: Audit 2025')
    press('ctrl-r')
    await until(/Categories +contact, health .*special category/)
    press('enter', 'enter')
    await until('The policy holds it, because the data are of a special category.')
  })

  it('who was sent something is offered again with the number, and is not called new', async () => {
    const { session, folder } = await office()
    const request = {
      paths: ['c.txt'],
      directory: folder,
      to: 'Ada Lovelace',
      phone: '+4915112345678',
      purpose: 'Test',
    }
    await session.transfers.send({ ...request, organisation: 'Example Ltd' })
    const { until, press, type } = stage(screen({ paths: [join(folder, 'c.txt')] }), { session })
    await until(/Ada Lovelace {2}Example Ltd, \+49 •••• 5678/)
    type('ada')
    press('down', 'enter')
    expect(await until('+4915112345678')).toContain('Example Ltd')
    expect(await until('you have sent to this name before')).not.toContain('A new recipient')
    press('enter')
    await until('Last time to this recipient: Test')
  })

  it('a file that goes after the review is told once, and is marked where it is taken out', async () => {
    const { session, folder } = await office()
    const fields = { to: 'Ada', phone: '+4915112345678', purpose: 'Audit' }
    const paths = [join(folder, 'c.txt'), join(folder, 'd.txt')]
    writeFileSync(join(folder, 'd.txt'), 'x')
    const { until, press } = stage(screen({ paths, fields }), { session })
    await until('not verified')
    press('enter', 'enter', 'enter')
    await until('Enter seals it.')
    rmSync(join(folder, 'd.txt'))
    press('enter')
    const frame = await until('This cannot be sent as it is.')
    expect(frame.match(/d\.txt does not exist/g)).toHaveLength(1)
    press('enter')
    await until(/❯ .*d\.txt +✗/)
    press('space', 'enter')
    await until('❯ Name')
  })

  it('a paste that names nothing is said as a whole', async () => {
    const { session } = await office()
    const { until, paste } = stage(screen(), { session })
    await until('c.txt')
    paste('dear colleague, here it is')
    await until('There is no such file or folder: dear colleague, here it is')
    paste('c.txt gone.txt lost.txt')
    expect(await until('Some of these are no files or folders, such as gone.txt')).not.toContain('0 files')
    await until('Picked: 1 file')
  })

  it('a path may be typed too, with its spaces', async () => {
    const { session, folder } = await office()
    const other = join(folder, 'a folder')
    mkdirSync(other)
    writeFileSync(join(other, 'd.txt'), 'four')
    const { until, press, type } = stage(screen(), { session })
    await until('c.txt')
    type(`${folder}/gone`)
    await until('take this path')
    press('enter')
    await until('There is no such file or folder')
    for (const _ of 'gone') press('backspace')
    type('a folder/d.txt')
    await until('take this path')
    press('enter')
    await until('Picked: 1 file, 4 bytes')
    press('enter')
    await until('❯ Name')
  })

  it('what the policy refuses is said with what to do, and Enter leads there', async () => {
    const { session, folder } = await office()
    const numbers = { ...session.world.policy.numbers, unverified: 'refuse' } as const
    const strict = strictSession(session, numbers)
    const fields = { to: 'Ada', phone: '+4915112345678', purpose: 'Audit' }
    const { until, press } = stage(screen({ paths: [join(folder, 'c.txt')], fields }), { session: strict })
    await until('not verified.')
    press('enter', 'enter', 'enter')
    await until('This cannot be sent as it is.')
    await until('Under Protection, choose another way for the password')
    press('enter')
    await until('Password by')
    press('right', 'right', 'enter')
    await until('You hand the password to Ada in person')
  })

  it('a path that is not there is shown before anything is filled in', async () => {
    const { session, folder } = await office()
    const { until, press, frame } = stage(screen({ paths: [join(folder, 'missing.txt')] }), { session })
    await until('What is picked')
    press('enter')
    await until('missing.txt')
    expect(frame()).not.toContain('Organisation')
  })
})

function strictSession(session: Session, numbers: Session['world']['policy']['numbers']): Session {
  const world = { ...session.world, policy: { ...session.world.policy, numbers } }
  return { ...session, world, transfers: new Transfers(world) }
}

describe.each([
  [{ columns: 40, rows: 12 }, 'de', false],
  [{ columns: 100, rows: 60 }, 'en', true],
] as const)('at %o in %s', (size, language, unicode) => {
  it('every step fits and shows hostile names as marks', async () => {
    const { session } = await office()
    const words =
      language === 'de'
        ? { next: 'weiter', picked: 'hlt: 1', seal: 'versiegeln' }
        : { next: 'go on', picked: 'Picked: 1', seal: 'seal it' }
    const { until, press, type, frame } = stage(screen(), { session, size, language, unicode })
    const look = async (what: string | RegExp) => {
      await until(what)
      fits(frame(), size)
      expect(frame()).not.toMatch(/[\u001b\u202e]/)
      if (!unicode) expect(frame()).not.toMatch(/[❯◯◉✓…›•“„]/)
    }
    await look(/bad<U/)
    type('evil')
    press('space')
    await look(words.picked)
    press('tab')
    await look('name.txt')
    press('escape', 'enter')
    type('日本語 👩‍👩‍👧')
    press('tab', 'tab')
    type('+4915112345678')
    await look('5678')
    press('enter')
    await look(language === 'de' ? 'Zweck' : 'Purpose')
    type('Audit')
    press('tab', 'space')
    await look(language === 'de' ? 'Identität' : 'identification')
    press('end', 'space', 'enter', 'enter')
    await look(language === 'de' ? 'Passwort per' : 'Password by')
    press('down', 'down', 'down', 'down', 'down', 'down', 'space', 'down')
    await look(language === 'de' ? '99 Bit' : '99 bits')
    press('enter')
    await look(words.seal)
    await until(/evil|001\.txt|日本語/)
    press('enter')
    await look(/WB-/)
    press('h')
    await look('SFTP')
  })
})
