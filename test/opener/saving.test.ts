import { describe, expect, it } from 'vitest'
import { METHOD_DEFLATED } from '../../lib/zip/records.ts'
import { type Forged, forge, page } from '../lib/zip/forge.ts'
import { hasChromium } from '../support/chromium.ts'
import { seededRandom } from '../support/world.ts'
import { PASSWORD, plainContents } from './helpers/archives.ts'
import { DAMAGED, lying } from './helpers/hollow.ts'
import { held, type Visit, visit } from './helpers/visit.ts'

const FOLDER = 'Save all into a folder'
const UNWRITTEN = 'The browser could not write the file.'
const odd = ['aa:b?/c*.txt', 'aa_b_.txt', 'aa:b?.txt', 'bill\u202egpj.exe', `${'long'.repeat(100)}.txt`]
const saved = ['aa_b_/c_.txt', 'aa_b_.txt', 'aa_b_ (2).txt', 'bill_gpj.exe', `${'long'.repeat(59)}.txt`, 'WAYBILL.txt']

async function opened(entries: readonly Forged[], name = 'letters.zip', list = page(entries)): Promise<Visit> {
  const visitor = await visit({ served: true })
  await visitor.choose({ name, bytes: forge([...entries, list]).bytes })
  await visitor.type(PASSWORD)
  await visitor.page.waitForSelector('.opened')
  return visitor
}

/** Done on the disk behind the page, whose `root` it is. */
async function onDisk({ page: tab }: Visit, act: string): Promise<void> {
  await tab.evaluate(`(async () => {
    const root = await navigator.storage.getDirectory()
    ${act}
  })()`)
}

/** A folder that was there before, with a file of the person's own. */
function lay(visitor: Visit, folder: string): Promise<void> {
  return onDisk(
    visitor,
    `const folder = await root.getDirectoryHandle('${folder}', { create: true })
    await folder.getFileHandle('own.txt', { create: true })`,
  )
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

  const broken = page([{ name: 'a.txt', content: 'promised' }])

  it('touches no folder that is there, though the disk knows it by another name', async () => {
    const visitor = await opened([{ name: 'a.txt', content: 'replaced' }], 'LETTER~1.zip', broken)
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
    expect(await visitor.refusal()).toContain(UNWRITTEN)
    expect(await visitor.written()).toEqual({})
  })

  it('leaves the file as it was that it was to replace, and lets go of it, where the content is wrong', async () => {
    const content = seededRandom('hollow').bytes(2 ** 17)
    const large = { name: 'large.bin', content, method: METHOD_DEFLATED } as const
    const size = 65 * 2 ** 20
    const list = page([large], all => all.map(entry => ({ ...entry, bytes: size })))
    const visitor = await opened([lying(large, { size })], 'letters.zip', list)
    const own = "const own = await root.getFileHandle('large.bin', { create: true })"
    await onDisk(visitor, `${own}; const to = await own.createWritable(); await to.write('own'); await to.close()`)
    await visitor.press('Save', 'large.bin')
    expect(await visitor.refusal()).toContain(DAMAGED)
    expect(await visitor.written()).toEqual({ 'large.bin': 3 })
    // a file that is still written cannot be removed
    await onDisk(visitor, "await root.removeEntry('large.bin')")
  })

  it('goes nowhere where the folder is gone that was chosen, and the archive is not blamed for that', async () => {
    const visitor = await opened([{ name: 'a.txt', content: 'a' }])
    await onDisk(
      visitor,
      `const gone = await root.getDirectoryHandle('gone', { create: true })
      await root.removeEntry('gone')
      window.showDirectoryPicker = async () => gone`,
    )
    await press(visitor, FOLDER)
    expect(await visitor.refusal()).toContain(UNWRITTEN)
  })

  it('is not asked for a place while something else is read', async () => {
    const visitor = await opened([{ name: 'a.txt', content: 'a' }])
    await visitor.page.evaluate('window.asked = 0, window.showDirectoryPicker = async () => void asked++')
    await visitor.page.evaluate(held)
    await visitor.press('View', 'a.txt')
    await press(visitor, FOLDER)
    await visitor.page.getByText('One thing at a time').waitFor({ state: 'attached' })
    await visitor.page.evaluate('go()')
    await visitor.page.waitForSelector('dialog')
    expect(await visitor.page.evaluate('asked')).toBe(0)
  })
})
