import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PASSWORD, sealPaths } from '../support/sealing.ts'
import { sevenZip } from '../support/sevenzip.ts'
import { scratch } from '../support/world.ts'
import { describeTree, makeCorpus } from './corpus.ts'

/** 7-Zip as WebAssembly: never left out, whatever is installed. */
describe('7-Zip 24.09 (7z-wasm)', () => {
  it.each([0, 1, 9] as const)('gets back every file of an archive of level %d', async level => {
    const corpus = makeCorpus()
    const directory = scratch()
    const { entries } = await sealPaths(directory, [corpus], { level })
    const run = await sevenZip(directory, 'x', `-p${PASSWORD}`, '-oout', 'sealed.zip')
    expect(run.output).toContain('Everything is Ok')
    expect(run.status).toBe(0)
    const { 'WAYBILL.txt': waybill, ...files } = describeTree(join(directory, 'out'))
    expect(waybill).toMatch(new RegExp(`^11 ${entries.at(-1)?.sha256} `))
    expect(files).toEqual(prefixed(describeTree(corpus)))
  })

  it('sees AES-256 on every entry, the comment, and the time of a file', async () => {
    const directory = scratch()
    const { entries } = await sealPaths(directory, [makeCorpus()])
    const { output } = await sevenZip(directory, 'l', '-slt', 'sealed.zip')
    expect(output).toContain('Comment = WB-7K3Q-M9XP')
    expect(output.match(/^Encrypted = \+$/gm)).toHaveLength(entries.length)
    expect(output.match(/^Method = AES-256 (Deflate|Store)$/gm)).toHaveLength(entries.length)
    expect(output).toContain('Characteristics = UT:M:1 WzAES : Encrypt Descriptor UTF8')
    expect(output).toContain('Modified = 2025-06-15 15:06:41')
  })

  it('refuses another password', async () => {
    const directory = scratch()
    await sealPaths(directory, [makeCorpus()])
    mkdirSync(join(directory, 'out'))
    const run = await sevenZip(directory, 't', '-pk7mq-3xtd-9wbn-h4rz-pc2w', 'sealed.zip')
    expect(run.status).toBe(2)
    expect(run.output).toContain('Wrong password')
  })
})

function prefixed(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([name, what]) => [`d/${name}`, what]))
}
