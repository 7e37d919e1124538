import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../support/built.ts'
import { hasTmux } from '../support/tmux.ts'
import { anyPassword, init, passphrase, start } from './start.ts'

beforeAll(built)

describe.skipIf(!hasTmux)('on a real terminal (needs tmux)', () => {
  it('init asks for what is missing, twice for a passphrase, and shows the recovery code once', async () => {
    const { terminal, home, read } = start()
    terminal.start('waybill init > out 2> err')
    await terminal.until('Your first and last name:')
    terminal.line('Grace Hopper')
    await terminal.until('Your own e-mail address:')
    terminal.line('grace.hopper@example.com')
    await terminal.until('A passphrase for the keys:')
    terminal.line('short')
    await terminal.until('The passphrase is refused')
    terminal.line(passphrase)
    await terminal.until('The same again:')
    terminal.line('something else')
    await terminal.until('The two are not the same')
    terminal.line(passphrase)
    await terminal.until(/The same again:[\s\S]*The same again:/)
    terminal.line(passphrase)
    expect(await terminal.ended()).toBe(0)
    const [, code = ''] = await terminal.until(
      /Recovery code, shown this once[\s\S]*?\n +([0-9a-z]{4}(?:-[0-9a-z]{4})+)/,
    )
    expect(terminal.bytes()).not.toContain(passphrase)
    expect(read('out')).toContain('Passphrase  yes')
    expect(read('err')).toBe('')
    for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(name => /\./.test(name))) {
      expect(readFileSync(join(home, name)).includes(code), name).toBe(false)
    }
    expect(read('out')).not.toContain(code)
  })

  it('five wrong passphrases lock a home, for the right one too; the recovery code unlocks it', async () => {
    const { terminal, work } = start()
    const answer = async (typed: string) => {
      terminal.line('clear')
      terminal.start('waybill log')
      await terminal.until('Passphrase of the keys:')
      terminal.line(typed)
      return terminal.ended()
    }
    writeFileSync(join(work, 'passphrase'), passphrase)
    expect(await terminal.run(`${init} --passphrase-fd 3 3< passphrase`)).toBe(0)
    const [, code = ''] = await terminal.until(
      /Recovery code, shown this once[\s\S]*?\n +([0-9a-z]{4}(?:-[0-9a-z]{4})+)/,
    )
    for (let wrong = 1; wrong < 5; wrong++) expect(await answer('wrong')).toBe(1)
    await terminal.until('WB-PASSPHRASE-WRONG')
    await answer('wrong')
    expect(await answer(passphrase)).toBe(3)
    await terminal.until('WB-HOME-LOCKED')
    terminal.start('waybill key recover')
    await terminal.until('Recovery code:')
    terminal.line(code)
    for (const question of ['A passphrase for the keys:', 'The same again:']) {
      await terminal.until(question)
      terminal.line(`new-${passphrase}`)
    }
    expect(await terminal.ended()).toBe(0)
    expect(await answer(`new-${passphrase}`)).toBe(0)
  })

  it('send asks for what is missing and draws the sandbox phone; the password is on no stream', async () => {
    const { terminal, read } = start()
    terminal.start('waybill send a.txt --sandbox --no-hold > out 2> err')
    await terminal.until('Who receives it:')
    terminal.line('Ada Lovelace')
    await terminal.until('Their phone number:')
    terminal.line('12345')
    await terminal.until('is not an international number')
    terminal.line('+49 151 12345678')
    await terminal.until('What the data are for:')
    terminal.line('Audit')
    expect(await terminal.ended()).toBe(0)
    await terminal.until('SANDBOX PHONE')
    const [password = ''] = await terminal.until(anyPassword)
    expect(read('out')).toContain('Ada Lovelace, +49 •••• 5678')
    expect(read('out') + read('err')).not.toMatch(anyPassword)
    expect(await terminal.run('waybill phone --sandbox > phone')).toBe(0)
    expect(read('phone')).toContain(password)
  })

  it('dictate shows the password in spoken form, on a screen that is wiped, and records who read it out', async () => {
    const { terminal, read, work } = start()
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    const send = 'waybill send a.txt -q --to Ada --phone +4915112345678 --purpose Test --via phone --out one.zip'
    expect(await terminal.run(`${send} --json > sent`)).toBe(0)
    const { transfer, receiptCode, state } = JSON.parse(read('sent'))
    expect(state).toBe('held')
    terminal.start(`waybill dictate ${transfer} > out 2> err`)
    await terminal.until('The receipt code that the recipient quotes:')
    terminal.line('soon')
    await terminal.until('--receipt is not a code')
    terminal.line(receiptCode.toLowerCase())
    await terminal.until('Call Ada on +4915112345678: the number on record, no other.')
    const [password = ''] = await terminal.until(anyPassword)
    await terminal.until(/1\. {2}[A-Z][\w-]+ +[A-Z][\w-]+ +[A-Z][\w-]+ +[A-Z][\w-]+ +Hyphen\n/)
    await terminal.until('Did you, Grace Hopper, read it out to Ada?')
    terminal.line('y')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.history()).not.toContain(password)
    expect(read('out')).toContain('read out (phone), says the operator')
    expect(read('out') + read('err') + read('sent')).not.toContain(password)
    writeFileSync(join(work, 'password'), password)
    expect(await terminal.run('waybill open one.zip -q --password-fd 3 3< password > /dev/null')).toBe(0)
    expect(read('one/a.txt')).toBe('Ada Lovelace\n')
  })

  it('dictate that was not read out stays released', async () => {
    const { terminal, read } = start()
    expect(await terminal.run(`${init} --no-passphrase -q > /dev/null`)).toBe(0)
    expect(await terminal.run('waybill send a.txt -q --to Ada --purpose Test --via in-person --json > sent')).toBe(0)
    const { transfer, receiptCode } = JSON.parse(read('sent'))
    terminal.start(`waybill dictate ${transfer} --receipt ${receiptCode} --alphabet din5009 --json > out`)
    await terminal.until('Hand it to Ada in person.')
    await terminal.until('read it out to Ada?')
    terminal.line('n')
    expect(await terminal.ended()).toBe(0)
    expect(JSON.parse(read('out')).state).toBe('released')
  })

  it('open asks for the password without echo', async () => {
    const { terminal, read } = start()
    const send = 'waybill send a.txt --sandbox -q --no-hold --to Ada --phone +4915112345678 --purpose Test'
    expect(await terminal.run(`${send} --json --out one.zip > /dev/null && waybill phone --sandbox > phone`)).toBe(0)
    const [password = ''] = anyPassword.exec(read('phone')) ?? []
    terminal.start('waybill open one.zip > out')
    await terminal.until('Password:')
    terminal.line('wrong-password')
    expect(await terminal.ended()).toBe(1)
    terminal.start('waybill open one.zip > out')
    await terminal.until(/Password:[\s\S]*Password:/)
    terminal.line(password)
    expect(await terminal.ended()).toBe(0)
    expect(read('one/a.txt')).toBe('Ada Lovelace\n')
    expect(terminal.bytes()).not.toContain(password)
  })

  it('long work has a progress bar that leaves no trace on the screen', async () => {
    const { terminal, work } = start()
    truncateSync(join(work, 'b.txt'), 100_000_000)
    const send = 'waybill send b.txt --sandbox --no-hold --to Ada --phone +4915112345678 --purpose Test --level 1'
    expect(await terminal.run(`${send} --no-color`)).toBe(0)
    expect(terminal.bytes()).toMatch(/\r\x1b\[K(Sealing|Checking) +[█▏▎▍▌▋▊▉░]+ +\d+ %/)
    expect(terminal.history()).not.toMatch(/[█░]/)
    expect(await terminal.run(`clear; ${send} --hold -q`)).toBe(0)
  })

  it('cancel asks, and no means no', async () => {
    const { terminal, read } = start()
    const send = 'waybill send a.txt --sandbox -q --hold --to Ada --phone +4915112345678 --purpose Test'
    expect(await terminal.run(`${send} --json > sent`)).toBe(0)
    const { transfer } = JSON.parse(read('sent'))
    terminal.start(`waybill cancel ${transfer} --sandbox`)
    await terminal.until('(y/n)')
    terminal.line('maybe')
    await terminal.until('neither yes nor no')
    terminal.line('n')
    expect(await terminal.ended()).toBe(0)
    await terminal.until(/Transfer +WB-\S+ held/)
    expect(await terminal.run(`waybill cancel ${transfer} --sandbox --yes > out`)).toBe(0)
    expect(read('out')).toContain('cancelled')
  })

  it('Ctrl-C at a question ends with 130 and leaves nothing; --no-input never asks', async () => {
    const { terminal, work } = start()
    terminal.start('waybill send a.txt --sandbox > out')
    await terminal.until('Who receives it:')
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    expect(await terminal.run('waybill send a.txt --sandbox --no-input')).toBe(2)
    await terminal.until('--to is missing')
    expect(readdirSync(work).sort()).toEqual(['a.txt', 'b.txt', 'folder', 'out'])
  })

  it('log shows a long answer in the pager, which knows nothing of credentials, and a short one on the screen', async () => {
    const { terminal, work } = start()
    const send = 'waybill send a.txt --sandbox -q --no-hold --to Ada --phone +4915112345678 --purpose Test > /dev/null'
    expect(await terminal.run(`for n in 1 2 3 4 5; do ${send}; done`)).toBe(0)
    terminal.start('clear; waybill log --sandbox --events --no-color')
    await terminal.until(/ledger begun[\s\S]*\n:/)
    terminal.key('C-c')
    terminal.key('G')
    await terminal.until('(END)')
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)
    expect(await terminal.run('clear; waybill log --sandbox --events --no-pager')).toBe(0)
    expect(terminal.history()).toContain('ledger begun')
    expect(await terminal.run('clear; PAGER=no-such-program waybill log --sandbox --events | tail -1')).toBe(0)
    terminal.start('clear; COURIER_SECRET=hunter2 PAGER="env > seen; cat" waybill log --sandbox --events')
    expect(await terminal.ended()).toBe(0)
    const seen = readFileSync(join(work, 'seen'), 'utf8')
    expect(seen).toContain('LESSHISTFILE=-')
    expect(seen).not.toContain('hunter2')
    terminal.start('clear; PAGER=no-such-program waybill log --sandbox --events --limit 45')
    expect(await terminal.ended()).toBe(0)
    await terminal.until(/delivered, says sandbox/)
    expect(await terminal.run('clear; PAGER="touch paged" waybill log --sandbox')).toBe(0)
    expect(readdirSync(work)).not.toContain('paged')
  })
})
