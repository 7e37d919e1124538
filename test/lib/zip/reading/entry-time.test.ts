import { expect, it } from 'vitest'
import { entryTime } from '../../../../lib/zip/reading/entry-time.ts'
import { type CentralHeader, parseCentralHeader } from '../../../../lib/zip/records.ts'
import { encodeTimestamp } from '../../../../lib/zip/records-extra.ts'
import { toDosTime } from '../../../../lib/zip/records-time.ts'
import { forge } from '../forge.ts'

const dos = Date.UTC(2026, 5, 1, 12, 30, 10)
const exact = Date.UTC(2026, 5, 1, 10, 30, 11)

function header(dosTime: number): CentralHeader {
  const { bytes, parts } = forge([{ name: 'x', central: { dosTime } }])
  const parsed = parseCentralHeader(bytes, parts.find(part => part.kind === 'central')?.at)
  if (parsed === null) throw new Error('no header')
  return parsed
}

function ntfs(ms: number, size = 24) {
  const data = Buffer.alloc(32)
  data.writeUInt16LE(1, 4)
  data.writeUInt16LE(size, 6)
  data.writeBigUInt64LE(BigInt(ms) * 10_000n + 116_444_736_000_000_000n, 8)
  return { id: 0x000a, data }
}

it('takes the most exact time there is', () => {
  expect(entryTime(header(toDosTime(dos)), [])).toBe(dos)
  expect(entryTime(header(toDosTime(dos)), [ntfs(exact + 123)])).toBe(exact + 123)
  expect(entryTime(header(toDosTime(dos)), [ntfs(0), encodeTimestamp(exact / 1000)])).toBe(exact)
})

it('passes over fields that carry no modification time', () => {
  expect(entryTime(header(toDosTime(dos)), [{ id: 0x5455, data: Uint8Array.of(2, 0, 0, 0, 0) }])).toBe(dos)
  expect(entryTime(header(toDosTime(dos)), [{ id: 0x000a, data: new Uint8Array(8) }])).toBe(dos)
  expect(entryTime(header(toDosTime(dos)), [ntfs(exact, 8)])).toBe(dos)
  expect(entryTime(header(0), [])).toBeNull()
})
