import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

const init = 'waybill init --name "Grace Hopper" --email grace.hopper@example.com --no-passphrase -q > /dev/null'
const send = 'waybill send a.txt -q --to Ada --phone +4915112345678 --purpose Test --via phone --json > sent'
const group = /1\/5 {2}(\S{4}-)/

/** A home with one transfer that waits to be read out. */
async function start() {
  const installation = install()
  onTestFinished(installation.remove)
  const terminal = new Tmux(installation)
  expect(await terminal.run(`${init}; ${send}; clear`)).toBe(0)
  const read = (name: string) => readFileSync(join(installation.work, name), 'utf8')
  const { receiptCode } = JSON.parse(read('sent'))
  /** From the first screen to the password, hidden. */
  const open = async (code: string | null) => {
    await terminal.until('q quit')
    terminal.key('o')
    await terminal.until('dictate')
    terminal.key('d')
    await terminal.until('Call Ada on +4915112345678: the number on record, no other.')
    if (code !== null) terminal.text(code)
    terminal.key('Enter')
    await terminal.until('Hidden. The space bar')
  }
  /** Shows it; all of it, as it is written. */
  const show = async () => {
    terminal.key('Space')
    await terminal.until(group)
    await terminal.until(/5\/5 {2}\S{4} /)
    const groups = [...terminal.screen().matchAll(/\d\/5 {2}(\S{4}-?)/g)].map(([, text = '']) => text)
    return { groups, password: groups.join('') }
  }
  return { ...installation, terminal, read, open, show, receiptCode }
}

describe.skipIf(!hasTmux)('dictation in the terminal UI (needs tmux)', () => {
  it('shows the password in groups, hides it under everything, and leaves nothing of it behind', async () => {
    const { terminal, read, open, show, receiptCode, work } = await start()
    terminal.start('waybill')
    await open(receiptCode.toLowerCase())
    expect(terminal.screen()).not.toMatch(group)
    const { groups, password } = await show()
    const isGone = () => {
      for (const one of groups) expect(terminal.history()).not.toContain(one)
    }
    terminal.key('C-z')
    await terminal.until('Stopped')
    isGone()
    terminal.start('clear; fg')
    await terminal.until('Hidden. The space bar')
    isGone()
    await show()
    // Smaller and larger again: what was cut off does not come back once it is hidden.
    terminal.resize(40, 12)
    await terminal.until(/1\/5 {2}\S{4}-/)
    terminal.key('Space')
    await terminal.until('••••')
    terminal.resize(100, 40)
    await terminal.until(/5\/5 {2}••••/)
    isGone()
    await show()
    terminal.key('C-l')
    await terminal.until('any key opens it again')
    isGone()
    terminal.key('Space')
    await terminal.until('Hidden. The space bar')
    terminal.key('Enter')
    await terminal.until('Did Grace Hopper read it out to Ada?')
    terminal.key('y')
    await terminal.until('Read out and recorded')
    terminal.key('Escape')
    await terminal.until('delivered')
    const before = terminal.bytes().length
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    isGone()
    for (const one of groups) expect(terminal.bytes().slice(before)).not.toContain(one)
    writeFileSync(join(work, 'password'), password)
    const { archive } = JSON.parse(read('sent'))
    expect(
      await terminal.run(`waybill open '${archive}' --into opened -q --password-fd 3 3< password > /dev/null`),
    ).toBe(0)
    expect(read('opened/a.txt')).toBe('Ada Lovelace\n')
  })

  it('Ctrl-C while it shows answers “not read out”; after kill -9 the shell takes a command and doctor resets the terminal', async () => {
    const { terminal, read, open, show, receiptCode, work } = await start()
    terminal.start('waybill')
    await open(receiptCode)
    const { groups } = await show()
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    for (const one of groups) expect(terminal.history()).not.toContain(one)
    expect(await terminal.run('waybill status --json > status')).toBe(0)
    expect(read('status')).toContain('"released"')

    terminal.start("clear; sh -c 'echo $$ > pid; exec waybill'")
    await open(null)
    await show()
    process.kill(Number(read('pid')), 'SIGKILL')
    expect(await terminal.ended()).toBe(137)
    expect(terminal.modes()).toEqual({ alternate: true, cursor: false, paste: true })
    terminal.start('waybill doctor --terminal --home /nowhere')
    expect(await terminal.ended()).toBe(0)
    const usual = { alternate: false, cursor: true, paste: false }
    expect(terminal.modes()).toEqual(usual)
    for (const one of groups) expect(terminal.history()).not.toContain(one)

    const mess = "stty -icanon -echo; printf '\\033[?25l\\033[?2004h\\033[31m'"
    expect(await terminal.run(`clear; ${mess}; waybill doctor --terminal --json > reset; stty -a > modes`)).toBe(0)
    expect(terminal.modes()).toEqual(usual)
    expect(JSON.parse(read('reset'))).toEqual({ screen: true, keyboard: true })
    expect(readFileSync(join(work, 'modes'), 'utf8')).toMatch(/ icanon [\s\S]* echo /)
  })
})
