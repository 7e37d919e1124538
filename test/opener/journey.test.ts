import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { confirmationCode } from '../../src/codes.ts'
import { root } from '../support/built.ts'
import { hasChromium } from '../support/chromium.ts'
import {
  changed,
  NONCE,
  PASSWORD,
  plainContents,
  sevenZipArchive,
  waybillArchive,
  zipJsArchive,
} from './helpers/archives.ts'
import { place, visit } from './helpers/visit.ts'

const picture = readFileSync(join(root, 'docs/waybill.png'))
const contents = {
  'reports/January.csv': 'name;amount\n"Doe; Jane";7\n',
  'reports/letter.txt': 'Dear Ms Lovelace',
  'reports/page.html': '<script>document.title = "owned"</script>',
  'reports/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>',
  'reports/picture.png': picture,
  'reports/contract.pdf': '%PDF-1.4',
  'reports/later/': '',
}
const names = Object.keys(contents).filter(name => !name.endsWith('/'))
const archives: Record<string, string> = {}

describe.runIf(hasChromium)('the page', () => {
  beforeAll(async () => {
    for (const hide of ['no', 'alias', 'wrap'] as const) {
      archives[hide] = await waybillArchive(join(place, hide), contents, { hide })
    }
    archives.seven = await sevenZipArchive(join(place, 'seven'), contents, '-mem=AES256')
    archives.zipjs = await zipJsArchive(join(place), contents)
  })

  it.each(['no', 'alias', 'wrap'])('opens an archive of Waybill with names hidden by %s', async hide => {
    const visitor = await (await visit()).open(archives[hide] ?? '')
    expect((await visitor.names()).sort()).toEqual([...names, 'WAYBILL.txt'].sort())
    expect(await visitor.claims()).toEqual({
      From: 'Example Ltd (Grace Hopper)',
      For: 'Ada Lovelace, Analytical Engines',
      Purpose: 'Audit of the January figures',
      Reference: 'AE-14',
      Sealed: '2026-01-05 09:00 UTC',
      Questions: '+44 20 7946 0000',
      Transfer: 'WB-7K3Q-M9XP',
    })
    expect(await visitor.page.locator('output').innerText()).toBe(confirmationCode(NONCE))
    expect(await visitor.page.locator('.notes').count()).toBe(0)
    expect((await visitor.save('reports/picture.png')).equals(picture)).toBe(true)
    const all = await plainContents(await visitor.saveAll())
    expect(all['reports/letter.txt']).toBe('Dear Ms Lovelace')
    expect(all['reports/later/']).toBe('')
    expect(Object.keys(all).sort()).toEqual([...Object.keys(contents), 'WAYBILL.txt'].sort())
  })

  it.each(['seven', 'zipjs'])('opens an archive of another program, and says what it lacks: %s', async maker => {
    const visitor = await (await visit()).open(archives[maker] ?? '')
    expect((await visitor.names()).sort()).toEqual(names.toSorted())
    const words = await visitor.page.innerText('main')
    expect(words).toContain('An archive without WAYBILL.txt')
    // whoever takes it out of an archive on its way needs no password for that
    expect(words).toContain('if the sender uses Waybill, somebody took it out')
    expect((await visitor.save('reports/letter.txt')).toString()).toBe('Dear Ms Lovelace')
  })

  it('takes a password as it was dictated, and says that it did', async () => {
    const visitor = await (await visit()).open(archives.no ?? '', PASSWORD.replaceAll('-', ' ').toUpperCase())
    expect(await visitor.page.innerText('.notes')).toContain('put right')
  })

  it('shows text, a table and a picture inside the page, and nothing in them runs', async () => {
    const visitor = await (await visit()).open(archives.alias ?? '')
    const table = await visitor.view('reports/January.csv')
    expect(await table.locator('th').allInnerTexts()).toEqual(['name', 'amount'])
    expect(await table.locator('td').allInnerTexts()).toEqual(['Doe; Jane', '7'])
    await visitor.page.keyboard.press('Escape')
    for (const [name, text] of Object.entries({ ...contents, 'reports/picture.png': null })) {
      if (text === null || !/\.(txt|html|svg)$/.test(name)) continue
      const dialog = await visitor.view(name)
      expect(await dialog.locator('pre').innerText()).toBe(text)
      await dialog.getByRole('button', { name: 'Close' }).click()
    }
    await visitor.view('reports/picture.png')
    const width = () => visitor.page.evaluate<number>("document.querySelector('dialog img').naturalWidth")
    await expect.poll(width).toBeGreaterThan(0)
    expect(await visitor.page.title()).toBe('Open an encrypted archive')
    await visitor.page.keyboard.press('Escape')
    expect(await visitor.page.getByRole('button', { name: 'View reports/contract.pdf' }).count()).toBe(0)
  })

  it('can be gone through with the keyboard alone, and the focus is where the next step is', async () => {
    const visitor = await visit()
    const { keyboard } = visitor.page
    const chosen = visitor.page.waitForEvent('filechooser')
    await keyboard.press('Tab')
    // An answer of the page: by now Chromium hands file choosers to the test instead of opening them.
    expect(await visitor.focused()).toBe('Choose the archive')
    await keyboard.press('Enter')
    const chooser = await chosen
    await chooser.setFiles(archives.no ?? '')
    await visitor.page.waitForSelector('#password')
    expect(await visitor.focused()).toBe('password')
    await keyboard.type('no password')
    await keyboard.press('Enter')
    await visitor.page.waitForSelector('.refusal')
    expect(await visitor.focused()).toBe('password')
    await keyboard.type(PASSWORD)
    await keyboard.press('Enter')
    await visitor.page.waitForSelector('.opened')
    expect(await visitor.focused()).toBe('The archive is open')
    while ((await visitor.focused()) !== 'View') await keyboard.press('Tab')
    await keyboard.press('Enter')
    await visitor.page.waitForSelector('dialog')
    await keyboard.press('Escape')
    expect(await visitor.focused()).toBe('View')
    const saved = visitor.page.waitForEvent('download')
    while ((await visitor.focused()) !== 'Save all as a plain ZIP') await keyboard.press('Tab')
    await keyboard.press('Enter')
    expect((await saved).suggestedFilename()).toBe('WB-7K3Q-M9XP-open.zip')
    while ((await visitor.focused()) !== 'Close the archive') await keyboard.press('Shift+Tab')
    await keyboard.press('Enter')
    const again = visitor.page.waitForEvent('filechooser')
    // as above: an answer of the page first
    expect(await visitor.focused()).toBe('Choose the archive')
    await keyboard.press('Enter')
    await (await again).setFiles(archives.no ?? '')
    await visitor.page.waitForSelector('#password')
    await keyboard.press('Shift+Tab')
    expect(await visitor.focused()).toBe('Choose another')
  })

  it('forgets the archive when it is closed', async () => {
    const visitor = await (await visit()).open(archives.no ?? '')
    await visitor.page.getByRole('button', { name: 'Close the archive' }).click()
    expect(await visitor.page.innerText('main')).not.toContain('Lovelace')
    await visitor.open(archives.seven ?? '')
  })

  it('takes an archive that is dropped on it', async () => {
    const visitor = await visit()
    await visitor.page.evaluate(`(async () => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob('${readFileSync(archives.no ?? '').toString('base64')}'), c => c.charCodeAt(0))], 'dropped.zip'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    })()`)
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
  })

  it('says that it was made in a sandbox', async () => {
    const archive = await waybillArchive(join(place, 'sandbox'), { 'a.txt': 'a' }, { kind: 'sandbox' })
    const visitor = await (await visit()).open(archive)
    expect(await visitor.page.innerText('.test')).toMatch(/^TEST/)
  })

  it('saves into a folder where the browser can, beside what is there', async () => {
    const visitor = await (await visit({ served: true })).open(archives.alias ?? '')
    const status = visitor.page.getByText('All files are saved in')
    const into = visitor.page.getByRole('button', { name: 'Save all into a folder' })
    for (const folder of ['WB-7K3Q-M9XP', 'WB-7K3Q-M9XP (2)']) {
      await into.click()
      await status
        .filter({ hasText: `${folder}.` })
        .first()
        .waitFor()
    }
    const written = await visitor.written()
    expect(written['WB-7K3Q-M9XP/reports/picture.png']).toBe(picture.length)
    expect(written['WB-7K3Q-M9XP (2)/reports/letter.txt']).toBe(16)
    expect(Object.keys(written)).toHaveLength(2 * (names.length + 1))
  })

  it('writes a large file straight to the disk where the browser can', async () => {
    const bytes = 65 * 2 ** 20
    const archive = await waybillArchive(join(place, 'large'), { 'zeros.bin': new Uint8Array(bytes), 'b.txt': 'b' })
    const visitor = await (await visit({ served: true })).open(archive)
    await visitor.press('Save', 'zeros.bin')
    await visitor.page.getByText('zeros.bin is saved.').waitFor()
    expect(await visitor.written()).toEqual({ 'zeros.bin': bytes })
    await visitor.page.getByRole('button', { name: 'Save all as a plain ZIP' }).click()
    await visitor.page.getByText('All files are saved in').waitFor()
    expect((await visitor.written())['WB-7K3Q-M9XP-open.zip']).toBeGreaterThan(bytes)
    const damaged = changed(archive, content => {
      const middle = content.length / 2
      content.writeUInt8(content.readUInt8(middle | 0) ^ 1, middle | 0)
      return content
    })
    const other = await (await visit({ served: true })).open(damaged)
    await other.press('Save', 'zeros.bin')
    expect(await other.refusal()).toContain('Nothing of zeros.bin was shown or saved.')
    expect(await other.written()).toEqual({})
  })
})
