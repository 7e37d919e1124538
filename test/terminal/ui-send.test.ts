import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

const anyPassword = /[2-9a-hjkmnp-z]{4}(?:-[2-9a-hjkmnp-z]{4}){4}/

function start() {
  const installation = install()
  onTestFinished(installation.remove)
  const terminal = new Tmux(installation)
  const type = (text: string) => terminal.paste(text)
  return { ...installation, terminal, type }
}

describe.skipIf(!hasTmux)('the Send screen on a real terminal (needs tmux)', () => {
  it('sends a folder to somebody new and holds the password; a release elsewhere shows at once', async () => {
    const { terminal, type, work, env } = start()
    mkdirSync(join(work, 'to be sent'))
    writeFileSync(join(work, 'to be sent/list of people.csv'), 'Ada Lovelace\n')
    terminal.start('clear; waybill send --sandbox')
    await terminal.until('to be sent/')
    terminal.paste(`${join(work, 'to be sent').replaceAll(' ', '\\ ')} '${join(work, 'a.txt')}' `)
    await terminal.until('Picked: 2 files, 26 bytes, from 2 entries')
    terminal.key('Enter')
    await terminal.until('❯ Name')
    type('Ada Lovelace')
    await terminal.until('A new recipient.')
    terminal.key('Tab')
    terminal.key('Tab')
    type('+49 151 12345678')
    await terminal.until('not verified.')
    terminal.resize(40, 12)
    await terminal.until(/2\/7 Recipient\s+Name +Ada Lovelace/)
    terminal.resize(100, 40)
    await terminal.until(/✓ Files › Recipient › Purpose/)
    terminal.key('Enter')
    await terminal.until('❯ Purpose')
    type('Audit 2026')
    await terminal.until('Audit 2026')
    terminal.key('Enter')
    await terminal.until('What a stranger sees in the archive:')
    terminal.key('Enter')
    await terminal.until(
      /The password goes by text message to \+49 •••• 5678 once Ada Lovelace\s+quotes the receipt code/,
    )
    terminal.key('Enter')
    const [, transfer = '', code = ''] = await terminal.until(/(WB-\S+) held[\s\S]*Receipt code +(\S+)/)
    await terminal.until(/released .*not yet/)
    execFileSync('waybill', ['release', transfer, '--receipt', code, '--sandbox', '-q'], { cwd: work, env })
    await terminal.until(/✓ released.*\n.*✓ accepted.*\n.*✓ delivered/)
    terminal.key('c')
    await terminal.until(/The text of the card went[\s\S]*Esc home/)
    const [, copied = ''] = /\x1b\]52;c;([^\x07]*)\x07/.exec(terminal.bytes()) ?? []
    expect(Buffer.from(copied, 'base64').toString()).toContain(code)
    terminal.key('Escape')
    await terminal.until(/Ada Lovelace +delivered/)
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)
    expect(readdirSync(work)).toContain(`TEST-${transfer}.zip`)
    expect(terminal.history()).not.toContain('Receipt code')
    expect(terminal.bytes()).not.toMatch(anyPassword)
  })

  it('Ctrl-C in every phase leaves no file and no transfer behind, and ends with 130', async () => {
    const { terminal, type, work, home } = start()
    mkdirSync(join(work, 'many'))
    for (let at = 0; at < 3_000; at++) writeFileSync(join(work, `many/${at}`), '')
    for (const [name, size] of [
      ['sealed.bin', 2_000_000_000],
      ['checked.bin', 150_000_000],
    ] as const) {
      writeFileSync(join(work, name), '')
      truncateSync(join(work, name), size)
    }
    const files = readdirSync(work)
    expect(await terminal.run('waybill policy set check.budget full --sandbox -q')).toBe(0)
    const interrupted = async (path: string, phase: RegExp) => {
      terminal.start(`clear; waybill send ${path} --sandbox --phone +4915112345678 --purpose Test`)
      await terminal.until('❯ Name')
      type('Ada')
      await terminal.until('not verified.')
      for (const next of ['❯ Purpose', 'What a stranger sees', 'Enter seals it.']) {
        terminal.key('Enter')
        await terminal.until(next)
      }
      terminal.key('Enter')
      await terminal.until(phase)
      terminal.key('C-c')
      expect(await terminal.ended()).toBe(130)
      expect(readdirSync(work)).toEqual(files)
    }
    await interrupted('many', /Listing|Sealing/)
    await interrupted('sealed.bin', /Sealing .* [1-9]\d? %/)
    await interrupted('checked.bin', /Checking/)
    expect(await terminal.run('clear; waybill status --sandbox')).toBe(0)
    expect(terminal.screen()).not.toContain('WB-')
    expect(readdirSync(home)).toEqual(['sandbox'])
  })
})
