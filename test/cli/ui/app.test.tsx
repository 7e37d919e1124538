import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { closeSession } from '../../../cli/ui/door.ts'
import type { Intent } from '../../../src/intent.ts'
import { Transfers } from '../../../src/transfer.ts'
import type { Watch } from '../../../src/world.ts'
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
    await until('First and last')
    write('Who?')
    await until('Who?▏')
    write(keys.f1)
    await until('Welcome: Keys')
    write(keys.escape)
    await until('Who?▏')
  })

  it('keys of one write go where the ones before them lead', async () => {
    const { until, write } = appStage(await doorOf(join(place(), 'home')))
    await until('First and last name')
    write(`Grace Hopper${keys.enter}grace@example.com${keys.enter}${keys.ctrlN}`)
    await until('Go on without one?')
    write('n')
    await until('New passphrase:')
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

describe('Ctrl-C while something is sealed that does not stop', () => {
  /** Stops nothing, whatever it is told. */
  class Stuck extends Transfers {
    readonly told: AbortSignal[] = []
    override sendPlanned(_: Intent, { signal }: Watch): Promise<never> {
      if (signal !== undefined) this.told.push(signal)
      return new Promise(() => {})
    }
  }

  it('once: it is told to stop, and the page says what comes; twice: the same; three times: it leaves at once', async () => {
    const root = place()
    writeFileSync(join(root, 'a.txt'), 'a')
    const door = await sandbox(root)
    let stuck: Stuck | null = null
    const open = async () => {
      const session = await door.open(null)
      onTestFinished(() => closeSession(session))
      stuck = new Stuck(session.world)
      return { ...session, transfers: stuck }
    }
    const fields = { to: 'Ada', phone: '+4915112345678', purpose: 'Test' }
    const given = { paths: [join(root, 'a.txt')], fields }
    const { until, write, frame, mounted } = appStage({ ...door, open }, { at: 'send', given })
    await until('not verified.')
    for (const next of ['❯ Purpose', 'What a stranger sees', 'Enter seals it.']) {
      write(keys.enter)
      await until(next)
    }
    write(keys.enter)
    await expect.poll(() => stuck?.told.length).toBe(1)
    expect(stuck).toMatchObject({ told: [{ aborted: false }] })
    write(keys.ctrlC)
    await until('Stopping in good order…')
    expect(frame()).toContain('Ctrl-C twice more leaves at once; `waybill resume` then goes on')
    await expect.poll(() => stuck?.told[0]?.aborted).toBe(true)
    write(keys.ctrlC)
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
    expect([mounted(), frame().includes('Stopping in good order…')]).toEqual([true, true])
    write(keys.ctrlC)
    await expect.poll(mounted).toBe(false)
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
    await until('First and last name')
    write(`Admin${keys.enter}admin@example.com${keys.enter}`)
    await until('WB-OPERATOR')
    expect(door.exists()).toBe(false)
    write(`\x1b[A${keys.backspace.repeat(5)}Grace Hopper${keys.enter}`)
    await until('Grace Hopper')
    write(`${keys.backspace.repeat(17)}grace@example.com${keys.enter}`)
    await until('New passphrase')
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
    await until('First and last name')
    write(`Grace Hopper${keys.enter}grace@example.com${keys.enter}`)
    for (const label of ['New passphrase:', 'The same again:']) {
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
