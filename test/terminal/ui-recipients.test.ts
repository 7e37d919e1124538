import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

describe.skipIf(!hasTmux)('recipients, policy, doctor and help on a real terminal (needs tmux)', () => {
  it('puts a recipient on record and shows what holds, in plain ASCII without a colour where that is all there is', async () => {
    const installation = install()
    onTestFinished(installation.remove)
    const terminal = new Tmux(installation)
    const press = async (key: string, shows: string) => {
      terminal.key(key)
      await terminal.until(shows)
    }
    // What was typed ahead stands before the cursor, and must not move the first row.
    terminal.start('clear; printf abcde; LANG=C LC_ALL=C NO_COLOR=1 waybill --sandbox')
    await terminal.until('No transfer yet.')
    await terminal.until(/^ Waybill {2}Home/)
    await press('r', 'No recipients yet.')
    await press('n', 'New recipient')
    terminal.key('A')
    terminal.key('da')
    await press('Enter', '> Organisation')
    await press('Enter', '> Client')
    await press('Enter', '> Phone')
    terminal.key('+4915112345678')
    await press('Enter', '> Verified')
    await press('Right', 'called back')
    await press('C-s', 'Ada is on record.')
    await press('?', 'On every screen')
    await press('w', 'receipt code')
    await press('Escape', 'added; the number is now')
    await press('Escape', '> Ada ')
    await press('Escape', 'No transfer yet.')
    await press('p', 'password.minLength')
    await press('Escape', 'No transfer yet.')
    await press('d', 'Nothing is wrong.')
    await press('Escape', 'No transfer yet.')
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)

    const drawn = terminal.bytes()
    const [, screen = ''] = drawn.split('\x1b[?1049h')
    expect(screen).toMatch(/Nothing is wrong/)
    expect(screen).toMatch(/^[\0-\x7f]*$/)
    expect(screen).not.toMatch(/\x1b\[(?:3[0-7]|9[0-7]|38|4[0-7])[;m]/)
    const env = { ...installation.env }
    const { work } = installation
    const [contact] = JSON.parse(
      execFileSync('waybill', ['contacts', 'list', '--sandbox', '--json'], { cwd: work, env, encoding: 'utf8' }),
    )
    expect(contact).toMatchObject({ name: 'Ada', numberTrust: 'verified', verified: { how: 'called-back' } })
  })
})
