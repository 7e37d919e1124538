import { describe, expect, it } from 'vitest'
import { FLAG_ENCRYPTED, FLAG_UTF8, METHOD_DEFLATED } from '../../lib/zip/records.ts'
import { type Forged, type ForgeOptions, forge, page } from '../lib/zip/forge.ts'
import { hasChromium } from '../support/chromium.ts'
import { Hands, sha256 } from './helpers/hands.ts'
import { DAMAGED, file, hollow, honest, lying } from './helpers/hollow.ts'
import { visit } from './helpers/visit.ts'

const HARM = 'The archive is made in a way that could do harm.'
const BOMB = 'The archive would grow more than a thousandfold'
const CHANGED = 'The archive is not as it was sealed.'
const UNSEALED = 'The archive is not encrypted as it should be.'
const UNSUPPORTED = 'This kind of archive cannot be opened here.'

type Case = readonly [what: string, refusal: string, entries: readonly Forged[], options?: ForgeOptions]

const [a, b] = [file('a.txt', { content: 'first' }), file('b.txt', { content: 'other' })]
const listed = page([a, b])
const GiB = 2 ** 30

/** The page of an archive, its text changed by somebody who has the password. */
function rewritten(change: (text: string) => string): readonly Forged[] {
  return [a, b, { ...listed, content: change(String(listed.content)) }]
}

function wrapping(inner: Uint8Array): readonly Forged[] {
  const files = file('files.zip', { content: inner })
  return [files, page([files], undefined, { wrapped: 'files.zip' })]
}

const badNames = [
  ...[
    '../evil',
    'a/../../evil',
    '/etc/evil',
    'C:/evil',
    'C:evil',
    '\\\\server\\share\\evil',
    'a\\..\\evil',
    'a//b',
    './a',
    '',
  ],
  ...['nul', 'COM1.txt', 'aux .c', 'a.', 'a /b', 'a\u0000.txt', 'a\nb', 'a\u001b[2J', 'a\u0085b', 'a\u2028b'],
]
const clashes: readonly (readonly [string, string])[] = [
  ['x', 'x'],
  ['x', 'X'],
  ['x', 'x/y'],
  ['\u00e9', 'e\u0301'],
  ['stra\u00dfe', 'STRASSE'],
]

const structure: readonly Case[] = [
  ['a name that is not UTF-8', HARM, [file(Uint8Array.of(0xff, 0xfe))]],
  ['a link', HARM, [file('a', { mode: 0o120777, content: '/etc/passwd' })]],
  ['a pipe', HARM, [file('a', { mode: 0o010644 })]],
  ['a device', HARM, [file('a', { mode: 0o020666 })]],
  ['a file that says it is a folder', HARM, [file('a', { mode: 0o040755 })]],
  ['a folder with content', HARM, [file('a/')]],
  ['entries that share bytes', HARM, [a, { ...b, central: { localHeaderOffset: 0 } }]],
  ['bytes before the beginning', HARM, [a], { before: Buffer.from('MZ, a program') }],
  ['bytes after the end', HARM, [a], { after: Buffer.from('junk') }],
  ['two names for one entry', DAMAGED, [{ ...a, local: { name: Buffer.from('c.txt') } }]],
  ['a stored size that lies', DAMAGED, [lying(a, { size: 9 })]],
  ['a size that is longer than the file', HARM, [lying(a, { compressedSize: 2 ** 31, size: 2 ** 31 - 28 })]],
  [
    'one entry of three gigabytes out of nothing',
    BOMB,
    [lying(file('a', { method: METHOD_DEFLATED }), { size: 3 * GiB })],
  ],
  [
    'forty entries that are a bomb together',
    BOMB,
    Array.from({ length: 40 }, (_, n) => lying(file(`${n}`, { method: METHOD_DEFLATED }), { size: 10 ** 8 })),
  ],
  ['the old encryption', UNSUPPORTED, [lying(file('a', { seal: null }), { flags: FLAG_UTF8 | FLAG_ENCRYPTED })]],
  ['strong encryption of PKWARE', UNSUPPORTED, [lying(a, { flags: FLAG_UTF8 | FLAG_ENCRYPTED | (1 << 6) })]],
  ['one part of several', UNSUPPORTED, [a], { end: { disk: 1 } }],
  ['nothing encrypted', UNSEALED, [file('a', { seal: null })]],
  ['no entry', UNSEALED, []],
  ['one file in the clear', UNSEALED, [a, file('evil.txt', { seal: null })]],
]

const lists: readonly Case[] = [
  ['a file in the clear beside a list', CHANGED, [a, b, file('evil.txt', { seal: null }), listed]],
  ['a file in the clear that the list names', CHANGED, [a, { ...b, seal: null }, listed]],
  ['a file that the list does not name', CHANGED, [a, b, file('evil.txt'), listed]],
  ['a file that is missing', CHANGED, [a, listed]],
  ['a file of another size', CHANGED, [a, { ...b, content: 'longer' }, listed]],
  ['a list that names one twice', CHANGED, [a, b, page([a, b, b])]],
  ['a list in front of a file', CHANGED, [listed, a, b]],
  ['two lists under one name', HARM, [a, b, listed, listed]],
  ['a second list beside the first', CHANGED, [a, b, listed, { ...page([a]), name: 'WAYBILL-2.txt' }]],
  ['a list under another name', CHANGED, [a, b, { ...listed, name: 'readme.txt' }]],
  [
    '__proto__ in the list',
    CHANGED,
    rewritten(text => text.replace('"nonce"', '"__proto__":{"wrapped":"a.txt"},"nonce"')),
  ],
  ['__proto__ as a text', CHANGED, rewritten(text => text.replace('"nonce"', '"__proto__":"x","nonce"'))],
  ['__proto__ in an entry', CHANGED, rewritten(text => text.replace('"bytes":5', '"__proto__":{},"bytes":5'))],
  ['a field twice', CHANGED, rewritten(text => text.replace('"bytes":5', '"bytes":6,"bytes":5'))],
  ['a size below nothing', CHANGED, rewritten(text => text.replace('"bytes":5', '"bytes":-5'))],
  ['a size beyond all numbers', CHANGED, rewritten(text => text.replace('"bytes":5', '"bytes":1e999'))],
  ['brackets without end', CHANGED, rewritten(text => text.replace('"nonce"', `"x":${'['.repeat(200_000)},"nonce"`))],
  ['two blocks', CHANGED, rewritten(text => `${text}\n${text}`)],
  [
    'fifty thousand entries that are not there',
    CHANGED,
    [
      a,
      page([a], list => Array.from({ length: 50_000 }, (_, n) => ({ ...list[0], as: `${n}`, name: `${n}` }) as never)),
    ],
  ],
]

const wraps: readonly Case[] = [
  [
    'a bomb in an archive in the archive',
    HARM,
    wrapping(innerOf(file('a', { method: METHOD_DEFLATED, content: Buffer.alloc(10 ** 6) }))),
  ],
  ['a name that leads out of it', HARM, wrapping(innerOf(file('../evil')))],
  ['a name of it that is also outside', HARM, wrapping(innerOf(file('waybill.TXT')))],
  ['an encrypted file in it', HARM, wrapping(forge([a]).bytes)],
  ['a link in it', HARM, wrapping(innerOf(file('a', { mode: 0o120777 })))],
  ['something else in its place', HARM, wrapping(Buffer.from('no archive'))],
]

function innerOf(entry: Forged): Uint8Array {
  return forge([{ ...entry, seal: null }]).bytes
}

describe.runIf(hasChromium)('the page and hostile archives', () => {
  const names: Case[] = badNames.flatMap(name => [
    [`the name ${JSON.stringify(name)}`, HARM, [file(name), a]],
    [`the hidden name ${JSON.stringify(name)}`, HARM, [a, page([a], ([entry]) => (entry ? [{ ...entry, name }] : []))]],
  ])
  const pairs = clashes.map(([one, other]): Case => [`${one} beside ${other}`, HARM, [file(one), file(other)]])

  it.each([
    ['by their names', [...names, ...pairs]],
    ['by their structure', structure],
    ['by their lists', lists],
    ['by the archive in the archive', wraps],
  ])('are refused %s', async (_, cases) => {
    const hands = await Hands.on((await visit()).page)
    const [said, expected]: Record<string, string>[] = [{}, {}]
    for (const [what, refusal, entries, options] of cases) {
      const { refused, files, text } = await hands.open(forge(entries, options).bytes)
      const whole = refused?.startsWith(refusal) ? refusal : (refused ?? `opened: ${JSON.stringify(files)}`)
      Object.assign(said ?? {}, { [what]: whole })
      Object.assign(expected ?? {}, { [what]: refusal })
      expect(text, what).not.toContain('Save')
    }
    expect(said).toEqual(expected)
    expect((await hands.open(forge([a, b, listed]).bytes)).refused).toBeNull()
  })

  it('gives out no file whose content is not what was promised', async () => {
    const hands = await Hands.on((await visit()).page)
    const { refused: whole, files } = await hands.open(forge([...hollow.map(([, entry]) => entry), honest]).bytes)
    expect(whole).toBeNull()
    expect(Object.fromEntries(files.map(one => [one.name, one.refused?.split('\n')[0] ?? one.sha256]))).toEqual({
      'honest.txt': sha256('honest'),
      ...Object.fromEntries(hollow.map(([refusal, { name }]) => [name, refusal])),
    })
    const inner = await hands.open(forge(wrapping(innerOf(lying(file('a'), { crc32: 7 })))).bytes)
    expect(inner.files.map(({ name, refused }) => [name, refused?.split('\n')[0]])).toEqual([
      ['a', DAMAGED],
      ['WAYBILL.txt', undefined],
    ])
    const swapped = await hands.open(forge([a, { ...b, content: 'OTHER' }, listed]).bytes)
    expect(swapped.files.map(({ name, refused }) => [name, refused?.split('\n')[0]])).toEqual([
      ['a.txt', undefined],
      ['b.txt', CHANGED],
      ['WAYBILL.txt', undefined],
    ])
  })

  it('opens what is only odd, and says what is odd about it', async () => {
    const hands = await Hands.on((await visit()).page)
    const weak = file('weak.txt', { seal: { strength: 1 } })
    const odd = [file('\u202egpj.exe'), { ...weak, gap: 7 }, file('empty.txt', { content: '', seal: null })]
    const { text, refused } = await hands.open(forge([a, ...odd]).bytes)
    expect(refused).toBeNull()
    for (const words of [
      'This name is written so that it looks like another: ⟨U+202E⟩gpj.exe',
      'This file is encrypted with less than AES-256: weak.txt',
      'This empty file is not encrypted: empty.txt',
      'The archive holds bytes that belong to no file.',
      'An archive without WAYBILL.txt',
    ])
      expect(text).toContain(words)
    const { content } = listed
    const long = { ...listed, content: `${'\n'.repeat(8 * 2 ** 20)}${content}` }
    expect((await hands.open(forge([a, b, long]).bytes)).files.map(({ refused: no }) => no)).toEqual([null, null, null])
  })
})
