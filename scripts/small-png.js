// A screenshot with few colours as a PNG that keeps 256 of them at most, without filters: a third of what Chromium writes.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** W3C PNG (Third Edition), 5.2: what every file begins with. */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** `png`: eight bits a sample, RGB or RGBA without transparency, not interlaced, as Chromium writes. */
export function smallPng(png) {
  const { width, height, pixels } = decoded(png)
  const palette = paletteOf(pixels)
  const nearest = nearestIn(palette)
  const rows = Buffer.alloc((width + 1) * height)
  for (let at = 0; at < pixels.length; at++) rows[at + Math.floor(at / width) + 1] = nearest(pixels[at])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(rgb))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Pixels as numbers 0xRRGGBB, row by row. */
function decoded(png) {
  const chunks = chunksOf(png)
  const [{ data: header }] = chunks
  const [width, height, samples] = [header.readUInt32BE(0), header.readUInt32BE(4), { 2: 3, 6: 4 }[header[9]]]
  if (samples === undefined || header[8] !== 8 || header[12] !== 0) throw new Error('not a PNG as Chromium writes it')
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  unfilter(rows, width * samples, samples)
  const pixels = new Uint32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = rows.readUIntBE(y * (width * samples + 1) + 1 + x * samples, 3)
  return { width, height, pixels }
}

function chunksOf(png) {
  const chunks = []
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

/** W3C PNG 9.2, in place: `rows` are a filter byte and `length` bytes each; `left` bytes lie between a sample and its like. */
function unfilter(rows, length, left) {
  for (let start = 0; start < rows.length; start += length + 1) {
    const filter = rows[start]
    for (let x = 0; x < length; x++) {
      const at = start + 1 + x
      const a = x < left ? 0 : rows[at - left]
      const b = start === 0 ? 0 : rows[at - length - 1]
      const c = x < left || start === 0 ? 0 : rows[at - length - 1 - left]
      rows[at] += [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]
    }
  }
}

function paeth(a, b, c) {
  const [toA, toB, toC] = [b - c, a - c, a + b - 2 * c].map(Math.abs)
  if (toA <= toB && toA <= toC) return a
  return toB <= toC ? b : c
}

/** The colours that most pixels have. */
function paletteOf(pixels) {
  const counts = new Map()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour)
}

function nearestIn(palette) {
  const known = new Map(palette.map((colour, index) => [colour, index]))
  const distance = (one, other) => {
    const [reds, greens, blues] = rgb(one).map((value, at) => value - rgb(other)[at])
    return reds ** 2 + greens ** 2 + blues ** 2
  }
  return pixel => {
    const index = known.get(pixel)
    if (index !== undefined) return index
    const distances = palette.map(colour => distance(pixel, colour))
    const best = distances.indexOf(Math.min(...distances))
    known.set(pixel, best)
    return best
  }
}

function rgb(colour) {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}
