import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

it.skipIf(!hasTmux)(
  'a wrong code, the right one, a courier that fails, the other channel, and cancel (needs tmux)',
  async () => {
    const installation = install()
    onTestFinished(installation.remove)
    const { place, work, env } = installation
    const terminal = new Tmux(installation)
    const carrier = join(place, 'bin', 'carrier')
    writeFileSync(carrier, '#!/bin/sh\ncat > /dev/null\n', { mode: 0o755 })
    const courier = '{"use":"command","command":{"argv":["carrier","{to}"]}}'
    const setUp = [
      'waybill init --name "Grace Hopper" --email grace.hopper@example.com --no-passphrase -q',
      `waybill policy set courier '${courier}'`,
      'waybill policy set sender.name ACME',
      'waybill send a.txt -q --hold --to Ada --phone +4915112345678 --purpose Test --json 2> err',
    ]
    expect(await terminal.run(`(${setUp.join(' && ')}) > sent`)).toBe(0)
    const [, code = ''] = /"receiptCode": "(.*)"/.exec(readFileSync(join(work, 'sent'), 'utf8')) ?? []
    expect(env.LANG).toBe('C.UTF-8')
    rmSync(carrier)

    terminal.start('clear; waybill')
    await terminal.until(/Waiting for you *\n.*Ada +held +hand over the archive/)
    terminal.key('Enter')
    await terminal.until('How did the archive leave?')
    terminal.key('Down')
    terminal.key('Enter')
    await terminal.until('Recorded: the archive was handed over.')
    terminal.key('Enter')
    await terminal.until('Which receipt code does the recipient quote?')
    terminal.line('0000-0000')
    await terminal.until('4 more wrong codes lock the transfer')
    terminal.key('C-u')
    terminal.line(code)
    await terminal.until(/The courier says: *\n +The program of the courier is not on this device/)
    await terminal.until(/✗ accepted .* failed/)
    terminal.key('Enter')
    await terminal.until('How shall the password travel instead?')
    terminal.key('Down')
    terminal.key('Enter')
    await terminal.until(/Dictate WB-.*[\s\S]*Call Ada on \+4915112345678/)
    terminal.key('Escape')
    await terminal.until(/✓ released .* to another channel/)
    terminal.key('x')
    await terminal.until('Cancel this transfer?')
    await terminal.until('The password was released, and nothing says that it was conveyed.')
    terminal.key('Down')
    terminal.key('Enter')
    await terminal.until('Cancelled, and the password is destroyed.')
    terminal.key('Escape')
    await terminal.until(/Recent *\n.*Ada +cancelled/)
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)
    expect(await terminal.run('clear; waybill log --events --no-pager > events')).toBe(0)
    const events = readFileSync(join(work, 'events'), 'utf8')
    for (const said of [
      'wrong receipt code (1)',
      'on the receipt code',
      'failed, says command',
      'to another channel',
      'cancelled: archive handed-over',
    ]) {
      expect(events).toContain(said)
    }
  },
)
