import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built, bundle } from '../support/built.ts'
import { install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'

beforeAll(built)

function start() {
  const installation = install()
  onTestFinished(installation.remove)
  return { ...installation, terminal: new Tmux(installation) }
}

const passphrase = 'k7qm-v3xd-p9tz-h2wn-c8rb'
const next = `new-${passphrase}`
/** Throws on a signal, and notes whether the React DevTools, which get every text on the screen, were looked for. */
const crash = `import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
process.on('SIGUSR2', () => { throw new Error('on purpose') })
registerHooks({ resolve(name, context, next) {
  if (name === 'react-devtools-core') writeFileSync('devtools', '')
  return next(name, context)
} })`
const anyCode = /[0-9a-z]{4}(?:-[0-9a-z]{4}){4}/

describe.skipIf(!hasTmux)('the lock of the terminal UI (needs tmux)', () => {
  it('a first run makes the home; it locks, unlocks, locks after five wrong passphrases, and is recovered', async () => {
    const { terminal, work } = start()
    const answer = async (question: string, typed: string) => {
      await terminal.until(question)
      terminal.line(typed)
    }
    terminal.start('waybill')
    await answer('First and last name', 'Grace Hopper')
    await answer('Grace Hopper', 'grace@example.com')
    await answer('New passphrase:', passphrase)
    await answer('The same again:', passphrase)
    await terminal.until('It is shown this once')
    expect(terminal.screen()).not.toMatch(anyCode)
    terminal.key('Space')
    const [code] = await terminal.until(anyCode)
    terminal.key('Enter')
    await terminal.until('No transfer yet')
    await terminal.until('Grace Hopper')

    terminal.key('C-l')
    await terminal.until('This home is locked.')
    expect(terminal.screen()).not.toMatch(/Grace|No transfer|send/)
    await answer('Passphrase:', passphrase)
    await terminal.until('No transfer yet')

    // Ctrl-Z gives the terminal back, `fg` draws everything again.
    terminal.key('C-z')
    await terminal.until('Stopped')
    expect(terminal.modes()).toEqual({ alternate: false, cursor: true, paste: false })
    terminal.start('clear; fg')
    await terminal.until('No transfer yet')

    terminal.key('C-l')
    for (const left of ['4 tries', '3 tries', '2 tries', 'one more wrong one', 'Five wrong passphrases locked']) {
      await answer('Passphrase:', 'wrong')
      await terminal.until(left)
    }
    terminal.key('Enter')
    await answer('Recovery code:', code.toUpperCase())
    await answer('New passphrase:', next)
    await answer('The same again:', next)
    await terminal.until('No transfer yet')
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)

    expect(terminal.history()).not.toMatch(/Welcome|Locked|No transfer/)
    for (const secret of [passphrase, next]) expect(terminal.bytes()).not.toContain(secret)
    expect(terminal.history()).not.toContain(code)
    writeFileSync(join(work, 'passphrase'), next)
    expect(await terminal.run('waybill log --events --passphrase-fd 3 3< passphrase > log')).toBe(0)
    expect(readFileSync(join(work, 'log'), 'utf8')).toMatch(/locked after[\s\S]*unlocked/)
  })

  it('a signal, Ctrl-C and a crash leave the terminal as it was', async () => {
    const { terminal, work } = start()
    /** Starts it so that its process is known. */
    const begin = async (command: string) => {
      terminal.start(`clear; sh -c 'echo $$ > pid; exec ${command}'`)
      await terminal.until('q quit')
      expect(terminal.modes()).toEqual({ alternate: true, cursor: false, paste: true })
      return Number(readFileSync(join(work, 'pid'), 'utf8'))
    }
    const isUsual = async () => {
      expect(terminal.modes()).toEqual({ alternate: false, cursor: true, paste: false })
      expect(await terminal.run('clear; stty -a > modes')).toBe(0)
      expect(readFileSync(join(work, 'modes'), 'utf8')).toMatch(/ icanon [\s\S]* echo /)
    }
    process.kill(await begin('waybill --sandbox'), 'SIGTERM')
    expect(await terminal.ended()).toBe(143)
    expect(terminal.screen()).toContain('WB-INTERRUPTED')
    await isUsual()

    await begin('waybill --sandbox')
    terminal.key('C-c')
    expect(await terminal.ended()).toBe(130)
    await isUsual()

    // The shell takes the terminal of what is stopped like this: the keys must not be echoed afterwards.
    process.kill(await begin('waybill --sandbox'), 'SIGSTOP')
    await terminal.until('Stopped')
    terminal.start('fg')
    await expect.poll(() => terminal.screen()).not.toContain('Stopped')
    await terminal.until('q quit')
    terminal.key('q')
    expect(await terminal.ended()).toBe(0)
    await isUsual()

    writeFileSync(join(work, 'crash.mjs'), crash)
    process.kill(await begin(`env DEV=true node --import ./crash.mjs ${bundle} --sandbox`), 'SIGUSR2')
    expect(await terminal.ended()).toBe(70)
    expect(terminal.screen()).toContain('on purpose')
    expect(existsSync(join(work, 'devtools'))).toBe(false)
    await isUsual()
  })
})
