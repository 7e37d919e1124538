import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseManifest } from '../../lib/zip/manifest.ts'
import { askedItems, purge, settle, transferView } from '../../src/index.ts'
import { affected } from '../../src/reports/affected.ts'
import { codeInside } from '../support/code-inside.ts'
import { bench, day, typesOf } from '../support/transfers.ts'

describe('confirm', () => {
  it('takes the code of the sealed page, however it was typed, and no other', async () => {
    const made = await bench()
    const { transfers, send } = made
    const [one, other] = [await send({ hold: false }), await send({ hold: false })]
    const code = await codeInside(made, one.id)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    for (const wrong of ['0000-0000', '', '%', code.slice(1), transferView(made.world, one).receiptCode ?? '']) {
      await expect(transfers.confirm(one.id, wrong)).rejects.toMatchObject({ code: 'WB-CONFIRMATION' })
    }
    await expect(transfers.confirm(other.id, code)).rejects.toMatchObject({ code: 'WB-CONFIRMATION' })
    const confirmed = await transfers.confirm(one.id, ` ${code.toLowerCase().replace('-', ' ')}`)
    expect(confirmed.state).toBe('confirmed')
    expect(confirmed.events.at(-1)?.d).toEqual({ proof: 'code' })
    await expect(transfers.confirm(one.id, code)).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it('takes the word of the sender, and says so', async () => {
    const { transfers, send } = await bench()
    const { id } = await send({ hold: false })
    expect((await transfers.confirm(id)).events.at(-1)?.d).toEqual({ proof: 'word' })
  })

  it('is refused on a word while the password is kept', async () => {
    const { transfers, send } = await bench()
    const { id } = await send({ hold: true })
    await expect(transfers.confirm(id)).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it.each([
    'held',
    'confirmed',
    'cancelled',
    'closed',
    'unknown',
  ] as const)('takes a late code when %s', async state => {
    const made = await bench()
    const { world, transfers, send, provider, clock } = made
    if (state === 'unknown') provider.mood = 'lost'
    const { id } = await send({ hold: state === 'held' })
    const code = await codeInside(made, id)
    if (state === 'confirmed') await transfers.confirm(id)
    if (state === 'cancelled') await transfers.cancel(id, { misSent: true })
    if (state === 'closed') clock.advance(15 * day)
    settle(world)
    expect(transfers.read(id).state).toBe(state)
    await expect(transfers.confirm(id, '0000-0000')).rejects.toMatchObject({ code: 'WB-CONFIRMATION' })
    const record = await transfers.confirm(id, code.toLowerCase())
    expect(record.state).toBe(state)
    const view = transferView(world, record)
    expect(view.life.at(-1)).toMatchObject({ event: 'confirmation.quoted', says: 'recipient', details: {} })
    expect(view.opened).toEqual({ proof: 'code', at: view.life.at(-1)?.at })
    expect(affected(record)).toMatchObject({ reach: 'opened', opened: { proof: 'code' } })
    await expect(transfers.confirm(id, code)).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it('does not call a code wrong that nobody can know any more', async () => {
    const made = await bench()
    const { world, transfers, send } = made
    const { id } = await send({ hold: false })
    const code = await codeInside(made, id)
    await transfers.cancel(id)
    await purge(world, askedItems(world, id, ['contact']))
    await expect(transfers.confirm(id, code)).rejects.toMatchObject({ code: 'WB-SHREDDED' })
  })
})

describe('the archive', () => {
  it('can be handed over in any state, as often as it is, and that changes none', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ hold: true })
    expect(transferView(world, transfers.read(id)).handedOver).toBe(false)
    const handed = await transfers.handedOver(id, 'mail')
    expect(handed.state).toBe('held')
    expect(transferView(world, handed).handedOver).toBe(true)
    await transfers.cancel(id)
    const again = await transfers.handedOver(id, 'portal')
    expect(again.state).toBe('cancelled')
    expect(typesOf(again).filter(type => type === 'archive.handed-over')).toHaveLength(2)
  })

  it('carries the checkpoint that was committed with its intent', async () => {
    const made = await bench()
    const { id, events } = await made.send({ hold: false })
    await codeInside(made, id)
    const size = (events[0]?.seq ?? 0) + 1
    expect(events.find(event => event.type === 'transfer.sealed')?.d.checkpoint).toBe(size)
    const note = made.world.ledger.noteAt(size) ?? ''
    expect(note).toContain(`\n${size}\n`)
    const page = readFileSync(join(made.out, 'opened', 'WAYBILL.txt'), 'utf8')
    expect(parseManifest(page)).toMatchObject({ checkpoint: note, transfer: id })
  })
})

describe('the view of a transfer', () => {
  it('never tells acceptance as delivery, also after it was closed', async () => {
    const { world, transfers, clock, provider, send } = await bench()
    const [accepted, delivered] = [await send({ hold: false }), await send({ hold: false })]
    provider.status = { state: 'delivered' }
    await transfers.status(delivered.id)
    const left = (id: string) => transferView(world, transfers.read(id)).password.left
    expect([left(accepted.id), left(delivered.id)]).toEqual(['accepted', 'delivered'])
    clock.advance(20 * 86_400_000)
    await send({ hold: true }) // ends what is due
    expect(transfers.read(accepted.id).state).toBe('closed')
    expect([left(accepted.id), left(delivered.id)]).toEqual(['accepted', 'delivered'])
  })
})
