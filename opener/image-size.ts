/**
 * Width times height of a picture, from its header, before the browser makes room for it: a few hundred bytes can claim to be
 * gigabytes. Null where the header is not that of the type. Sources: PNG (RFC 2083, 4.1.1), GIF89a (18), JPEG (ITU T.81, B.2.2),
 * WebP (RFC 9649, 2.5 to 2.7).
 */
export function pixelsOf(bytes: Uint8Array, type: string): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts = (...first: number[]) => first.every((byte, at) => bytes[at] === byte)
  try {
    if (type === 'image/png') return starts(0x89, 0x50, 0x4e, 0x47) ? view.getUint32(16) * view.getUint32(20) : null
    if (type === 'image/gif') {
      return starts(0x47, 0x49, 0x46) ? view.getUint16(6, true) * view.getUint16(8, true) : null
    }
    if (type === 'image/jpeg') return starts(0xff, 0xd8) ? jpegPixels(view) : null
    return starts(0x52, 0x49, 0x46, 0x46) ? webpPixels(view) : null
  } catch {
    return null // a RangeError: it ends within its header
  }
}

/** The first frame header, past the segments in front of it; each has its length in its first two bytes. */
function jpegPixels(view: DataView): number | null {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame) return view.getUint16(at + 5) * view.getUint16(at + 7)
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
