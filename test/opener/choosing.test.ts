import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasChromium } from '../support/chromium.ts'
import { seededRandom } from '../support/world.ts'
import { PASSWORD, waybillArchive } from './helpers/archives.ts'
import { held, place, type Visit, visit } from './helpers/visit.ts'

const ONE = 'Drop one file alone: the archive.'

describe.runIf(hasChromium)('choosing an archive', () => {
  let archive = ''
  const folder = join(place, 'a folder')

  beforeAll(async () => {
    archive = await waybillArchive(join(place, 'chosen'), { 'a.txt': 'a' })
    mkdirSync(folder)
  })

  const status = ({ page }: Visit) => page.locator('.status').filter({ hasText: ONE })

  it.each([
    ['a folder', () => [folder]],
    ['two files', () => [archive, archive]],
    ['a link', () => []],
  ])('by dropping takes one file alone, and says so of %s', async (_, what) => {
    const visitor = await visit()
    await visitor.drop(...what())
    await status(visitor).waitFor()
    expect(await visitor.page.locator('#password, .refusal').count()).toBe(0)
    await visitor.drop(archive)
    await visitor.page.waitForSelector('#password')
    expect(await visitor.page.innerText('.status')).toBe('')
  })

  it('that was refused a moment ago needs no other in between', async () => {
    const visitor = await visit()
    const other = join(place, 'other.zip')
    writeFileSync(other, 'no archive')
    await visitor.page.evaluate(held)
    await visitor.choose(archive)
    await visitor.choose(other)
    await visitor.page.getByText('One thing at a time').waitFor({ state: 'attached' })
    // a browser tells of no change where the same is chosen again
    expect(await visitor.page.inputValue('input[type=file]')).toBe('')
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('#password')
  })

  it('that is not there any more is told apart from a damaged one', async () => {
    const large = await waybillArchive(join(place, 'large'), { 'a.bin': seededRandom('large').bytes(2 ** 20) })
    const visitor = await (await visit()).open(large)
    writeFileSync(large, 'something else')
    await visitor.press('Save', 'a.bin')
    expect(await visitor.refusal()).toContain('The file can no longer be read.')
  })

  it('asks whoever leaves while it works, and nobody else', async () => {
    const visitor = await (await visit({ leaves: true })).choose(archive)
    await visitor.page.waitForSelector('#password')
    await visitor.page.evaluate(held)
    await visitor.type(PASSWORD)
    await visitor.page.locator('progress').waitFor()
    const asked = visitor.page.waitForEvent('dialog')
    await visitor.page.evaluate('setTimeout(() => location.reload())')
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('.opened')
    await visitor.page.reload()
    expect(await visitor.page.getByRole('button', { name: 'Choose the archive' }).isVisible()).toBe(true)
  })
})
