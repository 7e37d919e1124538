import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../cli/compose.ts'
import { openArchive } from '../../lib/zip/open.ts'
import { askedItems, deletionsDue, purge, transferView } from '../../src/index.ts'
import { bench, day } from '../support/transfers.ts'

// The clock of a bench begins on 2026-01-05 at 09:00 UTC.
const asked = { hold: false, askDeletion: '2026-01-07' }

describe('asking for deletion', () => {
  it('takes a day that is not over, and nothing else', async () => {
    const { world, transfers, request } = await bench()
    const { size } = world.ledger.checkpoint()
    for (const askDeletion of ['2026-01-04', '2026-02-30', 'soon', '']) {
      await expect(transfers.send({ ...request, askDeletion })).rejects.toMatchObject({ code: 'WB-USAGE' })
    }
    expect(world.ledger.checkpoint().size).toBe(size)
    expect((await transfers.plan({ ...request, askDeletion: '2026-01-05' })).deleteBy).toBe(Date.UTC(2026, 0, 5))
  })

  it('takes no day beyond the longest time that a policy keeps anything', async () => {
    const { transfers, request } = await bench()
    const plan = (askDeletion: string) => transfers.plan({ ...request, askDeletion })
    expect((await plan('2055-12-29')).deleteBy).toBe(Date.UTC(2055, 11, 29))
    for (const far of ['2055-12-30', '9999-12-31']) {
      await expect(plan(far)).rejects.toMatchObject({ code: 'WB-USAGE', message: expect.stringContaining('30 years') })
    }
  })

  it('is in the signed intent and in the sealed page', async () => {
    const { world, send, out } = await bench()
    const record = await send(asked)
    expect(record.events[0]?.d.deleteBy).toBe(Date.UTC(2026, 0, 7))
    const password = world.ledger.vault.get(record.id)
    if (password === null) throw new Error('no password')
    await openArchive(record.plan?.final ?? '', password, join(out, 'o'), { random: systemRandom })
    expect(readFileSync(join(out, 'o', 'WAYBILL.txt'), 'utf8')).toContain('Please delete them by 2026-01-07, and tell')
    expect((await send({ hold: false })).events[0]?.d.deleteBy).toBeNull()
  })

  it('is due when the day is over and nobody answered, also after the transfer was closed', async () => {
    const { world, transfers, clock, send } = await bench()
    const { id } = await send(asked)
    const kept = await send({ ...asked, hold: true })
    await send({ hold: false })
    const due = () => deletionsDue(world).map(record => record.id)
    clock.advance(2 * day)
    expect(due()).toEqual([])
    clock.advance(15 * 3_600_000)
    expect(due()).toEqual([id])
    clock.advance(30 * day)
    await send({ hold: true }) // ends what is due
    expect([transfers.read(id).state, transfers.read(kept.id).state]).toEqual(['closed', 'expired'])
    expect(due()).toEqual([id])
    expect(transferView(world, transfers.read(id)).deletion?.due).toBe(true)
    expect(transferView(world, transfers.read(kept.id)).deletion?.due).toBe(false)
    const answered = await transfers.answerDeletion(id, 'deleted', 'Ada Lovelace')
    expect(due()).toEqual([])
    expect(transferView(world, answered).deletion).toEqual({
      askedBy: '2026-01-07',
      answer: 'deleted',
      by: 'Ada Lovelace',
      at: answered.events.at(-1)?.ts,
      due: false,
    })
    expect(JSON.stringify(answered.events.at(-1)?.d)).toBe('{"answer":"deleted"}')
  })

  it('takes the answer that the files are kept, a later one, and one that nobody asked for', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ hold: false })
    expect(transferView(world, transfers.read(id)).deletion).toBeNull()
    await transfers.answerDeletion(id, 'kept')
    const view = transferView(world, await transfers.answerDeletion(id, 'deleted'))
    expect(view.deletion).toMatchObject({ askedBy: null, answer: 'deleted', by: null })
    expect(view.life.at(-1)).toMatchObject({ event: 'deletion.answered', says: 'operator' })
  })

  it('keeps no name of a recipient who was shredded', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send(asked)
    await transfers.cancel(id)
    await purge(world, askedItems(world, id, ['contact']))
    await expect(transfers.answerDeletion(id, 'deleted', 'Ada')).rejects.toMatchObject({ code: 'WB-SHREDDED' })
    expect(transferView(world, await transfers.answerDeletion(id, 'deleted')).deletion?.by).toBeNull()
  })
})
