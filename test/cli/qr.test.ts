import { decodeQR } from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { qrLines } from '../../cli/qr.ts'

const fingerprint = 'AB'.repeat(32)

/** What a camera sees of the lines on a screen with a dark ground: each module four by four pixels. */
function picture(lines: readonly string[], unicode: boolean) {
  const halves: Record<string, [boolean, boolean]> = {
    ' ': [false, false],
    '▄': [false, true],
    '▀': [true, false],
    '█': [true, true],
  }
  const light = unicode
    ? lines.flatMap(line => [0, 1].map(half => [...line].map(mark => halves[mark]?.[half] ?? false)))
    : lines.map(line => (line.match(/../g) ?? []).map(pair => pair === '##'))
  const scale = 4
  const [height, width] = [light.length * scale, (light[0]?.length ?? 0) * scale]
  const data = new Uint8Array(height * width * 4).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = light[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 255 : 0
      data.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  return { height, width, data }
}

describe('a QR code on a terminal', () => {
  it.each([true, false])('is read by a camera (unicode: %s), with a quiet zone of four modules', async unicode => {
    const lines = await qrLines(fingerprint, { unicode, width: 100 })
    expect(decodeQR(picture(lines, unicode))).toBe(fingerprint)
    const edge = unicode ? '████' : '########'
    // Of the last pair of rows there is only the upper one.
    const whole = unicode ? lines.slice(0, -1) : lines
    expect(whole.every(line => line.startsWith(edge) && line.endsWith(edge))).toBe(true)
    expect(lines.at(-1)).toMatch(unicode ? /^▀+$/ : /^#+$/)
    for (const line of lines.slice(0, unicode ? 2 : 4)) expect(new Set(line).size).toBe(1)
  })

  it('is left out where it does not fit', async () => {
    const [line = ''] = await qrLines(fingerprint, { unicode: true, width: 100 })
    expect(await qrLines(fingerprint, { unicode: true, width: line.length })).not.toEqual([])
    expect(await qrLines(fingerprint, { unicode: true, width: line.length - 1 })).toEqual([])
    expect(await qrLines(fingerprint, { unicode: false, width: 2 * line.length - 1 })).toEqual([])
  })
})
