import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installed } from '../support/installed.ts'
import { scratch } from '../support/world.ts'
import { expectWholeTree, makeTree, openHere, PASSWORD, run } from './reads.ts'

const here = installed('bsdtar', 'reading archives made by bsdtar')

describe.runIf(here)('archives made by bsdtar', () => {
  function packed(options: string): string {
    const directory = scratch()
    makeTree(directory)
    const format = ['--format', 'zip', '--options', options, '--passphrase', PASSWORD]
    run('bsdtar', [...format, '-cf', 'a.zip', 'tree'], directory)
    return join(directory, 'a.zip')
  }

  it.each([
    ['deflated', 'zip:encryption=aes256'],
    ['stored', 'zip:encryption=aes256,zip:compression=store'],
    ['ZIP64', 'zip:encryption=aes256,zip:zip64'],
  ])('are restored whole, AE-1 and AE-2 mixed, sizes behind the data: %s', async (_, options) => {
    const { findings } = await expectWholeTree(packed(options), 'tree/')
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['archive.no-manifest', undefined],
      // bsdtar does not encrypt what is empty
      ['archive.clear-entry', 'tree/0.bin'],
    ])
  })

  it('are restored, with findings, under AES-128', async () => {
    const { findings } = await expectWholeTree(packed('zip:encryption=aes128'), 'tree/')
    expect(findings.filter(finding => finding.code === 'archive.weak-cipher')).toHaveLength(11)
  })

  it('are refused with ZipCrypto', async () => {
    await expect(openHere(packed('zip:encryption=zipcrypt'))).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-ARCHIVE' })
  })
})
