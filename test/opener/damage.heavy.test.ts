import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { readArchive } from '../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../lib/zip/reading/archive-file.ts'
import { hasChromium } from '../support/chromium.ts'
import { seededRandom } from '../support/world.ts'
import { type Contents, sevenZipArchive, waybillArchive, zipJsArchive } from './helpers/archives.ts'
import { Hands, type Outcome, sha256 } from './helpers/hands.ts'
import { place, visit } from './helpers/visit.ts'

const full = inject('figures') === 'full'
const MiB = 2 ** 20
const small: Contents = { 'a.txt': 'the first of them', 'b/c.csv': 'name,amount\nJane Doe,7\n' }

/**
 * What the page made of an archive: `refused`, the whole or some of its files, in words of its own; `exact`, each file as
 * it was; anything else comes back as it is, and no test expects it.
 */
function verdict(outcome: Outcome, exact: readonly string[], identity: (file: File) => string): string {
  if (outcome.refused !== null) return isPlain(outcome.refused) ? 'refused' : outcome.refused
  const saved = outcome.files.filter(file => file.sha256 !== null).map(identity)
  const refusals = outcome.files.flatMap(({ refused }) => refused ?? [])
  const wrong = saved.some(file => !exact.includes(file)) || outcome.files.length !== exact.length
  if (wrong || !refusals.every(isPlain)) return JSON.stringify(outcome.files)
  return refusals.length > 0 ? 'refused' : 'exact'
}

type File = Outcome['files'][number]

/** A sentence on what it is and one on what to do; "Something went wrong" would be none of ours. */
function isPlain(refusal: string): boolean {
  return /^(?:The archive|This kind of archive|This is not|The password)/.test(refusal)
}

describe.runIf(hasChromium)('the page and damage', () => {
  it('refuses what is cut short, and each 64 KiB in which a bit is turned', async () => {
    const random = seededRandom('damage')
    const content = random.bytes(4 * MiB)
    const bytes = readFileSync(await waybillArchive(join(place, 'large'), { 'random.bin': content }))
    const hands = await Hands.on((await visit()).page)
    const cuts = Array.from({ length: 20 }, (_, n) => Math.floor((bytes.length * n) / 20))
    const ends = Array.from({ length: full ? 400 : 20 }, (_, n) => bytes.length - 1 - n)
    for (const { refused } of await hands.openChanged(
      bytes,
      [...cuts, ...ends].map(length => ({ length })),
    )) {
      expect(refused).toMatch(/^(?:The archive is damaged|This is not a ZIP archive)\.$/m)
    }
    const turned = Array.from({ length: 64 }, (_, n) => ({
      at: 65_536 * n + 100 + (random.bytes(1)[0] ?? 0),
      mask: 1 << (n % 8),
    }))
    for (const { files, refused } of await hands.openChanged(bytes, turned)) {
      expect(refused).toBeNull()
      expect(files[0]).toMatchObject({ name: 'random.bin', sha256: null })
      expect(files[0]?.refused).toContain('The archive is damaged.')
    }
    expect((await hands.open(bytes)).files[0]).toMatchObject({ name: 'random.bin', sha256: sha256(content) })
  })

  const makers = {
    Waybill: () => waybillArchive(join(place, 'no'), small),
    'Waybill with numbers for names': () => waybillArchive(join(place, 'alias'), small, { hide: 'alias' }),
    'Waybill with an archive in the archive': () => waybillArchive(join(place, 'wrap'), small, { hide: 'wrap' }),
    '7-Zip': () => sevenZipArchive(join(place, 'seven'), small, '-mem=AES256'),
    'zip.js': () => zipJsArchive(place, small),
  }

  it.each(
    Object.entries(makers),
  )('refuses or gives exactly what was sealed, whatever bit is turned: %s', async (maker, make) => {
    const path = await make()
    const bytes = readFileSync(path)
    const hands = await Hands.on((await visit()).page)
    // names of archives without a list are in the hands of whoever changes them
    const identity = (file: File) => (maker.startsWith('Waybill') ? `${file.name} ${file.sha256}` : `${file.sha256}`)
    const whole = (await hands.open(bytes)).files
    for (const content of Object.values(small)) expect(whole.map(file => file.sha256)).toContain(sha256(content))
    const { entries } = await ArchiveFile.use(path, readArchive)
    const sealed = (at: number) => entries.some(entry => at >= entry.start && at < entry.start + entry.compressedSize)
    const positions = Array.from(bytes.keys()).filter(
      at => full || at % (sealed(at) ? 37 : maker === 'Waybill' ? 1 : 5) === 0,
    )
    const outcomes = await hands.openChanged(
      bytes,
      positions.map(at => ({ at, mask: 1 << (at % 8) })),
    )
    const verdicts = outcomes.map(outcome => verdict(outcome, whole.map(identity), identity))
    expect(new Set(verdicts)).toEqual(new Set(['refused', 'exact']))
    // what means nothing stands in headers alone
    expect(positions.filter((at, n) => sealed(at) && verdicts[n] === 'exact')).toEqual([])
  })
})
