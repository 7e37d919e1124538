import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SENTINEL_16 } from '../../../../lib/zip/records.ts'
import {
  END_RECORD_FIXED,
  parseEndRecord,
  parseZip64EndRecord,
  parseZip64Locator,
  ZIP64_END_RECORD_LENGTH,
  ZIP64_LOCATOR_LENGTH,
} from '../../../../lib/zip/records-end.ts'
import type { EntryShape } from '../../../../lib/zip/writing/entry-records.ts'
import { SealedArchive } from '../../../../lib/zip/writing/sealed-archive.ts'
import { sealedFile } from '../../../support/sealing.ts'
import { scratch } from '../../../support/world.ts'

/** An empty file with keys that nobody derived, which would take the time. */
const sizes = { size: 0, length: 0 }
const shape: EntryShape = { name: 'a', modified: 0, mode: 0o644, method: 0, sizes, bound: 0, crc32: null }
const salt = new Uint8Array(16)
const keys = new Uint8Array(66)

describe('an archive of', () => {
  it.each([
    [65_534, false],
    [65_535, true],
  ])('%d entries: ZIP64 %s', async (count, zip64) => {
    const path = join(scratch(), 'a.zip')
    const file = await sealedFile(path)
    const archive = new SealedArchive(file)
    for (let i = 0; i < count; i++) {
      await archive.begin(shape, salt, keys)
      await archive.end(0)
    }
    const directoryOffset = file.length
    await archive.finish('')
    await file.finish()

    const bytes = readFileSync(path)
    const endAt = bytes.length - END_RECORD_FIXED
    const end = parseEndRecord(bytes, endAt)
    const most = Math.min(count, SENTINEL_16)
    expect(end).toMatchObject({ entries: most, entriesOnDisk: most, directoryOffset })
    const locator = parseZip64Locator(bytes, endAt - ZIP64_LOCATOR_LENGTH)
    if (!zip64) return expect(locator).toBeNull()
    const zip64At = endAt - ZIP64_LOCATOR_LENGTH - ZIP64_END_RECORD_LENGTH
    expect(locator).toEqual({ disk: 0, endRecordOffset: zip64At, disks: 1 })
    const directorySize = zip64At - directoryOffset
    const counted = { entries: count, entriesOnDisk: count, directoryOffset, directorySize }
    expect(parseZip64EndRecord(bytes, zip64At)).toMatchObject({ ...counted, versionNeeded: 51 })
  })
})
