import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readShreds } from '../../lib/ledger/shreds.ts'
import { askedItems, purge, requireDate, retention, shredAgain, transferView, WaybillError } from '../../src/index.ts'
import { due, problems, purgeDue, shreds, told } from '../support/purging.ts'
import { bench, day, reopen, typesOf } from '../support/transfers.ts'
import { handClock } from '../support/world.ts'

const year = 365 * day

/** A transfer that has ended, and its archive due. */
async function ended() {
  const made = await bench()
  const { id } = await made.send({ hold: true })
  await made.transfers.cancel(id)
  made.clock.advance(31 * day)
  const path = made.transfers.read(id).plan?.final ?? ''
  const outcome = () => made.world.ledger.eventsOf(id).find(event => event.type === 'archive.deleted')?.d.outcome
  return { ...made, id, path, outcome }
}

describe('the archive', () => {
  it('that is not there any more is told to be missing', async () => {
    const { world, path, outcome } = await ended()
    rmSync(path)
    expect(await purgeDue(world)).toEqual(['archive of transfer: missing'])
    expect(outcome()).toBe('missing')
    expect(due(world)).toEqual([])
  })

  it.each(['changed by one byte', 'replaced by a link to itself', 'replaced by a folder'])('%s is left', async how => {
    const { world, path, outcome, out } = await ended()
    if (how.startsWith('changed')) {
      const bytes = readFileSync(path)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      writeFileSync(path, bytes)
    } else renameSync(path, join(out, 'moved.zip'))
    if (how.includes('link')) symlinkSync(join(out, 'moved.zip'), path)
    if (how.includes('folder')) mkdirSync(path)
    expect(await purgeDue(world)).toEqual(['archive of transfer: changed'])
    expect(outcome()).toBe('changed')
    expect(existsSync(path)).toBe(true)
    if (!how.startsWith('changed')) expect(existsSync(join(out, 'moved.zip'))).toBe(true)
  })

  it('of a folder that is gone waits, until its list of files goes too', async () => {
    const { world, out, clock, outcome } = await ended()
    renameSync(out, `${out}-unplugged`)
    expect(await purgeDue(world)).toEqual(['archive of transfer: WB-NOT-FOUND'])
    expect(outcome()).toBeUndefined()
    renameSync(`${out}-unplugged`, out)
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted'])

    const other = await ended()
    rmSync(other.out, { recursive: true })
    other.clock.advance(year)
    expect(await purgeDue(other.world)).toEqual(['archive of transfer: missing', 'files of transfer: shredded'])
    expect(clock.now()).toBeLessThan(other.clock.now())
  })

  it('that cannot be read keeps its list of files, and stops no other', async () => {
    const { world, path, send, transfers, clock } = await ended()
    await transfers.cancel((await send({ hold: true })).id)
    clock.advance(year)
    const compare: typeof world.disk.compare = async (asked, ...more) =>
      asked === path ? Promise.reject(unreadable) : world.disk.compare(asked, ...more)
    expect(await purgeDue({ ...world, disk: { ...world.disk, compare } })).toEqual([
      'archive of transfer: WB-UNREADABLE',
      'archive of transfer: deleted',
      'files of transfer: left',
      'files of transfer: shredded',
    ])
  })

  it('that went after the intent counts as deleted', async () => {
    const { world, id, path, outcome } = await ended()
    const removeSame = () => Promise.reject(new Error('killed'))
    await expect(purgeDue({ ...world, disk: { ...world.disk, removeSame } })).rejects.toThrow('killed')
    rmSync(path)
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted'])
    expect(outcome()).toBe('deleted')
    expect(world.ledger.eventsOf(id).filter(event => event.type === 'archive.deleting')).toHaveLength(1)
  })
})

const unreadable = new WaybillError('WB-UNREADABLE', 'It may not be read.', 'Check its permissions.')

describe('what a person asks for', () => {
  it('is refused while the transfer is open', async () => {
    const { world, send } = await bench()
    const { id } = await send({ hold: false })
    expect(() => askedItems(world, id, ['contact'])).toThrow(expect.objectContaining({ code: 'WB-STATE' }))
  })

  it('is refused while another text to the same number is unknown', async () => {
    const { world, send, transfers, provider } = await bench()
    const { id } = await send({ hold: false })
    await transfers.cancel(id)
    provider.mood = 'silent'
    const other = await send({ hold: false })
    expect(() => askedItems(world, id, ['contact'])).toThrow(expect.objectContaining({ code: 'WB-STATE' }))
    expect(told(askedItems(world, id, ['files']))).toEqual(['archive of transfer', 'files of transfer'])
    provider.gone = true
    await transfers.cancel(other.id)
    expect(told(askedItems(world, id, ['contact']))).toEqual(['contact of transfer'])
  })

  it('goes whatever the policy says, files with the archive, and the transfer still makes sense', async () => {
    const { world, transfers, home, path, id } = await ended()
    expect(told(askedItems(world, id, ['identity']))).toEqual([])
    expect(told(askedItems(world, id, ['contact']))).toEqual(['contact of transfer'])
    await purge(world, askedItems(world, id, ['files', 'contact']))
    expect(existsSync(path)).toBe(false)
    expect(shreds(world)).toMatchObject([
      { owner: id, class: 'contact', reason: 'asked' },
      { owner: id, class: 'files', reason: 'asked' },
    ])
    expect(askedItems(world, id, ['files', 'contact', 'identity'])).toEqual([])
    const record = transfers.read(id)
    expect(transferView(world, record)).toMatchObject({ archive: null, purpose: null, receiptCode: null })
    expect(typesOf(record).slice(-4)).toEqual([
      'archive.deleting',
      'archive.deleted',
      'personal.shredded',
      'personal.shredded',
    ])
    await expect(transfers.cancel(id)).rejects.toMatchObject({ code: 'WB-STATE' })
    expect((await transfers.resume(id)).state).toBe('cancelled')
    expect((await transfers.status(id)).state).toBe('cancelled')
    expect(await problems(home)).toEqual([])
  })
})

describe('the digests of shreds', () => {
  it('are exactly those that the events of the transfer named', async () => {
    const { world, transfers, id } = await ended()
    const named = (name: string) => transfers.read(id).events.flatMap(event => event.sd[name] ?? [])
    const before = { contact: named('contact').sort(), files: named('files').sort() }
    await purge(world, askedItems(world, id, ['files', 'contact']))
    expect(shreds(world).map(d => d.digests)).toEqual([before.contact, before.files])
  })
})

describe('after a restore', () => {
  it('what is on the list of shreds goes once more', async () => {
    const made = await ended()
    const { home, directory, world, id } = made
    home.ledger.close()
    for (const name of ['ledger.db', 'mark.json']) cpSync(join(directory, name), join(`${directory}.backup`, name))
    const { ledger } = await reopen(made)
    await purge({ ...world, ledger }, askedItems({ ledger }, id, ['contact']))
    ledger.close()
    const list = readShreds(directory)
    for (const name of ['ledger.db', 'mark.json']) cpSync(join(`${directory}.backup`, name), join(directory, name))
    const restored = await reopen(made)
    expect(restored.ledger.holdings(id)).toHaveLength(2)
    expect(restored.ledger.commit(tx => shredAgain(tx, world, list)).value).toBe(1)
    expect(restored.ledger.holdings(id).map(holding => holding.class)).toEqual(['files'])
    expect([...restored.ledger.events({ type: 'personal.shredded' })].map(({ d }) => d)).toMatchObject([
      { owner: id, class: 'contact', reason: 'restored' },
    ])
    expect(await problems(restored)).toEqual([])
    restored.ledger.close()
  })
})

describe('a clock', () => {
  it('that was set back makes nothing due earlier', async () => {
    const start = Date.UTC(2026, 0, 5, 9)
    let now = start
    const clock = { ...handClock(), now: () => now }
    const { world, send, transfers } = await bench({}, clock)
    now = start - 10 * year
    await transfers.cancel((await send({ hold: true })).id)
    now = start + day
    expect(due(world)).toEqual([])
    now = start + 30 * day
    expect(due(world)).toEqual(['archive of transfer'])
    now = start + 3 * year
    expect(due(world)).toEqual(['archive of transfer', 'contact of transfer', 'files of transfer'])
  })

  it('that was once ahead does not keep everything for ever', async () => {
    const start = Date.UTC(2026, 0, 5, 9)
    let now = start
    const clock = { ...handClock(), now: () => now }
    const { world, send, transfers } = await bench({}, clock)
    now = start + 20 * year
    const first = await send({ hold: true })
    await transfers.cancel(first.id)
    now = start + day
    await transfers.cancel((await send({ hold: true })).id)
    now = start + day + year - 1
    expect(due(world)).toEqual(['archive of transfer', 'archive of transfer'])
    now = start + day + year
    expect(due(world)).toHaveLength(4)
  })

  it('that leaps ahead of everything on record must be confirmed with the date, once', async () => {
    const { world, clock, send } = await ended()
    await send({ hold: true })
    clock.advance(year)
    const { quiet } = retention(world)
    const check = (today?: string) => requireDate(world, retention(world).quiet, today)
    expect(quiet).not.toBeNull()
    expect(() => check()).toThrow(
      expect.objectContaining({ code: 'WB-CLOCK', hint: expect.stringContaining('--today 2027-02-05') }),
    )
    expect(() => check('2026-01-05')).toThrow(expect.objectContaining({ code: 'WB-CLOCK' }))
    check('2027-02-05')
    await purgeDue(world)
    expect(retention(world).quiet).toBeNull()
    check()
    clock.advance(year)
    expect(() => check()).toThrow(expect.objectContaining({ code: 'WB-CLOCK' }))
  })

  it('of a home that is used every quarter is never doubted', async () => {
    const made = await bench()
    made.home.ledger.close()
    for (let quarter = 0; quarter < 8; quarter++) {
      made.clock.advance(92 * day)
      const { ledger } = await reopen(made)
      expect(retention({ ...made.world, ledger }).quiet).toBeNull()
      ledger.close()
    }
  })
})
