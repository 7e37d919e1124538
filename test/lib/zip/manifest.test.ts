import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeManifest, type Manifest, mentionsManifest, parseManifest } from '../../../lib/zip/manifest.ts'
import { wellFormedText } from '../../support/texts.ts'

const hash = 'a'.repeat(64)
const sample: Manifest = {
  v: 1,
  transfer: 'WB-7K3Q-M9XP',
  nonce: '00ff',
  checkpoint: 'waybill/production/01\n7\nabc=\n\n— waybill AAAA\n',
  entries: [
    { name: 'report.pdf', as: '001.pdf', bytes: 5, sha256: hash },
    { name: 'Fotos/', as: '002/', bytes: 0, sha256: hash },
  ],
  sender: 'Example Ltd',
}

const refused = expect.objectContaining({ code: 'WB-MANIFEST' })

/** Any manifest; names and texts of any characters. */
const manifests: fc.Arbitrary<Manifest> = fc
  .record({
    transfer: wellFormedText(),
    nonce: fc.string(),
    checkpoint: wellFormedText(),
    others: fc.dictionary(
      wellFormedText().filter(key => key !== '__proto__'),
      wellFormedText(),
    ),
    entries: fc.array(
      fc.record({
        name: wellFormedText().map(name => `${name}x`),
        as: wellFormedText().map(name => `${name}x`),
        bytes: fc.maxSafeNat(),
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ),
  })
  .map(({ others, ...rest }) => ({ ...others, ...rest, v: 1 as const }))

describe('the manifest', () => {
  it('comes back as it was, below any text', () => {
    fc.assert(
      fc.property(manifests, fc.string({ unit: 'grapheme' }), (manifest, above) => {
        fc.pre(!mentionsManifest(above))
        expect(parseManifest(`${above}\n${encodeManifest(manifest)}`)).toEqual({ ...manifest })
      }),
    )
  })

  it('has one entry a line and sorted keys', () => {
    expect(encodeManifest(sample)).toBe(
      [
        '-----BEGIN WAYBILL MANIFEST-----',
        '{"checkpoint":"waybill/production/01\\n7\\nabc=\\n\\n— waybill AAAA\\n","entries":[',
        `{"as":"001.pdf","bytes":5,"name":"report.pdf","sha256":"${hash}"},`,
        `{"as":"002/","bytes":0,"name":"Fotos/","sha256":"${hash}"}`,
        '],"nonce":"00ff","sender":"Example Ltd","transfer":"WB-7K3Q-M9XP","v":1}',
        '-----END WAYBILL MANIFEST-----',
        '',
      ].join('\n'),
    )
  })

  it('shows nothing that a viewer would act on', () => {
    const entries = [{ name: 'a\u202egpj.exe\u200b\u001b[31m\u0085', as: 'x', bytes: 0, sha256: hash }]
    expect(encodeManifest({ ...sample, entries })).toMatch(/^[\n\x20-\x7e—]*$/)
  })

  it('is found below Windows line ends too', () => {
    expect(parseManifest(`Hello\r\n${encodeManifest(sample).replaceAll('\n', '\r\n')}\r\n`)).toEqual(sample)
  })

  it('keeps other text fields and nothing else', () => {
    expect(parseManifest(encodeManifest(sample)).sender).toBe('Example Ltd')
    const block = encodeManifest(sample).replace('"Example Ltd"', '{"a":1}')
    expect(() => parseManifest(block)).toThrow(refused)
  })

  const block = encodeManifest(sample)
  it.each([
    ['no block', 'Hello'],
    ['no end', block.replace(/-----END.*\n/, '')],
    ['two blocks', block + block],
    ['text behind it', `${block}more`],
    ['a second begin inside the text', `-----BEGIN WAYBILL MANIFEST-----\n${block}`],
    ['no JSON', block.replace('{"checkpoint"', '{checkpoint')],
    ['a list', block.replace(/\{.*\}/s, '[]')],
    ['another version', block.replace('"v":1', '"v":2')],
    ['a missing field', block.replace('"nonce":"00ff",', '')],
    ['a doubled key', block.replace('"nonce":"00ff"', '"nonce":"0000","nonce":"00ff"')],
    ['another order of keys', block.replace('"as":"001.pdf","bytes":5', '"bytes":5,"as":"001.pdf"')],
    ['white space', block.replace('"bytes":5', '"bytes": 5')],
    ['a needless escape', block.replace('report', '\\u0072eport')],
    ['a negative size', block.replace('"bytes":5', '"bytes":-5')],
    ['a negative zero', block.replace('"bytes":0', '"bytes":-0')],
    ['a fraction', block.replace('"bytes":5', '"bytes":5.5')],
    ['a size beyond exact numbers', block.replace('"bytes":5', '"bytes":9007199254740993')],
    ['a size as text', block.replace('"bytes":5', '"bytes":"5"')],
    ['a short hash', block.replace(hash, hash.slice(1))],
    ['an upper-case hash', block.replace(hash, hash.toUpperCase())],
    ['a fifth field of an entry', block.replace('"bytes":5', '"bytes":5,"mode":1')],
    ['a file for a folder', block.replace('"as":"002/"', '"as":"002"')],
    ['a name that is no text', block.replace('"name":"report.pdf"', '"name":7')],
    ['__proto__', block.replace('"nonce"', '"__proto__":"x","nonce"')],
  ])('is refused with %s', (_, text) => {
    expect(() => parseManifest(text)).toThrow(refused)
  })

  it('says where there is not exactly one', () => {
    expect(() => parseManifest(block + block)).toThrow('is not one block')
    expect(() => parseManifest(`${block}more`)).toThrow('is not one block')
    expect(() => parseManifest('Hello')).toThrow('is missing')
  })

  it('is not written where it could not be read', () => {
    expect(() => encodeManifest({ ...sample, entries: [{ name: 'a', as: 'a', bytes: -1, sha256: hash }] })).toThrow(
      refused,
    )
  })

  it('is not taken for one when a text only speaks of it', () => {
    expect(mentionsManifest('It ends with -----BEGIN WAYBILL MANIFEST-----, see there.')).toBe(false)
    expect(mentionsManifest(block)).toBe(true)
  })
})
