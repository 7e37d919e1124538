import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasChromium } from '../support/chromium.ts'
import { PASSWORD, waybillArchive } from './helpers/archives.ts'
import { held, place, type Visit, visit } from './helpers/visit.ts'

describe.runIf(hasChromium)('the page, step by step', () => {
  const archives: Record<string, Buffer> = {}

  beforeAll(async () => {
    const make = async (name: string) =>
      readFileSync(await waybillArchive(join(place, name), { [`${name}.txt`]: name }))
    for (const name of ['first', 'other']) archives[name] = await make(name)
  })

  async function drop({ page }: Visit, name: string, bytes = archives[name] ?? Buffer.alloc(0)): Promise<void> {
    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer()
      const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), character => character.charCodeAt(0))
      dataTransfer.items.add(new File([bytes], '${name}.zip'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })()`)
  }

  async function opened(): Promise<Visit> {
    const visitor = await visit()
    await drop(visitor, 'first')
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
    return visitor
  }

  it('another archive takes the place of one that is open, and of a window with a file of it', async () => {
    const visitor = await opened()
    await visitor.view('first.txt')
    await drop(visitor, 'other')
    await visitor.page.waitForSelector('#password')
    expect(await visitor.page.locator('dialog').count()).toBe(0)
    expect(await visitor.focused()).toBe('password')
    expect(await visitor.page.getAttribute('body', 'class')).toBe('')
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
    expect(await visitor.names()).toEqual(['other.txt', 'WAYBILL.txt'])
    await drop(visitor, 'none', Buffer.from('no archive'))
    expect(await visitor.refusal()).toContain('This is not a ZIP archive.')
    expect(await visitor.focused()).toBe('Choose the archive')
    expect(await visitor.page.innerText('main')).not.toContain('other')
  })

  it('one thing goes after the other, and the page says so', async () => {
    const visitor = await visit()
    await visitor.page.evaluate(held)
    await drop(visitor, 'first')
    await drop(visitor, 'other')
    const status = visitor.page.locator('.status')
    await visitor.page.locator('progress').waitFor()
    expect(await status.innerText()).toMatch(/^One thing at a time/)
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('#password')
    expect(await visitor.page.innerText('.chosen')).toContain('first.zip')
    expect(await status.innerText()).toBe('')
    await visitor.page.evaluate(held)
    await visitor.type(PASSWORD)
    await visitor.page.keyboard.press('Enter')
    await drop(visitor, 'other')
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('.opened')
    expect(await visitor.names()).toEqual(['first.txt', 'WAYBILL.txt'])
    await visitor.page.evaluate(held)
    const view = visitor.page.getByRole('button', { name: 'View first.txt' })
    await view.dblclick()
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('dialog')
    await visitor.page.keyboard.press('Escape')
    await expect.poll(() => visitor.page.locator('dialog').count()).toBe(0)
  })

  it('what is stopped leaves nothing, and the focus where it was', async () => {
    const visitor = await opened()
    const downloads: unknown[] = []
    visitor.page.on('download', download => downloads.push(download))
    await visitor.page.evaluate(held)
    await visitor.page.getByRole('button', { name: 'Save first.txt' }).press('Enter')
    const cancel = visitor.page.getByRole('button', { name: 'Cancel' })
    await cancel.press('Enter')
    await visitor.page.evaluate('go()')
    await visitor.page.getByText('Stopped. Nothing was saved.').waitFor()
    expect(await cancel.isVisible()).toBe(false)
    expect(await visitor.page.evaluate<string>("document.activeElement.getAttribute('aria-label')")).toBe(
      'Save first.txt',
    )
    await visitor.press('Save', 'first.txt')
    await visitor.page.getByText('first.txt went to the downloads of this browser.').waitFor()
    expect(downloads).toHaveLength(1)
  })

  it('an archive is not opened that was stopped in its last moment', async () => {
    const wrapped = await waybillArchive(join(place, 'wrapped'), { 'first.txt': 'first' }, { hide: 'wrap' })
    const visitor = await (await visit()).choose(wrapped)
    // where the archive in the archive is laid aside, nothing more is read of the outer one
    await visitor.page.evaluate(`(() => {
      const gate = new Promise(resolve => { window.go = resolve })
      const real = Blob.prototype.arrayBuffer
      Blob.prototype.arrayBuffer = async function () {
        if (this.size === 1) await gate
        return real.call(this)
      }
    })()`)
    await visitor.type(PASSWORD)
    await visitor.page.getByRole('button', { name: 'Cancel' }).click()
    await visitor.page.evaluate('go()')
    await visitor.page.getByText('Stopped.').waitFor()
    expect(await visitor.page.locator('.opened').count()).toBe(0)
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
  })

  it('a closed archive is gone, with what was being read of it, and with the words about it', async () => {
    const visitor = await opened()
    await visitor.press('Save', 'first.txt')
    await visitor.page.getByText('first.txt went to').waitFor()
    const close = visitor.page.getByRole('button', { name: 'Close the archive' })
    await close.click()
    expect(await visitor.page.innerText('#page')).not.toContain('first')
    await drop(visitor, 'first')
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
    await visitor.page.evaluate(held)
    await visitor.press('View', 'first.txt')
    await close.click()
    await visitor.page.evaluate('go()')
    await visitor.page.getByText('Stopped.').waitFor()
    expect(await visitor.page.locator('dialog').count()).toBe(0)
    expect(await visitor.page.innerText('#page')).not.toContain('first')
  })

  it('nothing is left for whoever comes Back to the page', async () => {
    const visitor = await opened()
    await visitor.view('first.txt')
    await visitor.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(await visitor.page.locator('dialog').count()).toBe(0)
    expect(await visitor.page.innerText('#page')).not.toContain('first')
    expect(await visitor.page.getByRole('button', { name: 'Choose the archive' }).isVisible()).toBe(true)
  })

  it('what the browser has no room for is refused, and not said to be saved', async () => {
    const visitor = await opened()
    const downloads: unknown[] = []
    visitor.page.on('download', download => downloads.push(download))
    // what Chromium answers to whoever reads a blob that it could not keep
    await visitor.page.evaluate(`(() => {
      const read = Blob.prototype.arrayBuffer
      Blob.prototype.arrayBuffer = async function () {
        if (this.size === 1) throw new DOMException('no room', 'NotReadableError')
        return read.call(this)
      }
    })()`)
    for (const button of ['Save first.txt', 'Save all as a plain ZIP']) {
      await visitor.page.getByRole('button', { name: button }).click()
      expect(await visitor.refusal()).toContain('This is too large for the memory of this browser.')
    }
    expect(await visitor.page.innerText('.status')).toBe('')
    expect(downloads).toEqual([])
  })

  it('the key that opens a window does not also press a button in it', async () => {
    const visitor = await opened()
    const downloads: unknown[] = []
    visitor.page.on('download', download => downloads.push(download))
    await visitor.page.getByRole('button', { name: 'View first.txt' }).press('Enter')
    await visitor.page.waitForSelector('dialog')
    expect(await visitor.page.evaluate<string>('document.activeElement.className')).toBe('body')
    for (let n = 0; n < 3; n++) await visitor.page.keyboard.press('Enter')
    await visitor.page.keyboard.press('Escape')
    expect(await visitor.focused()).toBe('View')
    expect(downloads).toEqual([])
  })
})
