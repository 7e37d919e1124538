import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { expect } from 'vitest'
import { PASSWORD } from '../support/sealing.ts'

configure({ useWebWorkers: false })

/** Name, size and SHA-256 of each entry, as zip.js reads it at its strictest. */
export async function readAll(path: string, password = PASSWORD) {
  const options = { strictness: 'strict', password, checkSignature: true, checkOverlappingEntry: true } as const
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(readFileSync(path))), options)
  const found = []
  for (const entry of await reader.getEntries()) {
    expect(entry).toMatchObject({ encrypted: true, zipCrypto: false })
    const content = entry.directory ? new Uint8Array(0) : await entry.getData(new Uint8ArrayWriter())
    expect(content).toHaveLength(entry.uncompressedSize)
    const sha256 = createHash('sha256').update(content).digest('hex')
    found.push({ name: entry.filename, bytes: content.length, sha256, directory: entry.directory })
  }
  return found
}
