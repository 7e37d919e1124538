import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { listArchive, openArchive } from '../../lib/zip/open.ts'
import { filesView } from '../../src/index.ts'
import { bench, day } from '../support/transfers.ts'
import { seededRandom } from '../support/world.ts'

// With the real engine, from `send` to `open`; `hiding.test.ts` has what belongs to `src` alone.

describe('an archive sent with --hide-names wrap', () => {
  it('shows one name, and gives every file back under its own', async () => {
    const made = await bench()
    mkdirSync(join(made.sources, 'Jane Doe', 'empty'), { recursive: true })
    writeFileSync(join(made.sources, 'Jane Doe', 'dismissal.pdf'), 'the dismissal')
    writeFileSync(join(made.sources, 'WAYBILL.txt'), 'a file of that name')
    const { id } = await made.send({ hideNames: 'wrap' })
    const record = made.transfers.read(id)
    const path = record.plan?.final ?? ''

    const { entries } = await listArchive(path)
    expect(entries.map(({ name }) => name)).toEqual(['files.zip', 'WAYBILL.txt'])
    expect(entries[0]?.modified).toBe(made.clock.now() - (made.clock.now() % day))
    expect(readFileSync(path).toString('latin1')).not.toMatch(/jane|doe|dismissal|people/i)

    const into = join(made.out, 'opened')
    const password = made.world.ledger.vault.get(id) ?? Secret.fromText('')
    await openArchive(path, password, into, { random: seededRandom(1) })
    const files = ['exports/Jane Doe/dismissal.pdf', 'exports/WAYBILL.txt', 'exports/people.csv']
    const folders = ['exports', 'exports/Jane Doe', 'exports/Jane Doe/empty']
    expect(readdirSync(into, { recursive: true }).sort()).toEqual([...files, ...folders, 'WAYBILL.txt'].sort())
    expect(readFileSync(join(into, 'exports', 'Jane Doe', 'dismissal.pdf'), 'utf8')).toBe('the dismissal')

    expect(filesView(record)?.map(({ name, as }) => [name, as])).toEqual([
      ['files.zip', 'files.zip'],
      ['exports/Jane Doe/dismissal.pdf', 'files.zip'],
      ['exports/Jane Doe/empty/', 'files.zip'],
      ['exports/WAYBILL.txt', 'files.zip'],
      ['exports/people.csv', 'files.zip'],
      ['WAYBILL.txt', 'WAYBILL.txt'],
    ])
  })
})
