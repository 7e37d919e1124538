import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../lib/finding.ts'
import { isPhoneNumber } from '../../lib/phone.ts'
import { addContact, defaultPolicy, editContact, Transfers, transferView, WaybillError } from '../../src/index.ts'
import { judgeNumber, type NumberCase, trustOf } from '../../src/number-trust.ts'
import { bench, day, hour } from '../support/transfers.ts'

const phones = ['+4915112345678', '+4915112345679'].filter(isPhoneNumber)
const now = 1_767_600_000_000
const rules = ['allow', 'warn', 'refuse'] as const
const verified = { by: 'Grace Hopper', how: 'contract', at: now } as const

const contacts = fc.record({
  phone: fc.constantFrom(null, ...phones),
  phoneSince: fc.oneof(fc.constant(null), fc.integer({ min: now - 100 * day, max: now + day })),
  phoneReplaced: fc.boolean(),
  verified: fc.constantFrom(null, verified),
})
const cases: fc.Arbitrary<NumberCase> = fc.record({
  contact: fc.option(contacts),
  phone: fc.constantFrom(null, ...phones),
  channel: fc.constantFrom('sms', 'phone', 'in-person'),
  now: fc.constant(now),
})
/** Whole seconds, as the policy has them. */
const restings = fc.integer({ min: 0, max: 90 * 86_400 }).map(seconds => seconds * 1000)

/** 0 allowed, 1 warned, 2 refused; anything else throws. */
function strictness(unverified: (typeof rules)[number], coolingOff: number, asked: NumberCase): number {
  try {
    const { findings } = judgeNumber({ unverified, coolingOff }, asked)
    for (const finding of findings)
      expect(finding).toMatchObject({ level: 'warning', code: expect.stringMatching(/^number\.(unverified|changed)$/) })
    expect(findings.length).toBeLessThan(2)
    return findings.length
  } catch (error) {
    if (error instanceof WaybillError && error.code === 'WB-POLICY-NUMBER') return 2
    throw error
  }
}

describe('the outcome for a number', () => {
  it('is one of three, and never less strict with a stricter policy', () => {
    fc.assert(
      fc.property(cases, restings, restings, (asked, one, other) => {
        const [shorter, longer] = [Math.min(one, other), Math.max(one, other)]
        const outcomes = rules.map(rule => strictness(rule, shorter, asked))
        expect(outcomes[0]).toBe(0)
        expect([0, 1]).toContain(outcomes[1])
        expect(outcomes[2]).toBe(outcomes[1] === 1 ? 2 : 0)
        for (const [at, rule] of rules.entries()) {
          expect(strictness(rule, longer, asked)).toBeGreaterThanOrEqual(outcomes[at] ?? Number.NaN)
        }
      }),
    )
  })

  it('is fine with every policy only for the verified number of the contact itself', () => {
    fc.assert(
      fc.property(cases, restings, (asked, coolingOff) => {
        const trust = trustOf(coolingOff, asked)
        const isOnRecord = asked.phone !== null && asked.contact?.phone === asked.phone
        if (trust === 'verified') expect([isOnRecord, asked.contact?.verified]).toEqual([true, verified])
        if (trust === 'changed') expect([isOnRecord, asked.contact?.phoneReplaced]).toEqual([true, true])
        expect(trust === 'none').toBe(asked.phone === null)
        const isUsed = asked.channel !== 'in-person' && asked.phone !== null
        expect(strictness('refuse', coolingOff, asked)).toBe(isUsed && trust !== 'verified' ? 2 : 0)
      }),
    )
  })

  it('says nothing of the number', () => {
    fc.assert(
      fc.property(cases, restings, (asked, coolingOff) => {
        const said = judgeNumber({ unverified: 'warn', coolingOff }, asked).findings.map(({ message }) => message)
        expect(said.join()).not.toMatch(/151|5678|5679/)
      }),
    )
  })
})

const ada = { recipient: 'Ada Lovelace', phone: '+4915112345678', verified: { how: 'called-back' } } as const
const strict = { numbers: { ...defaultPolicy.numbers, unverified: 'refuse' } } as const
const refused = { code: 'WB-POLICY-NUMBER' }

describe('send', () => {
  async function codesOf({ transfers, request }: Awaited<ReturnType<typeof bench>>, more = {}) {
    const told: Finding[] = []
    const record = await transfers.send({ ...request, ...more }, { onFinding: finding => told.push(finding) })
    return [record.events[0]?.d.number, ...told.map(({ code }) => code)]
  }

  it('warns of a number that nobody verified, and keeps in the intent how far it could be trusted', async () => {
    const made = await bench()
    expect(await codesOf(made)).toEqual(['unverified', 'number.unverified'])
    await addContact(made.world, ada)
    expect(await codesOf(made)).toEqual(['verified'])
    expect(await codesOf(made, { phone: undefined })).toEqual(['verified'])
    expect(await codesOf(made, { phone: '+49 1511 2345678' })).toEqual(['verified'])
    expect(await codesOf(made, { phone: '+4915112345679' })).toEqual(['unverified', 'number.unverified'])
    expect(await codesOf(made, { client: 'North' })).toEqual(['unverified', 'number.unverified'])
    expect(await codesOf(made, { to: 'Bob', channel: 'in-person', phone: undefined })).toEqual(['none'])
    expect(await codesOf(made, { to: 'Bob', channel: 'in-person' })).toEqual(['unverified'])
  })

  it('warns of a number that changed until it has rested, however it was verified', async () => {
    const made = await bench()
    const { world, clock } = made
    await addContact(world, ada)
    clock.advance(30 * day)
    const phone = '+4915112345679'
    await editContact(world, ada.recipient, undefined, { phone, verified: ada.verified })
    const send = () => codesOf(made, { phone: undefined })
    expect(await send()).toEqual(['changed', 'number.changed'])
    clock.advance(23 * hour)
    await editContact(world, ada.recipient, undefined, { verified: { how: 'in-person' } })
    expect(await send()).toEqual(['changed', 'number.changed'])
    clock.advance(hour)
    expect(await send()).toEqual(['verified'])
  })

  it('is refused where the policy wants verified numbers, and that is on record', async () => {
    const { world, send } = await bench(strict)
    await expect(send()).rejects.toMatchObject(refused)
    await expect(send({ channel: 'phone' })).rejects.toMatchObject(refused)
    const events = [...world.ledger.events({ type: 'transfer.refused' })]
    expect(events.map(({ d }) => d.rule)).toEqual(['WB-POLICY-NUMBER', 'WB-POLICY-NUMBER'])
    await addContact(world, ada)
    const record = await send()
    expect(transferView(world, record).numberTrust).toBe('verified')
    await editContact(world, ada.recipient, undefined, { phone: '+4915112345679', verified: ada.verified })
    await expect(send({ phone: undefined })).rejects.toMatchObject(refused)
    await expect(send()).rejects.toMatchObject(refused)
  })

  it('cannot be led around that by a channel that uses no number', async () => {
    const { send, transfers, world } = await bench(strict)
    const { id } = await send({ channel: 'in-person', hold: false })
    for (const channel of ['sms', 'phone'] as const) {
      await expect(transfers.release(id, { channel, override: 'known voice' })).rejects.toMatchObject(refused)
    }
    await addContact(world, ada)
    const known = await send({ channel: 'in-person', hold: false })
    expect((await transfers.release(known.id, { channel: 'sms' })).state).toBe('accepted')
  })

  it.each(['release', 'dictate'] as const)('warns once more at %s of a number that is used after all', async verb => {
    const { send, transfers, world } = await bench()
    const told: string[] = []
    const watch = { onFinding: ({ code }: Finding) => told.push(code) }
    const go = (id: string, channel: 'sms' | 'phone' | 'in-person') =>
      verb === 'release'
        ? transfers.release(id, { channel }, watch)
        : transfers.dictate(
            id,
            { channel: channel === 'sms' ? 'phone' : channel, alphabet: 'nato' },
            async () => true,
            watch,
          )
    await go((await send({ channel: 'in-person', hold: false })).id, 'in-person')
    expect(told).toEqual([])
    await go((await send({ channel: 'in-person', hold: false })).id, 'sms')
    expect(told).toEqual(['number.unverified'])
    await addContact(world, ada)
    await go((await send({ channel: 'in-person', hold: false })).id, 'sms')
    expect(told.length).toBe(1)
  })

  it('is judged by the policy of the release, however it was held before', async () => {
    const { send, transfers, world } = await bench()
    const { id } = await send({ hold: true })
    const stricter = new Transfers({ ...world, policy: { ...world.policy, ...strict } })
    await expect(stricter.release(id, { override: 'known voice' })).rejects.toMatchObject(refused)
    expect(transfers.read(id).state).toBe('held')
    const inPerson = { override: 'known voice', channel: 'in-person' } as const
    expect((await stricter.release(id, inPerson)).state).toBe('released')
  })

  it('that was replaced since the files were sealed gets no password any more', async () => {
    const { send, transfers, world, clock } = await bench({ numbers: { unverified: 'allow', coolingOff: 0 } })
    await addContact(world, ada)
    const { id } = await send({ phone: undefined, hold: true })
    clock.advance(1)
    await editContact(world, ada.recipient, undefined, { phone: '+4915112345679', verified: ada.verified })
    const override = 'known voice'
    const changed = { code: 'WB-STATE', message: expect.stringContaining('changed since') }
    await expect(transfers.release(id, { override })).rejects.toMatchObject(changed)
    const dictation = transfers.dictate(id, { override, channel: 'phone', alphabet: 'nato' }, async () => true)
    await expect(dictation).rejects.toMatchObject(changed)
    expect(transfers.read(id).state).toBe('held')
    await editContact(world, ada.recipient, undefined, { phone: '+4915112345678', verified: ada.verified })
    expect((await transfers.release(id, { override })).state).toBe('accepted')
  })
})
