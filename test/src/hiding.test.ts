import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../lib/ledger/event.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { Secret } from '../../lib/secret.ts'
import { listArchive, openArchive } from '../../lib/zip/open.ts'
import { readArchive } from '../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../lib/zip/reading/archive-file.ts'
import { opensslKeys, readContent } from '../../lib/zip/reading/decrypt.ts'
import { waybillPage } from '../../lib/zip/reading/waybill-page.ts'
import { filesView, type Hiding, type TransferRecord, Transfers, transferView } from '../../src/index.ts'
import { readTransfer } from '../../src/record.ts'
import { visibleAfter, visibleBefore } from '../../src/visible.ts'
import { type Bench, bench, day } from '../support/transfers.ts'
import { seededRandom } from '../support/world.ts'

const personal = 'dismissal-jane-doe.pdf'

/** The bench's folder with these instead of its file; what ends in `/` is an empty folder. */
function fill({ sources }: Bench, ...names: string[]): void {
  rmSync(sources, { recursive: true })
  mkdirSync(sources)
  for (const name of names) {
    mkdirSync(join(sources, name, name.endsWith('/') ? '' : '..'), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(sources, name), `content of ${name}`, { mode: 0o600 })
  }
}

function hideOf(record: TransferRecord): unknown {
  return record.events[0]?.d.names
}

async function archivedNames(record: TransferRecord): Promise<string[]> {
  return (await listArchive(record.plan?.final ?? '')).entries.map(({ name }) => name)
}

function passwordOf({ world }: Bench, { id }: TransferRecord): Secret {
  return world.ledger.vault.get(id) ?? Secret.fromText('')
}

describe('names.hide auto', () => {
  it('leaves names that are plainly harmless', async () => {
    const { send } = await bench()
    const record = await send({})
    expect(hideOf(record)).toBe('no')
    expect(await archivedNames(record)).toEqual(['exports/people.csv', 'WAYBILL.txt'])
  })

  it('puts numbers for names that may be personal, in a file or a folder', async () => {
    const made = await bench()
    for (const name of [personal, 'Jane Doe/data.csv', 'Jane Doe/']) {
      fill(made, name)
      const record = await made.send()
      expect(hideOf(record), name).toBe('alias')
      expect((await archivedNames(record)).join(), name).not.toMatch(/jane|doe/i)
    }
  })

  it('puts numbers when the data are of a special category, whatever the names', async () => {
    const { send, world } = await bench()
    const record = await send({ categories: ['health'] })
    expect(await archivedNames(record)).toEqual(['001.csv', 'WAYBILL.txt'])
    expect(transferView(world, record).names).toEqual({ hide: 'alias', why: ['special'] })
  })
})

describe('--hide-names', () => {
  it.each<[rule: 'auto' | Hiding, asked: Hiding]>([
    ['auto', 'no'],
    ['auto', 'wrap'],
    ['no', 'alias'],
    ['alias', 'wrap'],
    ['wrap', 'alias'],
  ])('over a policy that says %s chooses %s', async (rule, asked) => {
    const { transfers, request } = await bench({ names: { hide: rule } })
    const { names } = await transfers.plan({ ...request, hideNames: asked })
    expect(names).toMatchObject({ hide: asked, why: ['asked'] })
  })

  it.each([
    'alias',
    'wrap',
  ] as const)('cannot show names where the policy says %s, and that is on record', async rule => {
    const { send, world } = await bench({ names: { hide: rule } })
    await expect(send({ hideNames: 'no' })).rejects.toMatchObject({ code: 'WB-POLICY-NAMES' })
    const refused = [...world.ledger.events({ type: 'transfer.refused' })]
    expect(refused.map(({ d }) => d)).toEqual([{ rule: 'WB-POLICY-NAMES' }])
  })

  it('that shows suspicious names is warned of; a wrap that mail may refuse it', async () => {
    const made = await bench()
    const codes = async (hideNames: Hiding) =>
      (await made.transfers.plan({ ...made.request, hideNames })).findings
        .map(({ code }) => code)
        .filter(code => code.startsWith('names.'))
    expect(await codes('no')).toEqual([])
    expect(await codes('wrap')).toEqual(['names.wrapped'])
    fill(made, personal)
    expect(await codes('no')).toEqual(['names.shown'])
    expect(await codes('alias')).toEqual([])
  })
})

describe('alias', () => {
  const names = [personal, 'Jane Doe/data.csv', 'Jane Doe/empty/', 'notes.doe', 'WAYBILL.txt']

  it('leaves nothing of the names, times and modes to see', async () => {
    const made = await bench()
    fill(made, ...names)
    const { plan } = await made.send()
    const { entries } = await listArchive(plan?.final ?? '')
    expect(
      entries
        .slice(0, -1)
        .map(({ name }) => name.replace(/^\d{3}/, ''))
        .sort(),
    ).toEqual(['.bin', '.csv', '.pdf', '.txt', '/'])
    expect(entries.map(({ name }) => name).slice(0, -1)).toEqual(
      entries
        .slice(0, -1)
        .map(({ name }) => name)
        .sort(),
    )
    const today = made.clock.now() - (made.clock.now() % day)
    expect(entries.map(({ modified }) => modified)).toEqual(entries.map(() => today))
    const archive = await ArchiveFile.use(plan?.final ?? '', readArchive)
    const modes = archive.entries.map(({ header, name }) => [
      name.endsWith('/'),
      (header.externalAttributes >>> 16) & 0o777,
    ])
    expect(modes).toEqual(entries.map(({ name }) => (name.endsWith('/') ? [true, 0o755] : [false, 0o644])))
    const raw = readFileSync(plan?.final ?? '').toString('latin1')
    expect(raw).not.toMatch(/jane|doe|dismissal/i)
  })

  it('brings every file back under its true name', async () => {
    const made = await bench()
    fill(made, ...names)
    const record = await made.send()
    const into = join(made.out, 'opened')
    const password = passwordOf(made, record)
    const opened = await openArchive(record.plan?.final ?? '', password, into, { random: seededRandom(1) })
    expect(opened.findings).toEqual([])
    expect(readdirSync(into, { recursive: true }).sort()).toEqual(
      ['WAYBILL.txt', 'exports', ...names.map(name => `exports/${name.replace(/\/$/, '')}`), 'exports/Jane Doe'].sort(),
    )
    for (const name of names.filter(name => !name.endsWith('/'))) {
      expect(readFileSync(join(into, 'exports', name), 'utf8')).toBe(`content of ${name}`)
    }
    for (const { as, name } of opened.manifest?.entries ?? [])
      expect(opened.waybillText).toContain(`  ${as} is ${name}  `)
    expect(opened.manifest?.entries).toHaveLength(names.length)
  })

  it('keeps the true names on record, beside those in the archive', async () => {
    const made = await bench()
    fill(made, ...names)
    const record = made.transfers.read((await made.send()).id)
    const files = filesView(record) ?? []
    expect(files.map(({ as }) => as)).toEqual(await archivedNames(record))
    expect(files.map(({ name }) => name).sort()).toEqual(
      [...names.map(name => `exports/${name}`), 'WAYBILL.txt'].sort(),
    )
    const { findings } = await verifyLedger(made.directory, {})
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([])
  })

  it('keeps the page apart from a source of that name at the root', async () => {
    const made = await bench()
    fill(made, 'WAYBILL.txt')
    const record = await made.send({ paths: [join(made.sources, 'WAYBILL.txt')], hideNames: 'alias' })
    expect(await archivedNames(record)).toEqual(['001.txt', `WAYBILL-${record.short}.txt`])
  })

  it('is drawn anew after a crash, and what is on record is what is in the archive', async () => {
    const made = await bench()
    fill(made, ...Array.from({ length: 30 }, (_, at) => `jane-${at}.pdf`))
    const { world, transfers } = made
    const crash = () => Promise.reject(new Error('cut off'))
    const dying = { ...world, engine: { ...world.engine, check: crash }, disk: { ...world.disk, remove: crash } }
    await expect(new Transfers(dying).send(made.request)).rejects.toThrow('cut off')
    const [id = ''] = world.ledger.vault.ids()
    const before = transfers.read(id)
    const after = await transfers.resume(id)
    expect(after.state).toBe('held')
    expect(after.files?.map(({ name }) => name)).not.toEqual(before.files?.map(({ name }) => name))
    const into = join(made.out, 'opened')
    const { manifest } = await openArchive(after.plan?.final ?? '', passwordOf(made, after), into, {
      random: seededRandom(1),
    })
    expect(manifest?.entries).toEqual(
      after.files?.slice(0, -1).map(({ as, name, bytes, sha256 }) => ({ as, name, bytes, sha256 })),
    )
  })
})

describe('wrap', () => {
  it('puts everything into one inner archive, and the list of what is in it on record', async () => {
    const made = await bench()
    fill(made, personal, 'Jane Doe/data.csv')
    const { world, transfers } = made
    const sent = await made.send({ hideNames: 'wrap' })
    expect(sent.state).toBe('held')
    expect(await archivedNames(sent)).toEqual(['files.zip', 'WAYBILL.txt'])
    expect(transferView(world, sent).names).toEqual({ hide: 'wrap', why: ['asked'] })
    expect(filesView(transfers.read(sent.id))?.map(({ name, as }) => [name, as])).toEqual([
      ['files.zip', 'files.zip'],
      ['exports/Jane Doe/data.csv', 'files.zip'],
      [`exports/${personal}`, 'files.zip'],
      ['WAYBILL.txt', 'WAYBILL.txt'],
    ])
    const page = await pageOf(made, sent)
    expect(page.text).toContain('They are in files.zip.')
    expect(page.text).toContain(`  exports/${personal}  `)
    expect(page.manifest).toMatchObject({ wrapped: 'files.zip', entries: [{ as: 'files.zip', name: 'files.zip' }] })
  })

  it('calls it otherwise where a source has that name', async () => {
    const made = await bench()
    fill(made, 'Files.zip', 'waybill.TXT')
    const paths = ['Files.zip', 'waybill.TXT'].map(name => join(made.sources, name))
    const sent = await made.send({ paths, hideNames: 'wrap' })
    expect(await archivedNames(sent)).toEqual([`files-${sent.short}.zip`, `WAYBILL-${sent.short}.txt`])
  })
})

/** The page, read as another program would. */
async function pageOf(made: Bench, record: TransferRecord) {
  return ArchiveFile.use(record.plan?.final ?? '', async file => {
    const archive = await readArchive(file)
    const page = await waybillPage(archive, entry => readContent(file, entry, opensslKeys(passwordOf(made, record))))
    if (page === null) throw new RangeError('no page')
    return page
  })
}

describe('a transfer of a version that did not hide names', () => {
  it('is read as before', async () => {
    const made = await bench()
    const { id } = await made.send()
    const { ledger } = made.world
    const old = new Proxy(ledger, {
      get: (_, name) => {
        if (name === 'eventsOf')
          return () => ledger.eventsOf(id).map(({ d: { names, ...d }, ...event }) => ({ ...event, d }))
        const value: unknown = Reflect.get(ledger, name)
        if (name !== 'disclosed') return typeof value === 'function' ? value.bind(ledger) : value
        return (event: Event) =>
          JSON.parse(JSON.stringify(ledger.disclosed(event), (key, value) => (key === 'why' ? undefined : value)))
      },
    })
    const record = readTransfer(old, id)
    expect(transferView({ ...made.world, ledger: old }, record).names).toEqual({ hide: null, why: [] })
    expect(record.files).toEqual(made.transfers.read(id).files)
  })
})

describe('the review', () => {
  it('foresees what the archive then shows', async () => {
    const made = await bench()
    for (const hideNames of ['no', 'alias'] as const) {
      fill(made, 'a.txt', 'Jane Doe.pdf', 'empty/')
      const request = { ...made.request, hideNames, out: join(made.out, `${hideNames}.zip`) }
      const before = visibleBefore(await made.transfers.plan(request), seededRandom(1))
      const { files } = made.transfers.read((await made.transfers.send(request)).id)
      const after = visibleAfter(files ?? [])
      const seen = (entries: typeof before) => entries.map(({ name }) => name.replace(/\..*|\/$/, ''))
      expect(seen(before)).toEqual(seen(after))
      expect(
        before
          .slice(0, -1)
          .map(({ bytes }) => bytes)
          .sort(),
      ).toEqual(
        after
          .slice(0, -1)
          .map(({ bytes }) => bytes)
          .sort(),
      )
    }
  })
})
