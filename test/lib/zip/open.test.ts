import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../lib/secret.ts'
import { listArchive, openArchive } from '../../../lib/zip/open.ts'
import { FLAG_UTF8, METHOD_AES, METHOD_DEFLATED, parseCentralHeader } from '../../../lib/zip/records.ts'
import { encodeTimestamp } from '../../../lib/zip/records-extra.ts'
import { scratch, seededRandom } from '../../support/world.ts'
import { type Forged, forge, PASSWORD, page, sealedArchive } from './forge.ts'
import { opened, refused } from './opening.ts'
import { HARMLESS_ONLY_IN_HEADERS, outcomesOfChangedBits, refusedOrExact, tamperTarget } from './tampering.ts'

const modified = Date.UTC(2025, 3, 5, 6, 7, 8)
const files: readonly Forged[] = [
  {
    name: 'customers.csv',
    content: 'id;name\n1;Ada\n',
    method: METHOD_DEFLATED,
    extra: [encodeTimestamp(modified / 1000)],
  },
  { name: 'photos/', extra: [encodeTimestamp(modified / 1000)] },
  { name: 'photos/münchen/1.jpg', content: '\u00ff\u00d8', mode: 0o100777 },
]
const contents = {
  'customers.csv': 'id;name\n1;Ada\n',
  'photos/': '',
  'photos/münchen/': '',
  'photos/münchen/1.jpg': Buffer.from('\u00ff\u00d8').toString('latin1'),
}

describe('an archive of Waybill', () => {
  it('is restored as it was sealed', async () => {
    const directory = scratch()
    const seen: unknown[] = []
    const onProgress = (progress: unknown) => seen.push(progress)
    const result = await opened(sealedArchive(files).bytes, { directory, options: { onProgress } })
    const text = page(files).content as string
    expect(result.tree).toEqual({ ...contents, 'WAYBILL.txt': Buffer.from(text).toString('latin1') })
    expect(result.waybillText).toBe(text)
    expect(result.manifest).toMatchObject({ transfer: 'WB-7K3Q-M9XP', entries: [{ bytes: 14 }, {}, {}] })
    expect(result.entries.map(entry => entry.name)).toEqual(['customers.csv', 'photos/münchen/1.jpg', 'WAYBILL.txt'])
    expect(result.findings).toEqual([])
    const total = 14 + 4 + Buffer.byteLength(text)
    expect(seen.at(-1)).toMatchObject({ done: total, total })

    const out = join(directory, 'out')
    expect(lstatSync(join(out, 'customers.csv')).mtimeMs).toBe(modified)
    expect(lstatSync(join(out, 'photos')).mtimeMs).toBe(modified)
    expect(lstatSync(join(out, 'photos/münchen/1.jpg')).mode & 0o777).toBe(0o600)
    for (const name of ['', 'photos', 'photos/münchen']) expect(lstatSync(join(out, name)).mode & 0o777).toBe(0o700)
  })

  it('opens with its password written in another way', async () => {
    for (const typed of [PASSWORD.replaceAll('-', ' – '), PASSWORD.toUpperCase()])
      expect((await opened(sealedArchive(files).bytes, { password: typed })).tree).toMatchObject(contents)
    await refused('WB-WRONG-PASSWORD', sealedArchive(files).bytes, { password: PASSWORD.slice(0, -1) })
  })

  it('may carry the page under a name with the transfer, beside a source called WAYBILL.txt', async () => {
    const sources: Forged[] = [page([{ name: 'older.txt', content: 'older' }])]
    const { tree, manifest } = await opened(
      forge([...sources, { ...page(sources), name: 'WAYBILL-WB-7K3Q-M9XP.txt' }]).bytes,
    )
    expect(Object.keys(tree)).toEqual(['WAYBILL-WB-7K3Q-M9XP.txt', 'WAYBILL.txt'])
    expect(manifest?.entries.map(entry => entry.name)).toEqual(['WAYBILL.txt'])
  })

  it('gives hidden names back', async () => {
    const hidden: Forged[] = [
      { name: '001.pdf', content: 'x' },
      { name: '002.bin', content: 'yz' },
    ]
    const names = ['Entlassung Jane Doe.pdf', 'Akten/2026/a']
    const listed = page(hidden, list => list.map((entry, i) => ({ ...entry, name: names[i] ?? '' })))
    const { tree, entries } = await opened(forge([...hidden, listed]).bytes)
    expect(tree).toMatchObject({ 'Entlassung Jane Doe.pdf': 'x', 'Akten/2026/a': 'yz' })
    expect(entries.map(entry => entry.name)).toEqual([...names, 'WAYBILL.txt'])
  })

  it.each([
    '../evil',
    '/etc/evil',
    'C:/evil',
    'a/../../evil',
    'nul',
    'a\u0000',
    'a\\b',
    'WAYBILL.txt',
    'waybill.TXT',
    'WAYBILL.txt/x',
  ])('is refused where the hidden name is %j', async name => {
    const hidden: Forged[] = [{ name: '001.pdf', content: 'x' }]
    await refused(
      'WB-UNSAFE-ARCHIVE',
      forge([...hidden, page(hidden, ([entry]) => (entry ? [{ ...entry, name }] : []))]).bytes,
    )
  })

  it('is refused where two hidden names are one file', async () => {
    const hidden: Forged[] = [{ name: '1' }, { name: '2' }]
    for (const [a, b] of [
      ['x', 'x'],
      ['x', 'X'],
      ['x', 'x/y'],
      ['\u00e9', 'e\u0301'],
    ]) {
      const listed = page(hidden, list => list.map((entry, i) => ({ ...entry, name: (i === 0 ? a : b) ?? '' })))
      await refused('WB-UNSAFE-ARCHIVE', forge([...hidden, listed]).bytes)
    }
  })
})

describe('an archive that is not as it was sealed', () => {
  const [a, b, c] = files as [Forged, Forged, Forged]
  const listed = page(files)
  const extra = { name: 'extra.txt', content: 'x' }
  const swapped = (one: Forged, other: Forged): Forged => {
    const name = Buffer.from(other.name)
    return { ...one, local: { name }, central: { name } }
  }

  /** Method 99, but neither salt nor code: what zip.js makes of an empty entry. */
  const hollow = ({ name, extra }: Forged): Forged => {
    const sealed = forge([{ name, ...(extra && { extra }) }])
    const central = parseCentralHeader(sealed.bytes, sealed.parts.find(part => part.kind === 'central')?.at)
    const header = { flags: 1 | FLAG_UTF8, method: METHOD_AES, ...(central && { extra: central.extra }) }
    return { name, seal: null, local: header, central: header }
  }

  it.each<[string, readonly Forged[]]>([
    ['an entry is missing', [a, b, listed]],
    ['all are missing', [listed]],
    ['there is one more', [a, b, c, extra, listed]],
    ['there is one more, in clear', [a, b, c, { ...extra, seal: null }, listed]],
    ['there is one more folder', [a, b, c, { name: 'new/', seal: null }, listed]],
    ['one more stands behind the page', [a, b, c, listed, extra]],
    ['a clear one stands behind the page', [a, b, c, listed, { ...extra, seal: null }]],
    ['an entry was exchanged for a clear one', [{ ...a, seal: null }, b, c, listed]],
    ['the folder was exchanged for a clear one', [a, { ...b, seal: null }, c, listed]],
    ['two names were exchanged', [swapped(a, c), b, swapped(c, a), listed]],
    ['the folder is marked as sealed and is not', [a, hollow(b), c, listed]],
    ['the page and an entry exchanged names', [swapped(a, listed), b, c, swapped(listed, a)]],
    ['the page has another name', [a, b, c, { ...listed, name: 'readme.txt' }]],
    ['the page lies in a folder', [a, b, c, { ...listed, name: 'x/WAYBILL.txt' }]],
    ['an entry has another name', [{ ...a, name: 'customers.tsv' }, b, c, listed]],
    ['an entry has another case', [{ ...a, name: 'Customers.csv' }, b, c, listed]],
    ['an entry has another size', [{ ...a, content: 'other' }, b, c, listed]],
    ['an entry has another content', [{ ...a, content: 'id;name\n1;Bob\n' }, b, c, listed]],
    ['the list names one twice', [a, b, c, page(files, list => [...list, ...list.slice(0, 1)])]],
  ])('is refused where %s', async (_, entries) => {
    await refused('WB-NOT-AS-LISTED', forge(entries).bytes)
  })

  it('is refused for another size before any content is read', async () => {
    const entries = [{ ...a, content: 'other', password: 'not-the-password' }, b, c, listed]
    await expect(opened(forge(entries).bytes)).rejects.toThrow('another size')
  })

  it('is refused where the directory lists the page first', async () => {
    const { bytes } = forge([...files, listed], { order: [3, 0, 1, 2] })
    await refused('WB-NOT-AS-LISTED', bytes)
  })

  it('opens where only the order of the others was changed, which means nothing', async () => {
    expect((await opened(forge([c, a, b, listed]).bytes)).tree).toMatchObject(contents)
  })

  it('is refused where the list cannot be read', async () => {
    const text = (listed.content as string).replace('"v":1', '"v":2')
    await refused('WB-MANIFEST', forge([...files, { ...listed, content: text }]).bytes)
  })
})

describe('an archive of another maker', () => {
  it('opens, and says that nobody vouches for its names', async () => {
    const { tree, manifest, waybillText, findings } = await opened(forge(files).bytes)
    expect(tree).toEqual(contents)
    expect([manifest, waybillText]).toEqual([null, null])
    expect(findings).toMatchObject([{ level: 'warning', code: 'archive.no-manifest' }])
  })

  it('may hold a file called WAYBILL.txt that is no page', async () => {
    const own = { name: 'WAYBILL.txt', content: 'Freight: 3 pallets. Not a -----BEGIN WAYBILL MANIFEST-----' }
    for (const entries of [
      [...files, own],
      [own, ...files],
    ]) {
      const { tree, manifest, waybillText } = await opened(forge(entries).bytes)
      expect(tree).toEqual({ ...contents, 'WAYBILL.txt': own.content })
      expect([manifest, waybillText]).toEqual([null, null])
    }
  })

  it('opens in weaker forms, and says so', async () => {
    const entries: Forged[] = [
      { name: 'weak', content: 'a', seal: { strength: 1 } },
      { name: 'middle', content: 'b', seal: { strength: 2, vendorVersion: 1 } },
      { name: Uint8Array.of(0x81), content: 'c', local: { flags: 1 }, central: { flags: 1 } },
      { name: 'turned\u202etxt.exe', content: 'd' },
      { name: 'empty', seal: null },
      { name: 'folder/', seal: null },
      { name: 'last', gap: 3 },
    ]
    const { tree, findings } = await opened(forge(entries).bytes)
    expect(tree).toMatchObject({ weak: 'a', middle: 'b', ü: 'c', empty: '', 'folder/': '' })
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['archive.no-manifest', undefined],
      ['archive.weak-cipher', 'weak'],
      ['archive.weak-cipher', 'middle'],
      ['archive.name-encoding', 'ü'],
      ['archive.clear-entry', 'empty'],
      ['archive.gap', undefined],
      ['archive.deceptive-name', 'turned\u202etxt.exe'],
    ])
  })

  it('is refused where anything but emptiness is in clear', async () => {
    await refused('WB-NOT-SEALED', forge([...files, { name: 'clear.txt', content: 'x', seal: null }]).bytes)
    await refused('WB-NOT-SEALED', forge([{ name: 'clear.txt', content: 'x', seal: null }]).bytes)
    await refused('WB-NOT-SEALED', forge([]).bytes)
  })

  it.each([
    '../evil',
    '/tmp/evil',
    '\\evil',
    'C:evil',
    'a/../../evil',
    'a\\..\\..\\evil',
    'd/./evil',
    'CON',
    'd/nul.txt',
    'a\u0007b',
    'a.',
    'a ',
    'x//y',
  ])('is refused where it holds the name %j', async name => {
    await refused('WB-UNSAFE-ARCHIVE', forge([...files, { name, content: 'evil' }]).bytes)
    await refused('WB-UNSAFE-ARCHIVE', forge([{ name, content: 'evil' }, ...files]).bytes)
  })

  it('is refused where two names are one file on some disk', async () => {
    await refused('WB-UNSAFE-ARCHIVE', forge([...files, { name: 'CUSTOMERS.csv' }]).bytes)
    await refused('WB-UNSAFE-ARCHIVE', forge([...files, { name: 'photos/münchen' }]).bytes)
    await refused('WB-UNSAFE-ARCHIVE', forge([...files, { name: 'customers.csv/x' }]).bytes)
  })
})

describe('what would fill the disk', () => {
  const lie = (name: string, size: number): Forged => ({
    name,
    content: 'x'.repeat(1000),
    method: METHOD_DEFLATED,
    local: { size },
    central: { size },
  })

  it('is refused above a thousandfold and 1 GiB, before the password is looked at', async () => {
    await refused('WB-RATIO', forge([lie('a', 2 ** 30 + 1)]).bytes, { password: 'wrong' })
    const many = Array.from({ length: 40 }, (_, i) => lie(`${i}`, 2 ** 25))
    await refused('WB-RATIO', forge(many).bytes)
  })

  it('is not refused for its ratio below 1 GiB, or where it is allowed', async () => {
    await refused('WB-DAMAGED', forge([lie('a', 2 ** 30)]).bytes)
    await refused('WB-DAMAGED', forge([lie('a', 2 ** 30 + 1)]).bytes, { options: { allowRatio: true } })
  })
})

describe('where it is opened', () => {
  const { bytes } = sealedArchive(files)

  it('leaves alone what is there already', async () => {
    const directory = scratch()
    const into = join(directory, 'out')
    mkdirSync(into)
    await refused('WB-EXISTS', bytes, { directory })
    const other = scratch()
    writeFileSync(join(other, 'out'), 'mine')
    await refused('WB-EXISTS', bytes, { directory: other })
    const linked = scratch()
    symlinkSync('nowhere', join(linked, 'out'))
    await refused('WB-EXISTS', bytes, { directory: linked })
  })

  it('leaves alone what came into being meanwhile', async () => {
    const directory = scratch()
    const path = join(directory, 'b.zip')
    writeFileSync(path, bytes)
    const into = join(directory, 'target')
    const onProgress = () => {
      mkdirSync(into, { recursive: true })
      writeFileSync(join(into, 'mine'), 'mine')
    }
    const opening = openArchive(path, Secret.fromText(PASSWORD), into, { random: seededRandom(1), onProgress })
    await expect(opening).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(lstatSync(join(into, 'mine')).size).toBe(4)
  })

  it('needs a folder to stand in', async () => {
    const directory = scratch()
    const path = join(directory, 'b.zip')
    writeFileSync(path, bytes)
    const opening = openArchive(path, Secret.fromText(PASSWORD), join(directory, 'no/out'), { random: seededRandom(1) })
    await expect(opening).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
  })

  it('leaves nothing when it is interrupted, at any time', async () => {
    await refused('WB-INTERRUPTED', bytes, { options: { signal: AbortSignal.abort() } })
    for (const after of [1, 2, 3]) {
      const controller = new AbortController()
      let count = 0
      const onProgress = () => {
        if (++count === after) controller.abort()
      }
      await refused('WB-INTERRUPTED', bytes, { options: { signal: controller.signal, onProgress } })
    }
  })
})

describe('an archive that was changed on the way', () => {
  const forged = tamperTarget()

  it('is refused or restored exactly, with a bit changed in any of its bytes', async () => {
    // every third byte; the heavy test takes them all
    expect(await outcomesOfChangedBits(3)).toEqual(HARMLESS_ONLY_IN_HEADERS)
  })

  it('is refused or restored exactly, with several bytes changed at once', async () => {
    const change = fc.record({ at: fc.nat(forged.bytes.length - 1), to: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async changes => {
        const bytes = Buffer.from(forged.bytes)
        for (const { at, to } of changes) bytes.writeUInt8(to, at)
        await refusedOrExact(bytes)
      }),
      { numRuns: 150 },
    )
  })

  it('is refused where it was cut, at every boundary', async () => {
    for (const { at, length } of forged.parts) {
      for (const cut of new Set([at, at + 1, at + length - 1])) {
        if (cut >= 4) await refused('WB-DAMAGED', forged.bytes.subarray(0, cut), {}, `${cut} bytes`)
      }
    }
  })

  it('is refused where a part was taken out of its middle or doubled', async () => {
    for (const { at, length, kind } of forged.parts) {
      const { bytes } = forged
      const without = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
      const twice = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
      for (const changed of [without, twice]) {
        if (changed.equals(bytes)) continue
        await expect(opened(changed), kind).rejects.toMatchObject({ name: 'WaybillError' })
      }
    }
  })
})

describe('listArchive', () => {
  it('tells without a password what a stranger sees', async () => {
    const path = join(scratch(), 'a.zip')
    const { bytes } = forge([...files, { name: 'clear', seal: null, content: 'x' }], { comment: 'WB-7K3Q-M9XP' })
    writeFileSync(path, bytes)
    expect(await listArchive(path)).toEqual({
      entries: [
        { name: 'customers.csv', directory: false, bytes: 14, sealed: true, modified },
        { name: 'photos/', directory: true, bytes: 0, sealed: true, modified },
        { name: 'photos/münchen/1.jpg', directory: false, bytes: 4, sealed: true, modified: Date.UTC(2026, 0, 1) },
        { name: 'clear', directory: false, bytes: 1, sealed: false, modified: Date.UTC(2026, 0, 1) },
      ],
      comment: 'WB-7K3Q-M9XP',
      bytes: bytes.length,
    })
  })
})
