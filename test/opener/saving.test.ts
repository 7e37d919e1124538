import { describe, expect, it } from 'vitest'
import { type Forged, forge, page } from '../lib/zip/forge.ts'
import { hasChromium } from '../support/chromium.ts'
import { PASSWORD, plainContents } from './helpers/archives.ts'
import { type Visit, visit } from './helpers/visit.ts'

const FOLDER = 'Save all into a folder'
const odd = ['aa:b?/c*.txt', 'aa_b_.txt', 'aa:b?.txt', 'bill\u202egpj.exe', `${'long'.repeat(100)}.txt`]
const saved = ['aa_b_/c_.txt', 'aa_b_.txt', 'aa_b_ (2).txt', 'bill_gpj.exe', `${'long'.repeat(59)}.txt`, 'WAYBILL.txt']

async function opened(entries: readonly Forged[], name = 'letters.zip'): Promise<Visit> {
  const visitor = await visit({ served: true })
  await visitor.choose({ name, bytes: forge([...entries, page(entries)]).bytes })
  await visitor.type(PASSWORD)
  await visitor.page.waitForSelector('.opened')
  return visitor
}

/** A folder that was there before, with a file of the person's own. */
async function lay({ page: tab }: Visit, folder: string): Promise<void> {
  await tab.evaluate(`(async () => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('${folder}', { create: true })
    await folder.getFileHandle('own.txt', { create: true })
  })()`)
}

function press({ page: tab }: Visit, button: string): Promise<void> {
  return tab.getByRole('button', { name: button }).click()
}

describe.runIf(hasChromium)('what the page saves', () => {
  const files = odd.map(name => ({ name, content: name }))

  it('has names in a folder that every disk takes', async () => {
    const visitor = await opened(files)
    await press(visitor, FOLDER)
    await visitor.page.getByText('All files are saved in letters.').waitFor()
    expect(Object.keys(await visitor.written()).sort()).toEqual(saved.map(name => `letters/${name}`).sort())
  })

  it('has the same names in a plain ZIP', async () => {
    const visitor = await opened(files)
    const { 'WAYBILL.txt': _, ...contents } = await plainContents(await visitor.saveAll())
    expect(contents).toEqual(Object.fromEntries(odd.map((name, at) => [saved[at], name])))
  })

  it.each([
    'CON.zip',
    'a\\b.zip',
    '...zip',
    '\u202egpj.zip',
  ])('gets a folder of its own, whatever the archive is called: %j', async name => {
    const visitor = await opened([{ name: 'a.txt', content: 'a' }], name)
    await press(visitor, FOLDER)
    await visitor.page.getByText('All files are saved in').waitFor()
    expect(Object.keys(await visitor.written())[0]).toMatch(/^(?:_CON|a_b|archive|_gpj)\/a\.txt$/)
  })

  const broken = [{ ...page([{ name: 'a.txt', content: 'promised' }]), name: 'WAYBILL.txt' }]

  it('touches no folder that is there, though the disk knows it by another name', async () => {
    const other = { name: 'a.txt', content: 'replaced' }
    const visitor = await visit({ served: true })
    await visitor.choose({ name: 'LETTER~1.zip', bytes: forge([other, ...broken]).bytes })
    await visitor.type(PASSWORD)
    await visitor.page.waitForSelector('.opened')
    await lay(visitor, 'LETTER~1')
    // as Windows does, which lists it under its long name
    await visitor.page.evaluate(`(() => {
      const keys = FileSystemDirectoryHandle.prototype.keys
      FileSystemDirectoryHandle.prototype.keys = async function* () {
        for await (const name of keys.call(this)) yield name === 'LETTER~1' ? 'Letters of Jane' : name
      }
    })()`)
    await press(visitor, FOLDER)
    expect(await visitor.refusal()).toContain('The archive is not as it was sealed.')
    expect(await visitor.written()).toEqual({ 'LETTER~1/own.txt': 0 })
  })

  it.each([
    ['M\u00fcller', 'Mu\u0308ller'],
    ['letters', 'LETTERS'],
  ])('counts on beside a folder of the same name in another spelling: %j', async (name, there) => {
    const visitor = await opened([{ name: 'a.txt', content: 'a' }], `${name}.zip`)
    await lay(visitor, there)
    await press(visitor, FOLDER)
    await visitor.page.getByText('All files are saved in').waitFor()
    expect(Object.keys(await visitor.written()).sort()).toEqual(
      [`${name} (2)/WAYBILL.txt`, `${name} (2)/a.txt`, `${there}/own.txt`].sort(),
    )
  })

  it('never writes one file over another that the disk takes for the same', async () => {
    const visitor = await opened([
      { name: 'a.txt', content: 'first' },
      { name: 'a\u200d.txt', content: 'other' },
    ])
    // as HFS+ does, which does not look at joiners
    await visitor.page.evaluate(`(() => {
      const get = FileSystemDirectoryHandle.prototype.getFileHandle
      FileSystemDirectoryHandle.prototype.getFileHandle = function (name, options) {
        return get.call(this, name.replace('\\u200d', ''), options)
      }
    })()`)
    await press(visitor, FOLDER)
    expect(await visitor.refusal()).toContain('The archive is made in a way that could do harm.')
    expect(await visitor.written()).toEqual({})
  })
})
