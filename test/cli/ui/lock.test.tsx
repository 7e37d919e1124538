import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeSession, type Door } from '../../../cli/ui/door.ts'
import { Secret } from '../../../lib/secret.ts'
import { appStage, doorOf, keys } from './app-stage.tsx'

const passphrase = 'k7qm-v3xd-p9tz-h2wn-c8rb'
let root: string
let door: Door

// One home with a passphrase for all: each look at it costs a scrypt.
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'waybill-lock-'))
  door = await doorOf(join(root, 'home'))
  const operator = { name: 'Grace Hopper', email: 'grace@example.com' }
  const { session, recoveryCode } = await door.make(operator, Secret.fromText(passphrase))
  recoveryCode?.destroy()
  closeSession(session)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

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
})
