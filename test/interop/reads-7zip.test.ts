import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installed } from '../support/installed.ts'
import { sevenZip } from '../support/sevenzip.ts'
import { scratch } from '../support/world.ts'
import { expectWholeTree, makeTree, openHere, PASSWORD, run } from './reads.ts'

const wasm = async (directory: string, args: readonly string[]) => {
  const { status, output } = await sevenZip(directory, ...args)
  expect(status, output).toBe(0)
}
const native = async (directory: string, args: readonly string[]) => run('7zz', args, directory)

const programs = [
  ['7z-wasm', wasm],
  ...(installed('7zz', 'reading archives made by 7zz') ? ([['7zz', native]] as const) : []),
] as const

describe.each(programs)('archives made by %s', (_, sevenZipAdds) => {
  /** Packs the tree with these switches; the path of the archive. */
  async function packed(...switches: string[]): Promise<string> {
    const directory = scratch()
    makeTree(directory)
    await sevenZipAdds(directory, ['a', '-tzip', ...switches, `-p${PASSWORD}`, 'a.zip', 'tree'])
    return join(directory, 'a.zip')
  }

  it.each([
    ['deflated', ['-mem=AES256', '-mx=5']],
    ['stored', ['-mem=AES256', '-mx=0']],
    ['with times of 1 s', ['-mem=AES256', '-mx=1', '-mtm=on', '-mtp=1']],
  ])('are restored whole: %s', async (_, switches) => {
    const { findings, manifest } = await expectWholeTree(await packed(...switches), 'tree/')
    expect(findings.map(finding => finding.code)).toEqual(['archive.no-manifest'])
    expect(manifest).toBeNull()
  })

  it.each(['AES128', 'AES192'])('are restored, with a finding, under %s', async kind => {
    const { findings } = await expectWholeTree(await packed(`-mem=${kind}`, '-mx=1'), 'tree/')
    expect(findings.filter(finding => finding.code === 'archive.weak-cipher')).toHaveLength(12)
  })

  it('are refused with ZipCrypto', async () => {
    const archive = await packed('-mem=ZipCrypto', '-mx=1')
    await expect(openHere(archive)).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-ARCHIVE' })
  })

  it.each(['BZip2', 'LZMA', 'Deflate64'])('are refused with the method %s', async method => {
    const archive = await packed('-mem=AES256', `-mm=${method}`)
    await expect(openHere(archive)).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-ARCHIVE' })
  })

  it('are refused without encryption', async () => {
    const directory = scratch()
    makeTree(directory)
    await sevenZipAdds(directory, ['a', '-tzip', 'a.zip', 'tree'])
    await expect(openHere(join(directory, 'a.zip'))).rejects.toMatchObject({ code: 'WB-NOT-SEALED' })
  })

  it('are refused with one more file put in without the password', async () => {
    const archive = await packed('-mem=AES256', '-mx=1')
    const directory = dirname(archive)
    writeFileSync(join(directory, 'more.txt'), 'more')
    await sevenZipAdds(directory, ['a', '-tzip', 'a.zip', 'more.txt'])
    await expect(openHere(archive)).rejects.toMatchObject({ code: 'WB-NOT-SEALED' })
  })
})
