import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../../lib/error.ts'
import { FLAG_ENCRYPTED, METHOD_DEFLATED } from '../../../../lib/zip/records.ts'
import { encodeTimestamp } from '../../../../lib/zip/records-extra.ts'
import { run } from '../../../interop/reads.ts'
import { installed } from '../../../support/installed.ts'
import { sevenZip } from '../../../support/sevenzip.ts'
import { scratch, seededRandom } from '../../../support/world.ts'
import { type Forged, type ForgeOptions, forge, page } from '../forge.ts'
import { opened, refused } from '../opening.ts'

const large = Buffer.from(seededRandom('unwrap').bytes(1_200_000))
const plain = (name: string, content: string | Uint8Array = '', more: Partial<Forged> = {}): Forged => ({
  name,
  content,
  seal: null,
  ...more,
})
const files = [
  plain('HR/dismissal-jane-doe.pdf', 'a letter'),
  plain('HR/empty/', '', { extra: [encodeTimestamp(1_750_000_000)] }),
  plain('HR/münchen.txt', ''),
  plain('export.csv', large),
]
const tree = {
  'HR/': '',
  'HR/dismissal-jane-doe.pdf': 'a letter',
  'HR/empty/': '',
  'HR/münchen.txt': '',
  'export.csv': large.toString('latin1'),
}

/** An archive that wraps these bytes; `more` stands beside them. */
function wrapping(inner: Uint8Array, more: readonly Forged[] = [], wrapped = 'files.zip'): Uint8Array {
  const entries: Forged[] = [{ name: 'files.zip', content: inner }, ...more]
  return forge([...entries, page(entries, list => list, { wrapped })]).bytes
}

const wrappingForged = (entries: readonly Forged[], options?: ForgeOptions) => wrapping(forge(entries, options).bytes)

describe('a wrapped archive', () => {
  it('opens to the files of the inner one, in one step', async () => {
    const seen: { done: number; total: number }[] = []
    const options = { onProgress: (progress: { done: number; total: number }) => void seen.push(progress) }
    const result = await opened(wrapping(forge(files).bytes, [{ name: 'note.txt', content: 'n' }]), { options })
    expect(result.tree).toMatchObject({ ...tree, 'note.txt': 'n' })
    expect(Object.keys(result.tree)).not.toContain('files.zip')
    expect(result.entries).toEqual([
      { name: 'note.txt', bytes: 1 },
      { name: 'WAYBILL.txt', bytes: expect.any(Number) },
      { name: 'HR/dismissal-jane-doe.pdf', bytes: 8 },
      { name: 'HR/münchen.txt', bytes: 0 },
      { name: 'export.csv', bytes: large.length },
    ])
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total)
  })

  it('opens with ZIP64 records, and with a file that is called like the wrapping', async () => {
    const entries = [...files, plain('files.zip', 'mine')]
    const { tree } = await opened(wrappingForged(entries, { zip64: true }))
    expect(tree).toMatchObject({ 'files.zip': 'mine', 'HR/empty/': '' })
  })

  it('stays as it is where the list does not speak of one', async () => {
    const entries: Forged[] = [{ name: 'files.zip', content: forge(files).bytes }]
    const { tree } = await opened(forge([...entries, page(entries)]).bytes)
    expect(Object.keys(tree)).toEqual(['WAYBILL.txt', 'files.zip'])
  })

  it('is refused where the one that its list speaks of is not there', async () => {
    await refused('WB-NOT-AS-LISTED', wrapping(forge(files).bytes, [], 'other.zip'))
  })

  const [first] = files as [Forged]
  const lie = (more: object) => ({ ...first, local: more, central: more })
  it.each<[string, ErrorCode, readonly Forged[], ForgeOptions?]>([
    ['an absolute name', 'WB-UNSAFE-ARCHIVE', [plain('/etc/x', 'x')]],
    ['a name that leads out', 'WB-UNSAFE-ARCHIVE', [first, plain('../x', 'x')]],
    ['a device of Windows', 'WB-UNSAFE-ARCHIVE', [plain('nul', 'x')]],
    ['one name in two cases', 'WB-UNSAFE-ARCHIVE', [plain('a', 'x'), plain('A', 'x')]],
    ['the name of the page', 'WB-UNSAFE-ARCHIVE', [plain('waybill.txt', 'x')]],
    ['a file where the page is', 'WB-UNSAFE-ARCHIVE', [plain('WAYBILL.txt/x', 'x')]],
    ['a link', 'WB-UNSAFE-ARCHIVE', [plain('a', 'b', { mode: 0o120777 })]],
    ['a sealed entry', 'WB-UNSAFE-ARCHIVE', [{ name: 'a', content: 'x' }]],
    ['a deflated entry', 'WB-UNSAFE-ARCHIVE', [plain('a', 'x'.repeat(500), { method: METHOD_DEFLATED })]],
    ['a descriptor', 'WB-UNSAFE-ARCHIVE', [plain('a', 'x', { descriptor: 'signed' })]],
    ['bytes between entries', 'WB-UNSAFE-ARCHIVE', [first, plain('a', 'x', { gap: 3 })]],
    ['bytes before it', 'WB-UNSAFE-ARCHIVE', [first], { before: Buffer.from('junk') }],
    ['bytes after it', 'WB-UNSAFE-ARCHIVE', [first], { after: Buffer.from('junk') }],
    ['an unknown encryption', 'WB-UNSAFE-ARCHIVE', [lie({ flags: 0x800 | FLAG_ENCRYPTED })]],
    ['another checksum', 'WB-DAMAGED', [lie({ crc32: 7 })]],
    [
      'another checksum in a large one',
      'WB-DAMAGED',
      [plain('a', large, { local: { crc32: 7 }, central: { crc32: 7 } })],
    ],
    ['another size', 'WB-DAMAGED', [lie({ size: 9 })]],
    ['another size in one header', 'WB-DAMAGED', [{ ...first, local: { size: 9 } }]],
    ['entries that overlap', 'WB-UNSAFE-ARCHIVE', [lie({ size: 60, compressedSize: 60 }), plain('b', 'x')]],
    ['an end that is missing', 'WB-DAMAGED', [first], { end: { directorySize: 1 } }],
  ])('is refused whole where the inner one has %s', async (_, code, entries, options) => {
    await refused(code, wrappingForged(entries, options))
  })

  it('is refused where the inner one is none', async () => {
    await refused('WB-UNSAFE-ARCHIVE', wrapping(Buffer.from('no archive')))
    await refused('WB-DAMAGED', wrapping(forge(files).bytes.subarray(0, -1)))
    await refused('WB-UNSAFE-ARCHIVE', wrapping(Buffer.alloc(0)))
  })

  it('leaves nothing when it is interrupted while it unwraps', async () => {
    const controller = new AbortController()
    const onProgress = ({ name }: { name: string }) => {
      if (name === 'export.csv') controller.abort()
    }
    await refused('WB-INTERRUPTED', wrapping(forge(files).bytes), {
      options: { signal: controller.signal, onProgress },
    })
  })
})

describe('an inner archive of 7-Zip', () => {
  it('opens', async () => {
    const directory = scratch()
    mkdirSync(join(directory, 'd/empty'), { recursive: true })
    writeFileSync(join(directory, 'd/noise.bin'), large)
    writeFileSync(join(directory, 'd/text.txt'), 'text')
    if (installed('7zz', 'an inner archive of 7zz')) run('7zz', ['a', '-tzip', '-mx=0', 'inner.zip', 'd'], directory)
    else expect((await sevenZip(directory, 'a', '-tzip', '-mx=0', 'inner.zip', 'd')).status).toBe(0)
    const { tree } = await opened(wrapping(readFileSync(join(directory, 'inner.zip'))))
    expect(tree).toMatchObject({ 'd/empty/': '', 'd/noise.bin': large.toString('latin1'), 'd/text.txt': 'text' })
  })
})
