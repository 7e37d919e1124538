import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Session } from '../../../cli/session.ts'
import { closeSession, type Door } from '../../../cli/ui/door.ts'
import { Secret } from '../../../lib/secret.ts'
import { appStage, doorOf, keys } from './app-stage.tsx'

const passphrase = 'k7qm-v3xd-p9tz-h2wn-c8rb'
let root: string
let door: Door
let code: string

// One home with a passphrase for all: each look at it costs a scrypt.
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'waybill-lock-'))
  door = await doorOf(join(root, 'home'))
  const operator = { name: 'Grace Hopper', email: 'grace@example.com' }
  const { session, recoveryCode } = await door.make(operator, Secret.fromText(passphrase))
  code = recoveryCode?.use(text => text) ?? ''
  recoveryCode?.destroy()
  closeSession(session)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('says of a home that does not open at the start why, and not that its screen was cleared', async () => {
  const place = mkdtempSync(join(tmpdir(), 'waybill-shut-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const open = await doorOf(join(place, 'home'))
  const { session } = await open.make({ name: 'Grace Hopper', email: 'grace@example.com' }, null)
  closeSession(session)
  const path = join(place, 'home', 'policy.json')
  const policy = readFileSync(path, 'utf8')
  writeFileSync(path, policy.replace('"minBits": 70', '"minBits": 65'))
  const { until, write } = appStage(open)
  const frame = await until('WB-POLICY-CHANGED')
  expect(frame).toContain('This home did not open.')
  expect(frame).not.toMatch(/cleared|Locked/)
  writeFileSync(path, policy)
  write(keys.enter)
  await until('No transfer yet')
})

describe('a home with a passphrase', () => {
  it('opens, locks on Ctrl-L without a trace on the screen, and counts wrong passphrases', async () => {
    const { until, write, paste, frame, frames } = appStage(door)
    await until('This home is locked.')
    write(passphrase)
    await until('•'.repeat(passphrase.length))
    write(keys.backspace)
    await until(new RegExp(`[^•]${'•'.repeat(passphrase.length - 1)}[^•]`))
    write(`b${keys.enter}`)
    await until('Grace Hopper')
    write(keys.ctrlL)
    await until('This home is locked.')
    expect(frame()).not.toContain('Grace Hopper')
    paste('wrong')
    write(keys.enter)
    await until('4 tries are left')
    // The keys of one write that come behind Ctrl-L belong to the lock.
    paste(passphrase)
    write(keys.enter)
    await until('Grace Hopper')
    write(`${keys.ctrlL}qqq`)
    await until('•••')
    for (const each of frames) expect(each).not.toMatch(new RegExp(`${passphrase}|wrong-|k7qm`))
  })

  it('keeps what is typed while it opens at the start, unless the passphrase was wrong', async () => {
    const { until, write, paste, frame } = appStage(door)
    await until('This home is locked.')
    paste('wrong')
    write(`${keys.enter}n`)
    await until('4 tries are left')
    expect(frame()).not.toContain('•')
    paste(passphrase)
    write(`${keys.enter}l`)
    await until('Waybill  Log')
    write(keys.ctrlL)
    await until('This home is locked.')
    paste(passphrase)
    // Whoever comes back does not see what these keys would do.
    write(`${keys.enter}e`)
    await until('Grace Hopper')
    write('f')
    await until('Log: filter')
  })

  it('tells that a recovery code is wrong before it asks for a new passphrase', async () => {
    const tries = join(root, 'home', 'keys', 'wrong-tries')
    writeFileSync(tries, 'xxxxx', { mode: 0o600 })
    onTestFinished(() => rmSync(tries))
    const { until, write, paste, frames } = appStage(door)
    await until('Five wrong passphrases')
    write(keys.enter)
    await until('Recovery code')
    paste('aaaa-aaaa-aaaa-aaaa-aaaa')
    write(keys.enter)
    await until('The recovery code is wrong.')
    expect(frames.join()).not.toContain('New passphrase')
    expect(readFileSync(tries, 'utf8')).toBe('xxxxx')
    paste(code)
    write(`${keys.enter}abc`)
    await until(/New passphrase: •••/)
  })

  it('refuses two lines in one paste, and Escape takes away what was typed before it leaves', async () => {
    const { until, write, paste, frame } = appStage(door)
    await until('This home is locked.')
    paste('one\ntwo')
    await until('more than one line')
    expect(frame()).not.toContain('•')
    write('abc')
    await until('•••')
    write(keys.escape)
    await until(/Passphrase: ▏/)
  })

  it('the keys are zeroed when the work that kept them is over, also while somebody unlocks', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const home = await door.open(Secret.fromText(passphrase))
    writeFileSync(join(root, 'a.txt'), 'a')
    const request = { paths: ['a.txt'], directory: root, to: 'Ada', phone: '+4915112345678', purpose: 'Test' }
    const { id } = await home.transfers.send({ ...request, channel: 'phone', hold: false })
    closeSession(home)
    const sessions: Session[] = []
    const unlocked = Promise.withResolvers<void>()
    const slow: Door = {
      ...door,
      open: async given => {
        const session = await door.open(given)
        sessions.push(session)
        if (sessions.length > 1) await unlocked.promise
        return session
      },
    }
    const { until, write, paste } = appStage(slow, { at: 'dictate', id })
    const unlock = async () => {
      await until('This home is locked.')
      paste(passphrase)
      write(keys.enter)
    }
    await unlock()
    await until('Grace Hopper')
    write(keys.enter)
    await until('Hidden. The space bar')
    write(keys.ctrlL)
    await until('Work goes on meanwhile')
    await unlock()
    await expect.poll(() => sessions).toHaveLength(2)
    // Nobody presses a key: the dictation ends without an answer.
    vi.setSystemTime(Date.now() + 15 * 60_000)
    write('x')
    const bytes = ({ vault, disclosure, index }: Session['home']['keys']) => Buffer.concat([vault, disclosure, index])
    const [first, second] = sessions.map(({ home }) => home.keys)
    await expect.poll(() => first && bytes(first).every(byte => byte === 0)).toBe(true)
    unlocked.resolve()
    await until('Grace Hopper')
    expect(second && bytes(second).every(byte => byte === 0)).toBe(false)
  }, 60_000)
})
