import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasChromium } from '../support/chromium.ts'
import { seededRandom } from '../support/world.ts'
import { changed, renamed, waybillArchive, zipJsArchive } from './helpers/archives.ts'
import { place, visit } from './helpers/visit.ts'

const contents = { 'a.txt': 'first', 'b.txt': 'other', 'c.bin': Buffer.alloc(3000, 'seldom the same') }

describe.runIf(hasChromium)('the page refuses', () => {
  let sealed = ''

  beforeAll(async () => {
    sealed = await waybillArchive(join(place, 'sealed'), contents)
  })

  async function refused(file: Parameters<Awaited<ReturnType<typeof visit>>['choose']>[0], password?: string) {
    const visitor = await (await visit()).choose(file)
    if (password !== undefined) await visitor.type(password)
    return visitor.refusal()
  }

  it.each([
    ['text', Buffer.from('Dear Sir')],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(100_000)],
  ])('what is no archive: %s', async (_, bytes) => {
    expect(await refused({ name: 'a.zip', bytes })).toContain('This is not a ZIP archive.')
  })

  it('an archive that is cut short', async () => {
    const cut = changed(sealed, bytes => bytes.subarray(0, -30), 'cut.zip')
    expect(await refused(cut)).toContain('The archive is damaged.')
  })

  it('a wrong password, as often as it is wrong', async () => {
    const visitor = await (await visit()).choose(sealed)
    for (const wrong of ['wrong', 'k7mq-3xtd-9wbn-h4rz-pc2w', 'K7MQ 3XTD 9WBN H4RZ PC2W']) {
      await visitor.type(wrong)
      expect(await visitor.refusal()).toContain('The password is wrong.')
      expect(await visitor.page.getAttribute('#password', 'aria-invalid')).toBe('true')
    }
    await visitor.type('')
    expect(await visitor.refusal()).toBe('Type the password first.')
  })

  it.each([
    ['in every file', 9],
    // the smallest; what it is the password of must not hang on the two bytes of its verifier
    ['in one', 1],
  ])('an archive that is damaged where the password is tried: %s', async (_, most) => {
    const all = changed(sealed, bytes => {
      let at = -1
      for (let n = 0; n < most; n++) {
        at = bytes.indexOf('PK\x03\x04', at + 1)
        if (at < 0) break
        const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
        bytes[data + 19] = (bytes[data + 19] ?? 0) ^ 1
      }
      return bytes
    })
    const visitor = await (await visit()).choose(all)
    await visitor.type('k7mq-3xtd-9wbn-h4rz-pc2v')
    expect(await visitor.refusal()).toContain('The archive is damaged.')
    expect(await visitor.page.getAttribute('#password', 'aria-invalid')).toBeNull()
  })

  it('one file that is damaged, and only that', async () => {
    const one = changed(sealed, bytes => {
      const data = bytes.indexOf('c.bin') + 40
      bytes[data + 20] = (bytes[data + 20] ?? 0) ^ 1
      return bytes
    })
    const visitor = await (await visit()).open(one)
    expect((await visitor.save('a.txt')).toString()).toBe('first')
    await visitor.press('Save', 'c.bin')
    expect(await visitor.refusal()).toContain('Nothing of c.bin was shown or saved.')
    const downloads: unknown[] = []
    visitor.page.on('download', download => downloads.push(download))
    await visitor.page.getByRole('button', { name: 'Save all as a plain ZIP' }).click()
    await visitor.page.locator('.refusal', { hasNotText: 'Nothing of c.bin' }).waitFor()
    expect(downloads).toEqual([])
  })

  it('a stored file with one bit flipped, which the authentication code alone can tell', async () => {
    const stored = await zipJsArchive(join(place), { 'b.txt': 'a longer text', 'a.txt': 'a' }, { level: 0 })
    const flipped = changed(stored, bytes => {
      const data = bytes.indexOf('b.txt') + 5 + bytes.readUInt16LE(bytes.indexOf('b.txt') - 2) + 16 + 2
      bytes[data + 3] = (bytes[data + 3] ?? 0) ^ 1
      return bytes
    })
    const visitor = await (await visit()).open(flipped)
    expect((await visitor.save('a.txt')).toString()).toBe('a')
    await visitor.press('View', 'b.txt')
    expect(await visitor.refusal()).toContain('The archive is damaged.')
    expect(await visitor.page.locator('dialog').count()).toBe(0)
  })

  it.each([
    ['Chromium', 'NotReadableError'],
    ['WebKit', 'NotFoundError'],
    ['Firefox', 'AbortError'],
  ])('an archive that was taken away meanwhile, by the name that %s has for it', async (_, name) => {
    const large = await waybillArchive(join(place, name), { 'large.bin': seededRandom('large').bytes(20_000) })
    const visitor = await (await visit()).open(large)
    await visitor.page.evaluate(`(() => {
      Blob.prototype.arrayBuffer = async () => { throw new DOMException('gone', '${name}') }
    })()`)
    await visitor.press('Save', 'large.bin')
    expect(await visitor.refusal()).toContain('The file can no longer be read.')
  })

  it('and leaves nothing of a folder in which one file is damaged', async () => {
    const one = changed(sealed, bytes => {
      const data = bytes.indexOf('c.bin') + 40
      bytes[data + 20] = (bytes[data + 20] ?? 0) ^ 1
      return bytes
    })
    const visitor = await (await visit({ served: true })).open(one)
    await visitor.page.getByRole('button', { name: 'Save all into a folder' }).click()
    expect(await visitor.refusal()).toContain('The archive is damaged.')
    expect(await visitor.written()).toEqual({})
  })

  it('two names that were swapped on the way', async () => {
    const swapped = changed(sealed, bytes =>
      renamed(renamed(renamed(bytes, 'a.txt', '?.txt'), 'b.txt', 'a.txt'), '?.txt', 'b.txt'),
    )
    const visitor = await (await visit()).open(swapped)
    await visitor.press('Save', 'a.txt')
    expect(await visitor.refusal()).toContain('The archive is not as it was sealed.')
  })

  it.each([
    ['is not in the list', 'x.txt'],
    ['leads out of its folder', '../xt'],
  ])('a name that %s', async (_, name) => {
    const other = changed(sealed, bytes => renamed(bytes, 'a.txt', name))
    expect(await refused(other, 'k7mq-3xtd-9wbn-h4rz-pc2v')).toContain('The archive is not as it was sealed.')
  })

  it('a list that whoever knows the password made up', async () => {
    const odd = await waybillArchive(
      join(place, 'odd'),
      { 'a.txt': 'a' },
      { page: text => text.replace('"v":1', '"v":2') },
    )
    expect(await refused(odd, 'k7mq-3xtd-9wbn-h4rz-pc2v')).toContain('The archive is not as it was sealed.')
  })

  it('names that lead out of a folder, where there is no list', async () => {
    const foreign = await zipJsArchive(place, { 'xx_evil.txt': 'e' })
    const hostile = changed(foreign, bytes => renamed(bytes, 'xx_evil.txt', '../evil.txt'))
    expect(await refused(hostile, 'k7mq-3xtd-9wbn-h4rz-pc2v')).toContain('could do harm')
  })

  it('an archive with a file in the clear', async () => {
    const clear = await zipJsArchive(join(place), { 'a.txt': 'a' }, { password: '' })
    expect(await refused({ name: 'clear.zip', bytes: readFileSync(clear) })).toContain(
      'The archive is not encrypted as it should be.',
    )
  })

  it('the old encryption of ZIP', async () => {
    const old = await zipJsArchive(join(place), { 'a.txt': 'a' }, { zipCrypto: true })
    expect(await refused(old)).toContain('This kind of archive cannot be opened here.')
  })
})
