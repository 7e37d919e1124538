import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  askedItems,
  cardOf,
  cardText,
  companionsOf,
  purge,
  retention,
  Transfers,
  transferView,
  type World,
} from '../../src/index.ts'
import { bench, day, typesOf } from '../support/transfers.ts'

const page = Buffer.from('<!doctype html><title>a page</title>')
const asked = { hold: true, card: true, opener: true }

async function desk(opener: Uint8Array | null = page) {
  const made = await bench()
  const { companions } = made.world
  const world: World = { ...made.world, companions: { ...companions, opener: async () => opener } }
  const around = (disk: Partial<World['disk']>) => new Transfers({ ...world, disk: { ...world.disk, ...disk } })
  return { ...made, world, transfers: new Transfers(world), around, left: () => readdirSync(made.out).sort() }
}

describe('beside an archive', () => {
  it('lie the card and the page, for their owner alone, each on record with its digest', async () => {
    const { world, transfers, request, out, left } = await desk()
    const record = await transfers.send({ ...request, ...asked })
    const { short } = record
    expect(left()).toEqual([`${short}-card.html`, `${short}-card.txt`, `${short}.zip`, `open-${short}.html`].sort())
    expect(readFileSync(join(out, `open-${short}.html`))).toEqual(page)
    expect(readFileSync(join(out, `${short}-card.txt`), 'utf8')).toBe(cardText(cardOf(world, record)))
    for (const name of left()) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
    const companions = companionsOf(world, record)
    expect(companions).toHaveLength(3)
    for (const { path, sha256 } of companions) {
      expect(
        createHash('sha256')
          .update(readFileSync(path ?? ''))
          .digest('hex'),
      ).toBe(sha256)
    }
    const types = typesOf(record)
    expect(types.indexOf('archive.accompanied')).toBe(types.indexOf('transfer.checked') + 1)
    const text = join(out, `${short}-card.txt`)
    const [sha256] = companions.flatMap(one => (one.kind === 'opener' ? [one.sha256] : []))
    expect(transferView(world, record)).toMatchObject({
      card: { text, html: text.replace('.txt', '.html') },
      opener: { path: join(out, `open-${short}.html`), sha256 },
    })
  })

  it('lies nothing that was not asked for; the policy can ask for the page, and a flag against it', async () => {
    const { world, request, left } = await desk()
    const policy = { ...world.policy, opener: 'beside' as const }
    const transfers = new Transfers({ ...world, policy })
    await transfers.send({ ...request, hold: true, opener: false })
    expect(left()).toHaveLength(1)
    const { events } = await transfers.send({ ...request, hold: true })
    const d = events.find(({ type }) => type === 'archive.accompanied')?.d
    expect(d).toEqual({ card: false, opener: createHash('sha256').update(page).digest('hex') })
  })

  it('leaves nothing of a card in the clear ledger, with which a guess could be compared, and nothing at all after a shred', async () => {
    const { world, transfers, request } = await desk()
    const { id } = await transfers.send({ ...request, ...asked })
    const record = transfers.read(id)
    const digests = companionsOf(world, record).map(({ sha256 }) => sha256 ?? '')
    const lines = JSON.stringify(record.events)
    expect(digests.map(digest => lines.includes(digest))).toEqual([false, false, true])
    await transfers.cancel(id)
    await purge(world, askedItems(world, id, ['files']))
    const after = transferView(world, transfers.read(id))
    expect(after).toMatchObject({ card: { text: null, html: null }, opener: { path: null, sha256: digests[2] } })
    expect(companionsOf(world, transfers.read(id)).map(({ sha256 }) => sha256)).toEqual([null, null, digests[2]])
  })

  it('needs the page before anything is done', async () => {
    const { world, transfers, request, left } = await desk(null)
    const size = world.ledger.checkpoint().size
    await expect(transfers.send({ ...request, ...asked })).rejects.toMatchObject({ code: 'WB-NO-OPENER' })
    expect([left(), world.ledger.checkpoint().size]).toEqual([[], size])
  })

  it('never replaces what lies there; the password waits, and resume goes on', async () => {
    const { world, transfers, request, around, left } = await desk()
    let foreign = ''
    const faced = around({
      write: async (temporary, final, bytes) => {
        if (final.endsWith('.html')) {
          foreign = final
          writeFileSync(final, 'somebody else’s')
        }
        await world.disk.write(temporary, final, bytes)
      },
    })
    const failed = await faced.send({ ...request, ...asked, hold: false }).catch(error => error)
    expect(failed).toMatchObject({ code: 'WB-EXISTS', hint: expect.stringContaining('waybill resume WB-') })
    expect(readFileSync(foreign, 'utf8')).toBe('somebody else’s')
    expect(left().filter(name => name.endsWith('.tmp'))).toEqual([])
    const [id = ''] = world.ledger.vault.ids()
    expect(transfers.read(id).state).toBe('checked')
    await expect(transfers.resume(id)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    rmSync(foreign)
    expect((await transfers.resume(id)).state).toBe('accepted')
    expect(left()).toHaveLength(4)
  })

  it('leaves nothing half-written on a full disk, and cancel takes away what was laid and is not on record', async () => {
    const { world, request, around, left } = await desk()
    const full = around({
      write: async (temporary, final, bytes) => {
        if (final.endsWith('.txt')) return world.disk.write(temporary, final, bytes)
        writeFileSync(temporary, bytes.subarray(0, 3))
        throw Object.assign(new Error(`no space for ${final}`), { code: 'ENOSPC' })
      },
    })
    await expect(full.send({ ...request, ...asked })).rejects.toThrow('no space')
    expect(left()).toHaveLength(2)
    const [id = ''] = world.ledger.vault.ids()
    writeFileSync(join(request.directory, `.${full.read(id).short}-card.txt.tmp`), 'after a crash')
    expect((await full.cancel(id)).state).toBe('cancelled')
    expect(left()).toHaveLength(1)
    expect((await full.resume(id)).state).toBe('cancelled')
    expect(left()).toHaveLength(1)
  })

  it('replaces with --force, and goes with the archive when that is deleted, unless it was changed', async () => {
    const { world, transfers, request, around, clock, out, left } = await desk()
    const faced = around({
      write: async (temporary, final, bytes) => {
        writeFileSync(final, 'old')
        await world.disk.write(temporary, final, bytes)
      },
    })
    const { id, short } = await faced.send({ ...request, ...asked, force: true })
    expect(readFileSync(join(out, `open-${short}.html`))).toEqual(page)
    await transfers.cancel(id)
    writeFileSync(join(out, `${short}-card.txt`), 'with a line of my own')
    clock.advance(31 * day)
    await purge(world, retention(world).items)
    expect(left()).toEqual([`${short}-card.txt`])
    expect(existsSync(join(out, `${short}.zip`))).toBe(false)
  })
})
