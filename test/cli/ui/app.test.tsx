import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { closeSession } from '../../../cli/ui/door.ts'
import { appStage, doorOf, keys } from './app-stage.tsx'

function place(): string {
  const root = mkdtempSync(join(tmpdir(), 'waybill-app-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

const sandbox = (root = place()) => doorOf(join(root, 'home'), true)

describe('input', () => {
  it('? shows the keys of a screen, and Escape closes the help', async () => {
    const { until, write } = appStage(await sandbox())
    await until('q quit')
    write('?')
    await until('Home: Keys')
    await until('clear the screen and lock')
    write(keys.escape)
    await until('q quit')
  })

  it('where somebody types, ? is a letter and F1 is the help', async () => {
    const { until, write } = appStage(await doorOf(join(place(), 'home')))
    await until('Your first')
    write('Who?')
    await until('Who?▏')
    write(keys.f1)
    await until('Welcome: Keys')
    write(keys.escape)
    await until('Who?▏')
  })

  it('keys of one write go where the ones before them lead', async () => {
    const { until, write } = appStage(await doorOf(join(place(), 'home')))
    await until('Your first and last name')
    write(`Grace Hopper${keys.enter}grace@example.com${keys.enter}${keys.ctrlN}`)
    await until('Go on without one?')
    write('n')
    await until('A passphrase for the keys:')
    write(`abc`)
    await until('•••▏')
  })

  it('Ctrl-Z hides what shows before the shell gets the terminal, however it was asked for', async () => {
    const { until, write, stops, askToStop } = appStage(await sandbox())
    await until('q quit')
    write(keys.ctrlZ)
    await expect.poll(() => stops.length).toBe(1)
    await until('q quit')
    askToStop()
    await expect.poll(() => stops.length).toBe(2)
  })
})

describe('a home that nothing protects', () => {
  it('is cleared by Ctrl-L, says so, and any key opens it again where it was left', async () => {
    const root = place()
    const door = await sandbox(root)
    const { transfers, ...session } = await door.open(null)
    writeFileSync(join(root, 'a.txt'), 'a')
    const files = { paths: ['a.txt'], directory: root }
    await transfers.send({ ...files, to: 'Ada Lovelace', phone: '+4915112345678', purpose: 'Test' })
    closeSession({ transfers, ...session })
    const { until, write, frame } = appStage(door)
    await until('Ada Lovelace')
    write(keys.ctrlL)
    expect(await until('The screen was cleared.')).not.toContain('Ada')
    expect(frame()).toContain('any key opens it again')
    write('x')
    await until('Ada Lovelace')
  })

  it('is cleared once the policy’s 15 minutes are over; the key that comes too late does nothing else', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { until, write, frame } = appStage(await sandbox())
    await until('q quit')
    vi.setSystemTime(Date.now() + 14 * 60_000)
    write('?')
    await until('Home: Keys')
    vi.setSystemTime(Date.now() + 14 * 60_000)
    write('?')
    await until('q quit')
    vi.setSystemTime(Date.now() + 15 * 60_000)
    write('q')
    await until('Nobody pressed a key for a while')
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
    expect(frame()).toContain('Nobody pressed a key for a while')
    write('x')
    await until('q quit')
  })
})

describe('the first run', () => {
  it('makes a home without a passphrase, when somebody insists', async () => {
    const door = await doorOf(join(place(), 'home'))
    const { until, write } = appStage(door)
    await until('one person, no shared account')
    write(`Admin${keys.enter}admin@example.com${keys.enter}`)
    await until('WB-OPERATOR')
    expect(door.exists()).toBe(false)
    write(`\x1b[A${keys.backspace.repeat(5)}Grace Hopper${keys.enter}`)
    await until('Grace Hopper')
    write(`${keys.backspace.repeat(17)}grace@example.com${keys.enter}`)
    await until('A passphrase for the keys')
    write(keys.ctrlN)
    await until('That you declined is recorded.')
    write('y')
    await until('No transfer yet')
    const session = await door.open(null)
    expect(session.home.operator).toEqual({ name: 'Grace Hopper', email: 'grace@example.com' })
    expect([...session.home.ledger.events({ type: 'operator.named' })].map(({ d }) => d.passphrase)).toEqual([false])
    closeSession(session)
  })

  it('shows the recovery code once, hidden until a key is pressed and again under the help', async () => {
    const { until, write, paste, frame } = appStage(await doorOf(join(place(), 'home')))
    await until('one person')
    write(`Grace Hopper${keys.enter}grace@example.com${keys.enter}`)
    for (const label of ['A passphrase for the keys:', 'The same again:']) {
      await until(label)
      paste('k7qm-v3xd-p9tz-h2wn-c8rb')
      write(keys.enter)
    }
    const code = /[0-9a-z]{4}(-[0-9a-z]{4}){4}/
    expect(await until('It is shown this once')).not.toMatch(code)
    write(keys.enter)
    write(keys.space)
    await until(code)
    write('?')
    expect(await until('Welcome: Keys')).not.toMatch(code)
    write(keys.escape)
    expect(await until('It is shown this once')).not.toMatch(code)
    // Whoever left the desk does not leave it on the screen.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    write(keys.space)
    await vi.waitUntil(() => code.test(frame()), 60_000)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(frame()).toMatch(code)
    await vi.advanceTimersByTimeAsync(10_000)
    await vi.waitUntil(() => frame().includes('Hidden again after 30 seconds.'), 60_000)
    expect(frame()).not.toMatch(code)
    vi.useRealTimers()
    write(keys.enter)
    await until('No transfer yet')
  })

  it('leads into the sandbox, which makes no home beside itself', async () => {
    const door = await doorOf(join(place(), 'home'))
    const { until, write } = appStage(door)
    await until('try everything in the sandbox')
    write(keys.ctrlT)
    await until('SANDBOX: nothing leaves this device')
    await until('No transfer yet')
    expect(door.exists()).toBe(false)
  })
})
