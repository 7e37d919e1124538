import { linkSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { whatLeft } from '../../cli/what-left.ts'
import { Transfers, transferView, WaybillError, type World } from '../../src/index.ts'
import { type Bench, bench, day, hour, type Provider, typesOf } from '../support/transfers.ts'

/** Ways to a state, each with what a cancellation there must say. */
const ways: Record<string, [facts: object, go: (bench: Bench) => Promise<string>]> = {
  intended: [{ archive: 'none', password: 'kept' }, made => cutOffAt(made, 'seal')],
  sealed: [{ archive: 'none', password: 'kept' }, made => cutOffAt(made, 'check')],
  'sealed and published': [{ archive: 'made', password: 'kept' }, cutOffAfterLink],
  held: [{ archive: 'made', password: 'kept' }, async ({ send }) => (await send({ hold: true })).id],
  'held, the archive handed over': [{ archive: 'handed-over', password: 'kept' }, handedOver],
  locked: [{ archive: 'made', password: 'kept' }, locked],
  released: [{ archive: 'made', password: 'released' }, released],
  failed: [{ archive: 'made', password: 'failed' }, made => conveyed(made, 'refuses')],
  unknown: [{ archive: 'made', password: 'unknown' }, made => conveyed(made, 'lost')],
  'failed, after an outcome that nobody knew': [{ archive: 'made', password: 'unknown' }, failedAfterUnknown],
  accepted: [{ archive: 'made', password: 'accepted', withdrawn: true }, made => conveyed(made, 'takes')],
  'accepted, and gone': [{ archive: 'made', password: 'accepted' }, acceptedAndGone],
  delivered: [{ archive: 'made', password: 'delivered' }, delivered],
  confirmed: [{ archive: 'made', password: 'delivered' }, confirmed],
}

describe('cancel', () => {
  it.each(Object.entries(ways))('when %s says what had left', async (name, [facts, go]) => {
    const made = await bench()
    const { world, transfers } = made
    const id = await go(made)
    expect(name).toContain(transfers.read(id).state)
    const cancelled = await transfers.cancel(id)
    const end = cancelled.events.findIndex(event => event.type === 'transfer.cancelled')
    const { d } = cancelled.events[end] ?? {}
    expect(d).toEqual({ reason: 'operator', withdrawn: false, ...facts })
    expect(typesOf(cancelled)[end + 1]).toBe('password.destroyed')
    expect(transferView(world, cancelled).cancelled).toEqual(d)
    expect(world.ledger.vault.ids()).toEqual([])
    expect(readdirSync(made.out)).toEqual(d?.archive === 'none' ? [] : [`${cancelled.short}.zip`])
    expect(transferView(world, cancelled).password.left).toBe(d?.password)
    await expect(transfers.cancel(id)).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it('looks first for a text that may have left, and withdraws it', async () => {
    const made = await bench()
    const { id } = await made.transfers.read(await conveyed(made, 'silent'))
    const cancelled = transferView(made.world, await made.transfers.cancel(id)).cancelled
    expect(cancelled).toMatchObject({ password: 'accepted', withdrawn: true })
  })

  it('does not depend on a provider that answers', async () => {
    for (const mood of ['takes', 'silent'] as const) {
      const made = await bench()
      const id = await conveyed(made, mood)
      made.provider.gone = true
      const cancelled = transferView(made.world, await made.transfers.cancel(id)).cancelled
      expect(cancelled).toMatchObject({ password: mood === 'takes' ? 'accepted' : 'unknown', withdrawn: false })
    }
  })

  it('can be done when the key is gone, and says that nobody was asked', async () => {
    const made = await bench()
    const id = await conveyed(made, 'takes')
    made.provider.courier.cancel = async () => {
      throw new WaybillError('WB-CREDENTIALS', 'No key.', 'Get one.')
    }
    const told: string[] = []
    const onFinding = ({ code }: { code: string }) => told.push(code)
    expect((await made.transfers.cancel(id, { onFinding })).state).toBe('cancelled')
    expect(told).toEqual(['courier.not-asked'])
  })

  it('does not hide a text before, whose outcome nobody knew, behind one that was withdrawn', async () => {
    const made = await bench()
    const id = await conveyed(made, 'lost')
    for (let look = 0; look < 2; look++) {
      await made.transfers.status(id)
      made.clock.advance(hour)
    }
    made.provider.mood = 'takes'
    expect((await made.transfers.release(id, { override: 'nothing came' })).state).toBe('accepted')
    const { cancelled } = transferView(made.world, await made.transfers.cancel(id))
    expect(cancelled).toMatchObject({ password: 'unknown', withdrawn: true })
    expect(whatLeft(cancelled ?? {}, 'alias').join(' ')).toMatch(/withdrawn.*may have left/)
  })

  it('says that something went to the wrong person', async () => {
    const made = await bench()
    const id = await conveyed(made, 'takes')
    const cancelled = transferView(made.world, await made.transfers.cancel(id, { misSent: true })).cancelled
    expect(cancelled?.reason).toBe('mis-sent')
  })

  it('does not take back what an end was', async () => {
    const { world, transfers, clock, send } = await bench()
    const held = await send({ hold: true })
    clock.advance(8 * day)
    await send({ hold: false }) // ends what is due
    await expect(transfers.cancel(held.id)).rejects.toMatchObject({ code: 'WB-STATE' })
    expect(transferView(world, transfers.read(held.id)).password.left).toBe('kept')
  })
})

describe('a send that fails', () => {
  it('is cancelled, and leaves nothing', async () => {
    const { world, out, request } = await bench()
    const failing = new Transfers(breaking(world, 'check'))
    await expect(failing.send(request)).rejects.toMatchObject({ code: 'WB-IO' })
    const [id] = [...world.ledger.events({ type: 'transfer.intended' })].map(event => event.xfer ?? '')
    const record = failing.read(id ?? '')
    expect(record.events.at(-2)?.d).toMatchObject({ reason: 'failed', archive: 'none', password: 'kept' })
    expect(readdirSync(out)).toEqual([])
    expect(world.ledger.vault.ids()).toEqual([])
  })
})

describe('a resume that fails', () => {
  it('leaves no temporary file, and can be tried again', async () => {
    const made = await bench()
    const id = await cutOffAt(made, 'seal')
    await expect(new Transfers(breaking(made.world, 'check')).resume(id)).rejects.toMatchObject({ code: 'WB-IO' })
    expect(readdirSync(made.out)).toEqual([])
    expect(made.transfers.read(id).state).toBe('sealed')
    expect((await made.transfers.resume(id)).state).toBe('held')
  })
})

function breaking(world: World, effect: 'seal' | 'check'): World {
  const broken = () => Promise.reject(new WaybillError('WB-IO', 'The disk broke.', 'Get another.'))
  return { ...world, engine: { ...world.engine, [effect]: broken } }
}

/** As a crash would: nothing that comes after is done. */
class Crash extends Error {}

async function cutOffAt({ world, request }: Bench, effect: 'seal' | 'check'): Promise<string> {
  const crash = () => Promise.reject(new Crash())
  return crashed({ ...world, engine: { ...world.engine, [effect]: crash } }, request)
}

/** After the link of a publication, before its unlink. */
function cutOffAfterLink({ world, request }: Bench): Promise<string> {
  const publish = async (temporary: string, final: string) => {
    linkSync(temporary, final)
    throw new Crash()
  }
  return crashed({ ...world, disk: { ...world.disk, publish } }, request)
}

/** Neither the temporary file is removed nor the transfer cancelled. */
async function crashed(world: World, request: Bench['request']): Promise<string> {
  const remove = () => Promise.reject(new Crash())
  const dying = new Transfers({ ...world, disk: { ...world.disk, remove } })
  await expect(dying.send(request)).rejects.toThrow(Crash)
  return world.ledger.vault.ids()[0] ?? ''
}

async function handedOver({ transfers, send }: Bench): Promise<string> {
  const { id } = await send({ hold: true })
  await transfers.handedOver(id, 'mail')
  return id
}

async function locked({ transfers, send }: Bench): Promise<string> {
  const { id } = await send({ hold: true })
  for (let wrong = 0; wrong < 5; wrong++) await transfers.release(id, { receipt: '0' }).catch(() => {})
  return id
}

async function released({ transfers, send }: Bench): Promise<string> {
  const { id } = await send({ channel: 'phone', hold: true })
  await transfers.release(id, { override: 'a reason' })
  return id
}

async function conveyed({ provider, send }: Bench, mood: Provider['mood']): Promise<string> {
  provider.mood = mood
  return (await send({ hold: false })).id
}

async function acceptedAndGone(made: Bench): Promise<string> {
  made.provider.cancels = false
  return conveyed(made, 'takes')
}

async function failedAfterUnknown(made: Bench): Promise<string> {
  const { transfers, provider, clock } = made
  const id = await conveyed(made, 'lost')
  for (let look = 0; look < 2; look++) {
    clock.advance(hour)
    await transfers.status(id)
  }
  provider.mood = 'refuses'
  await transfers.release(id, { override: 'nothing arrived' })
  return id
}

async function delivered(made: Bench): Promise<string> {
  const id = await conveyed(made, 'takes')
  made.provider.status = { state: 'delivered' }
  await made.transfers.status(id)
  return id
}

async function confirmed(made: Bench): Promise<string> {
  const id = await delivered(made)
  await made.transfers.confirm(id)
  return id
}
