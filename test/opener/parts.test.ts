import { createHash } from 'node:crypto'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { array, assert, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../lib/zip/crc32.ts'
import { csvRows } from '../../opener/csv.ts'
import { pixelsOf } from '../../opener/image-size.ts'
import { Sha256 } from '../../opener/sha256.ts'
import { deleteBy, humanPart, waybillRows } from '../../opener/waybill-rows.ts'

describe('Sha256', () => {
  it('is that of node, whatever the pieces', () => {
    assert(
      property(array(uint8Array({ maxLength: 300 })), pieces => {
        const hash = new Sha256()
        for (const piece of pieces) hash.update(piece)
        expect(hash.hex()).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'))
      }),
    )
  })

  it('counts its length beyond 32 bits', () => {
    const piece = new Uint8Array(2 ** 20)
    const [ours, theirs] = [new Sha256(), createHash('sha256')]
    for (let at = 0; at < 16; at++) {
      ours.update(piece)
      theirs.update(piece)
    }
    expect(ours.hex()).toBe(theirs.digest('hex'))
  })
})

describe('crc32', () => {
  it('is that of zlib, whatever the pieces', () => {
    assert(
      property(uint8Array(), uint8Array(), (a, b) => {
        expect(crc32(b, crc32(a))).toBe(zlibCrc32(b, zlibCrc32(a)))
      }),
    )
  })
})

describe('csvRows', () => {
  const written = (rows: readonly (readonly string[])[], separator: string) =>
    rows.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(separator)).join('\r\n')

  it('reads back what RFC 4180 writes', () => {
    assert(
      property(array(array(string(), { minLength: 2, maxLength: 4 }), { minLength: 1 }), rows => {
        const heads = [['a', 'b', 'c', 'd', 'e'], ...rows]
        expect(csvRows(written(heads, ','), 1e6)).toEqual(heads)
      }),
    )
  })

  it.each([
    [
      'a;b\n1;2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a\tb\r\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a|b\r1|2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['a,"b\nc"x,d', [['a', 'b\ncx', 'd']]],
    ['a,"never closed\n1', [['a', 'never closed\n1']]],
    ['only', [['only']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect(csvRows(text, 1e6)).toEqual(rows)
  })

  it('ends at the limit, however long the file', () => {
    expect(csvRows('a\n'.repeat(1e5), 3)).toHaveLength(3)
  })
})

describe('pixelsOf', () => {
  it.each([
    ['image/png', '89504e470d0a1a0a0000000d49484452000004000000030008020000', 1024 * 768],
    ['image/gif', '474946383961000400030000', 1024 * 768],
    // a frame larger than its screen, behind an extension; a frame header behind filled markers
    ['image/gif', `474946383961010001008000${'00'.repeat(7)}21f9040000000000${'2c'}00000000000400030000`, 1024 * 768],
    ['image/jpeg', 'ffd8ffffffdb0003ffffc200110803000400030122', 1024 * 768],
    ['image/jpeg', 'ffd8ffe000044a46ffdb000300ffc200110803000400030122', 1024 * 768],
    ['image/webp', `52494646000000005745425056503820${'00'.repeat(10)}00040003`, 1024 * 768],
    ['image/webp', `524946460000000057454250565038580a00000000000000ff0300ff0200`, 1024 * 768],
    ['image/webp', '5249464600000000574542505650384c000000002fffc3bf00', 1024 * 768],
  ])('reads %s: %s', (type, hex, pixels) => {
    expect(pixelsOf(Buffer.from(hex, 'hex'), type)).toBe(pixels)
  })

  it('is null or a number for whatever bytes, and null for those of another type', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), bytes => {
        for (const type of ['image/png', 'image/gif', 'image/jpeg', 'image/webp']) pixelsOf(bytes, type)
      }),
    )
    expect(pixelsOf(Buffer.from('<svg onload="x">'), 'image/png')).toBeNull()
  })

  it.each([
    [
      'a chunk before the header, which browsers of Apple take',
      'image/png',
      '89504e470d0a1a0a0000000443674249000000010000000100',
    ],
    ['a marker without a length before the frame', 'image/jpeg', 'ffd8ffd0000affc000110800010001ffc0001108ffffffff'],
    ['the end before the frame', 'image/jpeg', 'ffd8ffd9ffc000110800010001'],
  ])('is null for %s', (_, type, hex) => {
    expect(pixelsOf(Buffer.from(hex, 'hex'), type)).toBeNull()
  })
})

describe('waybillRows', () => {
  it('are the first rows alone, and none of what stands below', () => {
    const text =
      'Waybill WB\r\n\r\nFrom:   A: b\r\nFor:    C\r\n\r\nFiles: 1, 2 bytes\n\nBelow, for programs: x\nEvil: y'
    expect(waybillRows(text)).toEqual([
      { name: 'From', value: 'A: b' },
      { name: 'For', value: 'C' },
    ])
    expect(humanPart(text)).not.toContain('Evil')
  })

  it('are none where the text has another form', () => {
    expect(waybillRows('just words')).toEqual([])
  })
})

describe('deleteBy', () => {
  const asks = (day: string) => `Waybill WB\n\nPlease delete them by ${day}, and tell the sender when you have.\n`

  it('is the day that the page asks for', () => {
    expect(deleteBy(`${asks('2026-02-28')}\nFiles: 1`)?.toISOString()).toBe('2026-02-28T00:00:00.000Z')
  })

  it.each([
    '',
    'Waybill WB\n',
    asks('2026-02-30'),
    asks('2026-13-01'),
    `Files: 1\n  ${asks('2026-02-28').split('\n')[2]}`,
    `a\n\nBelow, for programs: x\n${asks('2026-02-28')}`,
  ])('is none in %j', text => {
    expect(deleteBy(text)).toBeNull()
  })
})
