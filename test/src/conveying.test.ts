import { describe, expect, it } from 'vitest'
import { stopIfAborted } from '../../lib/courier/courier.ts'
import { cutOff, type Engine, Transfers, transferView, WaybillError } from '../../src/index.ts'
import { commitStep } from '../../src/step.ts'
import { type Bench, bench, hour, reopen, typesOf } from '../support/transfers.ts'

const minute = hour / 60

/** A transfer whose text may have left, and nobody says. */
async function unknown(mood: 'silent' | 'lost'): Promise<Bench & { id: string }> {
  const made = await bench()
  made.provider.mood = mood
  const { id, state } = await made.send({ hold: false })
  expect(state).toBe('unknown')
  return { ...made, id }
}

describe('a password that is conveyed', () => {
  it('is requested before the courier is asked, and delivered when the provider says so', async () => {
    const { world, transfers, provider, send } = await bench()
    provider.meanwhile = () => expect([...world.ledger.events()].at(-1)?.type).toBe('password.requested')
    const { id } = await send({ hold: false })
    expect((await transfers.status(id)).state).toBe('accepted')
    provider.status = { state: 'delivered' }
    const delivered = await transfers.status(id)
    expect(typesOf(delivered)).toContain('password.delivered')
    expect(provider.taken.map(({ reference }) => reference)).toEqual([delivered.short])
  })

  it('that a courier throws about is failed when it explains itself, and unknown when it does not', async () => {
    const { provider, send } = await bench()
    provider.meanwhile = () => {
      throw new WaybillError('WB-NO-SPACE', 'No space.', 'Free some.')
    }
    expect((await send({ hold: false })).state).toBe('failed')
    provider.meanwhile = () => {
      throw new Error('a bug in a courier')
    }
    expect((await send({ hold: false })).state).toBe('unknown')
  })

  it('goes to the number of the signed intent', async () => {
    const { world, provider, send } = await bench()
    const told: string[] = []
    const { deliver } = provider.courier
    provider.courier.deliver = (message, signal) => {
      told.push(String(message.to))
      return deliver(message, signal)
    }
    await send({ hold: false, phone: '+49 151 12345679' })
    expect(told).toEqual(['+4915112345679'])
    expect(world.ledger.vault.ids()).toHaveLength(1)
  })

  it('can be sent over another channel when it is proven that it did not arrive', async () => {
    const { transfers, provider, send } = await bench()
    provider.mood = 'refuses'
    const failed = await send({ hold: false })
    expect(failed.state).toBe('failed')
    const released = await transfers.release(failed.id, { channel: 'phone' })
    expect(released.state).toBe('released')
    expect(released.events.findLast(event => event.type === 'transfer.released')?.d).toEqual({
      by: 'other-channel',
      channel: 'phone',
    })
  })
})

describe('an unknown outcome', () => {
  it('is never sent again by itself', async () => {
    const { transfers, provider, id, clock } = await unknown('lost')
    for (let look = 0; look < 5; look++) {
      clock.advance(hour)
      expect((await transfers.resume(id)).state).toBe('unknown')
      expect((await transfers.status(id)).state).toBe('unknown')
    }
    expect(typesOf(transfers.read(id)).filter(type => type === 'password.requested')).toHaveLength(1)
    expect(provider.taken).toEqual([])
  })

  it('is adopted when it is found at the provider, and not sent again', async () => {
    const { transfers, provider, id } = await unknown('silent')
    const found = await transfers.status(id)
    expect(found.state).toBe('accepted')
    expect(found.events.at(-1)).toMatchObject({ type: 'password.accepted', d: { adopted: true } })
    expect(provider.taken).toHaveLength(1)
  })

  it('is looked for by all that is known, and by what is no other transfer’s', async () => {
    const { transfers, provider, send, id } = await unknown('silent')
    const second = await send({ hold: false, to: 'Grace Hopper' })
    const elsewhere = await send({ hold: false, phone: '+4915112345679' })
    expect([second.state, elsewhere.state]).toEqual(['unknown', 'unknown'])
    for (const one of [id, second.id, elsewhere.id]) await transfers.status(one)
    expect(provider.sought.map(({ reference, to }) => ({ reference, to }))).toEqual([
      { reference: transfers.read(id).short, to: '+4915112345678' },
      { reference: second.short, to: '+4915112345678' },
      { reference: elsewhere.short, to: '+4915112345679' },
    ])
    const requested = transfers.read(id).events.find(event => event.type === 'password.requested')
    expect(provider.sought[0]?.since.toISOString()).toBe(requested?.ts)
    expect(provider.sought[0]?.isAdopted('found')).toBe(true)
    expect(provider.sought[0]?.isAdopted('another')).toBe(false)
  })

  it('can only be cancelled where nobody can look for it', async () => {
    const made = await unknown('silent')
    const { reconcile: _, ...blind } = made.provider.courier
    const transfers = new Transfers({ ...made.world, courier: blind })
    for (let look = 0; look < 3; look++) {
      made.clock.advance(hour)
      expect((await transfers.status(made.id)).state).toBe('unknown')
    }
    await expect(transfers.release(made.id, { override: 'called' })).rejects.toMatchObject({
      code: 'WB-STATE',
      hint: expect.stringContaining('cancel it'),
    })
  })

  it('is not looked for in another account', async () => {
    const made = await bench()
    made.provider.courier.account = async () => 'a'.repeat(64)
    made.provider.mood = 'lost'
    const { id } = await made.send({ hold: false })
    made.provider.courier.account = async () => 'b'.repeat(64)
    await expect(made.transfers.status(id)).rejects.toMatchObject({ code: 'WB-PROVIDER' })
    expect(made.transfers.read(id).events.filter(({ d }) => d.looked === true)).toEqual([])
    expect(made.provider.sought).toEqual([])
  })

  it('stays when the provider cannot be asked, and the request is on record', async () => {
    const { transfers, provider, id } = await unknown('silent')
    provider.gone = true
    await expect(transfers.status(id)).rejects.toMatchObject({ code: 'WB-NO-CONNECTION' })
    const last = transfers.read(id).events.at(-1)
    expect(last).toMatchObject({
      type: 'provider.request',
      d: { call: 'reconcile', host: 'gateway.example.com', outcome: 'none' },
    })
    expect(transfers.read(id).state).toBe('unknown')
  })

  it('may be sent again after two looks ten minutes apart, with a reason', async () => {
    const { transfers, provider, id, clock } = await unknown('lost')
    const again = () => transfers.release(id, { override: 'called: nothing arrived' }).catch(error => error.code)
    expect(await again()).toBe('WB-STATE')
    clock.advance(hour)
    expect(await again(), 'waiting is not looking').toBe('WB-STATE')
    await transfers.status(id)
    expect(await again()).toBe('WB-STATE')
    clock.advance(10 * minute - 1)
    await transfers.status(id)
    expect(await again()).toBe('WB-STATE')
    clock.advance(1)
    await transfers.status(id)
    await expect(transfers.release(id, {})).rejects.toMatchObject({ code: 'WB-STATE' })
    provider.mood = 'takes'
    expect(await again()).toMatchObject({ state: 'accepted' })
    expect(transfers.read(id).events.findLast(event => event.type === 'transfer.released')?.d.by).toBe('again')
  })

  it('needs two looks of its own after it was sent again', async () => {
    const { transfers, id, clock } = await unknown('lost')
    for (let look = 0; look < 2; look++) {
      await transfers.status(id)
      clock.advance(10 * minute)
    }
    await transfers.status(id)
    const again = () => transfers.release(id, { override: 'nothing arrived' })
    expect((await again()).state).toBe('unknown')
    await transfers.status(id)
    await expect(again()).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it('is not looked at by a wall clock that somebody turned on', async () => {
    const made = await unknown('lost')
    const { transfers, id, clock } = made
    await transfers.status(id)
    const { now } = clock
    clock.now = () => now() + hour
    await transfers.status(id)
    const again = () => transfers.release(id, { override: 'nothing arrived' })
    await expect(again()).rejects.toMatchObject({ code: 'WB-STATE' })
    clock.advance(10 * minute)
    await transfers.status(id)
    expect((await again()).state).toBe('unknown')
  })

  it('is what a request without an outcome is, for another process too', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ channel: 'phone', hold: true })
    await transfers.release(id, { override: 'a reason' })
    commitStep(world, id, [{ type: 'password.requested', d: { courier: 'http', findable: true, account: null } }])
    expect(transfers.read(id).state).toBe('unknown')
    await expect(transfers.dictate(id, { alphabet: 'nato' }, async () => true)).rejects.toMatchObject({
      code: 'WB-STATE',
    })
    expect(cutOff(world).map(record => record.id)).toEqual([id])
    expect((await transfers.resume(id)).state).toBe('unknown')
    expect(cutOff(world)).toEqual([])
  })
})

describe('a password that a person reads out', () => {
  it('is shown, and delivered on their word alone', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ channel: 'phone', hold: true })
    const receipt = transferView(world, transfers.read(id)).receiptCode ?? ''
    const shown: string[] = []
    const read = (answer: boolean) => async (password: { use<T>(borrow: (text: string) => T): T }) => {
      shown.push(password.use(text => text))
      return answer
    }
    const request = { receipt, alphabet: 'din5009' as const }
    await expect(transfers.dictate(id, { ...request, receipt: '0' }, read(true))).rejects.toMatchObject({
      code: 'WB-RECEIPT',
    })
    expect(shown).toEqual([])
    expect((await transfers.dictate(id, request, read(false))).state).toBe('released')
    const delivered = await transfers.dictate(id, request, read(true))
    expect(delivered.state).toBe('delivered')
    const [one, ...others] = new Set(shown)
    expect(one).toMatch(/^[2-9a-z]{4}(-[2-9a-z]{4}){4}$/)
    expect(others).toEqual([])
    const last = delivered.events.at(-1)
    expect(last).toMatchObject({ type: 'password.dictated', d: { channel: 'phone', alphabet: 'din5009' } })
    expect(last && world.ledger.disclosed(last)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'readBy', value: 'Grace Hopper' }),
        expect.objectContaining({ name: 'readTo', value: 'Ada Lovelace' }),
      ]),
    )
    await expect(transfers.dictate(id, request, read(true))).rejects.toMatchObject({ code: 'WB-STATE' })
  })

  it('is attested with the names of who read and who listened', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ channel: 'phone', hold: true })
    const request = { override: 'known voice', alphabet: 'nato' as const, by: 'Alan Turing', to: 'Mary Somerville' }
    const record = await transfers.dictate(id, request, async () => true)
    const { attestation } = transferView(world, record)
    const at = record.events.at(-1)?.ts
    expect(attestation).toEqual({ by: 'Alan Turing', to: 'Mary Somerville', how: 'called-number-on-record', at })
  })

  it('stays released when the reading fails, and may be read out anew', async () => {
    const { transfers, send } = await bench()
    const { id } = await send({ channel: 'in-person', phone: undefined, hold: true })
    const request = { override: 'face to face', alphabet: 'nato' as const }
    await expect(transfers.dictate(id, request, () => Promise.reject(new Error('no terminal')))).rejects.toThrow()
    expect(transfers.read(id).state).toBe('released')
    expect((await transfers.dictate(id, request, async () => true)).state).toBe('delivered')
  })
})

describe('what was cut off', () => {
  it('is also a released password that no courier was asked for, not one that waits for a person', async () => {
    const made = await bench()
    const { world, transfers, provider, send } = made
    const person = await send({ channel: 'phone', hold: true })
    await transfers.release(person.id, { override: 'a reason' })
    const { id } = await send({ hold: true })
    commitStep(world, id, [{ type: 'transfer.released', d: { by: 'receipt', channel: 'sms' } }])
    const home = await reopen(made)
    expect(cutOff(home).map(record => record.id)).toEqual([id])
    home.ledger.close()
    expect((await transfers.resume(id)).state).toBe('accepted')
    expect(provider.taken).toHaveLength(1)
  })
})

describe('an interruption', () => {
  it('before the password is let go leaves a transfer that can be resumed', async () => {
    const controller = new AbortController()
    const { world, transfers, provider, request } = await bench()
    const check: Engine['check'] = async (...archive) => {
      const report = await world.engine.check(...archive)
      controller.abort()
      return report
    }
    const sending = new Transfers({ ...world, engine: { ...world.engine, check } })
    await expect(sending.send({ ...request, hold: false }, controller)).rejects.toMatchObject({
      code: 'WB-INTERRUPTED',
    })
    expect(provider.taken).toEqual([])
    const [cut] = cutOff(world)
    expect(cut?.state).toBe('checked')
    expect((await transfers.resume(cut?.id ?? '')).state).toBe('accepted')
  })

  it('after the request and before anything left is recorded as failed', async () => {
    const controller = new AbortController()
    const { world, transfers, provider, send } = await bench()
    const { id } = await send({ hold: true })
    provider.meanwhile = () => {
      controller.abort()
      stopIfAborted(controller.signal)
    }
    const released = transfers.release(id, { override: 'a reason' }, controller)
    await expect(released).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(transfers.read(id).state).toBe('failed')
    expect(world.ledger.vault.ids()).toEqual([id])
  })
})
