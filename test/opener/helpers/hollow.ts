/** Files whose content is not what is promised of it: only whoever reads to the end can tell. */
import { deflateRawSync } from 'node:zlib'
import { METHOD_DEFLATED } from '../../../lib/zip/records.ts'
import type { Forged } from '../../lib/zip/forge.ts'

export const DAMAGED = 'The archive is damaged.'

export const file = (name: string | Uint8Array, more: Partial<Forged> = {}): Forged => ({ name, content: 'x', ...more })

/** `both` replaces fields in both headers: a lie that does not contradict itself. */
export function lying(entry: Forged, both: NonNullable<Forged['local']>): Forged {
  return { ...entry, local: both, central: both }
}

const zeros = deflateRawSync(Buffer.alloc(64 * 2 ** 20))

export const honest = file('honest.txt', { content: 'honest', method: METHOD_DEFLATED })

/** How the page refuses each, and what it is. */
export const hollow: readonly (readonly [string, Forged])[] = [
  [DAMAGED, file('a bomb behind a small size', { content: '12345', method: METHOD_DEFLATED, payload: zeros })],
  [DAMAGED, lying(file('less than its size', { method: METHOD_DEFLATED }), { size: 10 ** 6 })],
  [
    DAMAGED,
    file('more behind its end', {
      content: 'y',
      method: METHOD_DEFLATED,
      payload: Buffer.concat([deflateRawSync('y'), zeros]),
    }),
  ],
  [DAMAGED, file('no deflate', { content: 'y', method: METHOD_DEFLATED, payload: Buffer.alloc(40, 0xff) })],
  [DAMAGED, lying(file('another checksum', { content: 'abc', seal: { vendorVersion: 1 } }), { crc32: 7 })],
  [DAMAGED, file('another password', { content: 'abcdef', password: 'another' })],
]
