import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

describe.skipIf(!hasTmux)('the log in the terminal UI (needs tmux)', () => {
  it('is filtered, shows a waybill, gives evidence that verifies afterwards, and follows every size', async () => {
    const installation = install()
    onTestFinished(installation.remove)
    const terminal = new Tmux(installation)
    const send = 'waybill send a.txt --sandbox -q --purpose Test --phone +4915112345678'
    expect(await terminal.run(`${send} --to "Ada Lovelace" --hold && ${send} --to "Emmy Noether" --no-hold`)).toBe(0)
    terminal.line('clear')
    terminal.start('waybill --sandbox')
    await terminal.until('Emmy Noether')
    terminal.key('l')
    await terminal.until('2 transfers')
    terminal.key('f')
    await terminal.until('Log: filter')
    for (const key of ['Down', 'Down', 'Down']) terminal.key(key)
    terminal.paste('ada lovelace')
    terminal.key('Enter')
    await terminal.until(/1 transfer\s*\n.*Filter: For ada lovelace/)
    terminal.key('Enter')
    await terminal.until(/Waybill WB-[\s\S]*held until the receipt code is quoted/)
    terminal.resize(40, 12)
    await terminal.until(/rows 1 to 6 of/)
    terminal.resize(120, 30)
    await terminal.until(/Filter: For ada lovelace.*│/)
    terminal.resize(100, 40)
    terminal.key('x')
    await terminal.until('Log: evidence')
    terminal.key('Enter')
    await terminal.until(/Written: .*evidence-WB-.*\.zip[\s\S]*SHA-256 [0-9a-f]{64}/)
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    expect(await terminal.run('waybill verify evidence-WB-*.zip')).toBe(0)
  })
})
