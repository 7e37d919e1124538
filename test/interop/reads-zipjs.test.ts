import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as zipJs from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/world.ts'
import { expectWholeTree, files, MODIFIED, openHere, PASSWORD } from './reads.ts'

async function packed(options: zipJs.ZipWriterConstructorOptions, comment = ''): Promise<string> {
  const writer = new zipJs.ZipWriter(new zipJs.Uint8ArrayWriter(), {
    password: PASSWORD,
    encryptionStrength: 3,
    lastModDate: new Date(MODIFIED),
    useWebWorkers: false,
    ...options,
  })
  for (const [name, content] of Object.entries(files)) await writer.add(name, new zipJs.Uint8ArrayReader(content))
  await writer.add('empty folder/', undefined, { directory: true })
  const path = join(scratch(), 'a.zip')
  writeFileSync(path, await writer.close(new TextEncoder().encode(comment)))
  return path
}

describe('archives made by zip.js', () => {
  it.each<[string, zipJs.ZipWriterConstructorOptions]>([
    ['deflated', { level: 6 }],
    ['ZIP64', { level: 6, zip64: true }],
    ['with sizes behind the data', { dataDescriptor: true }],
    ['with sizes behind the data, without their signature', { dataDescriptor: true, dataDescriptorSignature: false }],
    ['with sizes before the data', { dataDescriptor: false }],
  ])('are restored whole: %s', async (_, options) => {
    const { findings } = await expectWholeTree(await packed(options, 'with a comment'))
    expect(findings.map(finding => finding.code)).toEqual(['archive.no-manifest'])
  })

  it('are restored whole where empty files are marked as encrypted and are not', async () => {
    const { findings } = await expectWholeTree(await packed({ level: 0 }))
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['archive.no-manifest', undefined],
      ['archive.clear-entry', '0.bin'],
    ])
  })

  it.each([1, 2] as const)('are restored, with a finding, in strength %i', async encryptionStrength => {
    const { findings } = await expectWholeTree(await packed({ encryptionStrength }))
    expect(findings.some(finding => finding.code === 'archive.weak-cipher')).toBe(true)
  })

  it('are refused with ZipCrypto', async () => {
    const archive = await packed({ zipCrypto: true })
    await expect(openHere(archive)).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-ARCHIVE' })
  })

  it('are refused with something in front', async () => {
    const archive = await packed({})
    writeFileSync(archive, Buffer.concat([Buffer.from('#!/bin/sh\n'), readFileSync(archive)]))
    await expect(openHere(archive)).rejects.toMatchObject({ code: 'WB-UNSAFE-ARCHIVE' })
  })
})
