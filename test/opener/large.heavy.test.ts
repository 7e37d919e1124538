import { createHash } from 'node:crypto'
import { copyFileSync, createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { describe, expect, inject, it } from 'vitest'
import { browser, hasChromium } from '../support/chromium.ts'
import { sevenZip } from '../support/sevenzip.ts'
import { seededRandom } from '../support/world.ts'
import { plainContents, waybillArchive } from './helpers/archives.ts'
import { place, type Visit, visit } from './helpers/visit.ts'

const full = inject('figures') === 'full'
const MiB = 2 ** 20
const size = (full ? 1024 : 64) * MiB
const count = full ? 10_000 : 2_000
/** Of memory that the page's process ever had: a browser that shows an empty page has a third of it. */
const MOST = 600 * MiB

/** Nothing in it is like what stands less than 1 MiB before. */
function content(): Buffer {
  const bytes = Buffer.alloc(size, seededRandom('large').bytes(MiB))
  for (let at = 0; at < size; at += MiB) bytes.writeUInt32BE(at, at)
  return bytes
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** The most memory, in bytes, that any process of a page has had so far (`VmHWM`, proc(5)). */
async function peak(): Promise<number> {
  const session = await (await browser()).newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  const status = pages.map(({ id }) => readFileSync(`/proc/${id}/status`, 'utf8'))
  return Math.max(...status.map(text => 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1])))
}

async function download({ page }: Visit, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
  return file.path()
}

async function patient(options?: Parameters<typeof visit>[0]): Promise<Visit> {
  const visitor = await visit(options)
  visitor.page.setDefaultTimeout(full ? 1_800_000 : 120_000)
  return visitor
}

describe.runIf(hasChromium)('the page and size', () => {
  it('opens, saves, and takes little memory, whatever the size', async () => {
    const bytes = content()
    const archive = await waybillArchive(join(place, 'large'), { 'large.bin': bytes })
    const served = await (await patient({ served: true })).open(archive)
    await served.press('Save', 'large.bin')
    await served.page.getByText('large.bin is saved.').waitFor()
    expect(await served.written()).toEqual({ 'large.bin': size })
    const numbers = await served.page.evaluate<number[]>(`(async () => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle('large.bin')
      const file = await handle.getFile()
      const starts = Array.from({ length: file.size / ${MiB} }, (_, n) => n * ${MiB})
      const heads = starts.map(at => file.slice(at, at + 4).arrayBuffer())
      return (await Promise.all(heads)).map(head => new DataView(head).getUint32(0))
    })()`)
    expect(numbers).toEqual(Array.from({ length: size / MiB }, (_, n) => n * MiB))
    expect(await peak()).toBeLessThan(MOST)
    await served.page.context().close()

    const visitor = await patient()
    await visitor.page.evaluate('delete window.showSaveFilePicker') // as in browsers that have none
    await visitor.open(archive)
    const saving = visitor.page.waitForEvent('download').then(file => file.path())
    await visitor.press('Save', 'large.bin')
    const path = await Promise.race([saving, visitor.refusal().then(words => ({ words }))])
    // a gigabyte is more than Chromium keeps for a page without asking where: then it is refused, and not half saved
    if (full && typeof path === 'object') {
      expect(path.words).toContain('This is too large for the memory of this browser.')
    } else {
      expect(await sha256Of(String(path))).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
    expect(await peak()).toBeLessThan(MOST)
  })

  it('puts small and large files into one ZIP, in which every checksum is right', async () => {
    const contents = { 'a.txt': 'first', 'b.bin': Buffer.alloc(17 * MiB, 'large'), 'c.txt': 'last', 'empty.txt': '' }
    const visitor = await (await patient()).open(await waybillArchive(join(place, 'mixed'), contents))
    copyFileSync(await download(visitor, 'Save all as a plain ZIP'), join(place, 'all.zip'))
    const { status, output } = await sevenZip(place, 't', 'all.zip')
    expect(output).toContain('Everything is Ok')
    expect([status, /Files: (\d+)/.exec(output)?.[1]]).toEqual([0, '5'])
  })

  it(`lists ${count} files so that one is found, and saves them all`, async () => {
    const names = Array.from({ length: count }, (_, n) => `folder ${n % 100}/file ${n}.txt`)
    const archive = await waybillArchive(join(place, 'many'), Object.fromEntries(names.map(name => [name, name])), {
      hide: 'alias',
    })
    const visitor = await (await patient()).open(archive)
    expect(await visitor.names()).toHaveLength(100)
    await visitor.page.getByRole('button', { name: 'Show 100 more' }).click()
    expect(await visitor.names()).toHaveLength(200)
    const focused = await visitor.page.evaluate<string>("document.activeElement.getAttribute('aria-label')")
    expect(focused).toBe(`View ${(await visitor.names())[100]}`)
    await visitor.page.getByRole('searchbox').fill('FILE 1999')
    expect(await visitor.names()).toEqual(['folder 99/file 1999.txt'])
    expect(await (await visitor.view('folder 99/file 1999.txt')).locator('pre').innerText()).toBe(
      'folder 99/file 1999.txt',
    )
    await visitor.page.keyboard.press('Escape')
    const { 'WAYBILL.txt': _, ...all } = await plainContents(
      readFileSync(await download(visitor, 'Save all as a plain ZIP')),
    )
    expect(all).toEqual(Object.fromEntries(names.map(name => [name, name])))
  })
})
