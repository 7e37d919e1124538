import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { entryName, lenientText } from '../../../../lib/zip/reading/entry-name.ts'
import { type CentralHeader, encodeCentralHeader, FLAG_UTF8, parseCentralHeader } from '../../../../lib/zip/records.ts'
import { forge } from '../forge.ts'

function header(name: Uint8Array, flags: number): CentralHeader {
  const parts = forge([{ name: 'x' }]).parts.filter(part => part.kind === 'central')
  const bytes = forge([{ name: 'x' }]).bytes.subarray(parts[0]?.at)
  const parsed = parseCentralHeader(bytes)
  if (parsed === null) throw new Error('no header')
  return parseCentralHeader(encodeCentralHeader({ ...parsed, name, flags })) ?? parsed
}

/** Info-ZIP Unicode Path (0x7075). */
function unicodePath(name: string, of: Uint8Array) {
  const head = Buffer.alloc(5, 1)
  head.writeUInt32LE(crc32(of), 1)
  return [{ id: 0x7075, data: Buffer.concat([head, Buffer.from(name)]) }]
}

describe('the name of an entry', () => {
  it('is UTF-8 where the flag says so', () => {
    expect(entryName(header(Buffer.from('Ω/🦊'), FLAG_UTF8), [])).toEqual({ name: 'Ω/🦊', guessed: false })
    const broken = header(Uint8Array.of(0x61, 0xff), FLAG_UTF8)
    expect(() => entryName(broken, [])).toThrow(expect.objectContaining({ code: 'WB-UNSAFE-ARCHIVE' }))
  })

  it('is guessed where nothing says how it is written: UTF-8, else code page 437', () => {
    expect(entryName(header(Buffer.from('plain.txt'), 0), [])).toEqual({ name: 'plain.txt', guessed: false })
    expect(entryName(header(Buffer.from('Übersicht'), 0), [])).toEqual({ name: 'Übersicht', guessed: true })
    const german = Uint8Array.of(0x9a, 0x62, 0x65, 0x72, 0x81, 0xe1)
    expect(entryName(header(german, 0), [])).toEqual({ name: 'Überüß', guessed: true })
  })

  it('comes from the Unicode field where that is about this very name', () => {
    const raw = Uint8Array.of(0x9a)
    expect(entryName(header(raw, 0), unicodePath('Ünï', raw)).name).toBe('Ünï')
    expect(entryName(header(raw, 0), unicodePath('evil', Uint8Array.of(0x41))).name).toBe('Ü')
  })

  it('is refused where it is two', () => {
    const raw = Buffer.from('a.txt')
    expect(entryName(header(raw, FLAG_UTF8), unicodePath('a.txt', raw)).name).toBe('a.txt')
    expect(() => entryName(header(raw, FLAG_UTF8), unicodePath('b.txt', raw))).toThrow(
      expect.objectContaining({ code: 'WB-UNSAFE-ARCHIVE' }),
    )
  })
})

it('reads all of code page 437, each byte as another character', () => {
  const text = lenientText(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  expect(new Set(text).size).toBe(256)
  expect(text.slice(0x80, 0x84)).toBe('Çüéâ')
  expect(text.slice(0xe0, 0xe3)).toBe('αßΓ')
})
