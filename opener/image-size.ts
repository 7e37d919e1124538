/**
 * Width times height of a picture, from its headers, before the browser makes room for it: a few hundred bytes can claim to be
 * gigabytes. Null where they are not those of the type, or so written that a browser might find others. Sources: PNG
 * (RFC 2083, 3.1 and 4.1.1), GIF89a (18 and 20), JPEG (ITU T.81, B.1.1 and B.2.2), WebP (RFC 9649, 2.5 to 2.7).
 */
export function pixelsOf(bytes: Uint8Array, type: string): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts = (...first: number[]) => first.every((byte, at) => bytes[at] === byte)
  try {
    if (type === 'image/png') {
      const header = starts(0x89, 0x50, 0x4e, 0x47) && view.getUint32(12) === IHDR
      return header ? view.getUint32(16) * view.getUint32(20) : null
    }
    if (type === 'image/gif') return starts(0x47, 0x49, 0x46) ? gifPixels(view) : null
    if (type === 'image/jpeg') return starts(0xff, 0xd8) ? jpegPixels(view) : null
    return starts(0x52, 0x49, 0x46, 0x46) ? webpPixels(view) : null
  } catch {
    return null // a RangeError: it ends within its header
  }
}

const IHDR = 0x49484452

/** The screen or the largest frame, whichever is larger: browsers enlarge a screen that is too small for its frame. */
function gifPixels(view: DataView): number {
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let width = view.getUint16(6, true)
  let height = view.getUint16(8, true)
  let at = 13 + colours(view.getUint8(10))
  while (at < view.byteLength) {
    const kind = view.getUint8(at)
    if (kind === GIF_IMAGE) {
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true))
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true))
      at += 11 + colours(view.getUint8(at + 9))
    } else if (kind === GIF_EXTENSION) at += 2
    else break
    while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at)
    at++
  }
  return width * height
}

const [GIF_IMAGE, GIF_EXTENSION] = [0x2c, 0x21]

/**
 * The first frame header, past the segments in front of it; each has its length in its first two bytes. Markers may be
 * filled with 0xff. One that has no length does not stand before a frame.
 */
function jpegPixels(view: DataView): number | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 1 + view.getUint16(at + 1)) {
    while (view.getUint8(at) === 0xff) at++
    const marker = view.getUint8(at)
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return null
    const frame = marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame) return view.getUint16(at + 4) * view.getUint16(at + 6)
  }
  return null
}

const [VP8, VP8L, VP8X] = [0x56503820, 0x5650384c, 0x56503858]

function webpPixels(view: DataView): number | null {
  const kind = view.getUint32(12)
  if (kind === VP8) return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff)
  if (kind === VP8X) return ((view.getUint32(24, true) & 0xffffff) + 1) * ((view.getUint32(26, true) >>> 8) + 1)
  if (kind !== VP8L) return null
  const bits = view.getUint32(21, true)
  return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
}
