import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { appStage, doorOf, keys } from './app-stage.tsx'

async function firstRun() {
  const root = mkdtempSync(join(tmpdir(), 'waybill-setup-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const stage = appStage(await doorOf(join(root, 'home')))
  await stage.until('First and last name')
  return stage
}

it('Escape loses nothing that is typed at once: it asks, and any other key goes on', async () => {
  const { until, write, mounted } = await firstRun()
  write('Grace')
  write(keys.escape)
  await until('Esc once more leaves, and what you typed here is lost.')
  write(' Hopper')
  expect(await until('Grace Hopper▏')).not.toContain('once more')
  write(keys.escape)
  await until('once more')
  expect(mounted()).toBe(true)
  write(keys.escape)
  await expect.poll(mounted).toBe(false)
})

it('Escape leaves at once where nothing is typed', async () => {
  const { write, mounted } = await firstRun()
  write(keys.escape)
  await expect.poll(mounted).toBe(false)
})

it('what is wrong is mended on the screen: no flag of a command, and the field has the focus', async () => {
  const { until, write } = await firstRun()
  write(`Grace${keys.enter}grace@example.com${keys.enter}`)
  expect(await until('Write the first and the last name')).toMatch(/❯ First and last name Grace▏/)
  write(` Hopper${keys.enter}${keys.backspace.repeat(4)}${keys.enter}`)
  const frame = await until('Write the address of that person')
  expect(frame).toMatch(/❯ Your own e-mail/)
  expect(frame).not.toContain('--')
})

it('an Enter without a passphrase is answered', async () => {
  const { until, write } = await firstRun()
  write(`Grace Hopper${keys.enter}grace@example.com${keys.enter}`)
  await until('New passphrase')
  write(keys.enter)
  await until('Nothing is typed yet.')
})
