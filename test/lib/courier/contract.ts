import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Call, Courier, Message, ProviderRequest, Receipt, Sought } from '../../../lib/courier/courier.ts'
import { WaybillError } from '../../../lib/error.ts'
import { type PhoneNumber, parsePhone } from '../../../lib/phone.ts'
import { Secret } from '../../../lib/secret.ts'

/** A courier with its other end in the test's hands. */
export interface Bench {
  readonly courier: Courier
  /** Every text that has arrived at the recipient so far, oldest first. */
  received(): Promise<string[]>
  /** From now on the other end refuses every message. */
  refuse?(): void
  /** From now on nothing can leave: no connection, no disk, no terminal. */
  cutOff?(): void
  /** From now on every message leaves, but no answer comes back. */
  silence?(): void
}

const text =
  'ACME: message for transfer WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf. Questions? Call your usual contact.'
const reference = 'WB-7K3Q-M9XP'
const typed = '+4915112345678'
const longAgo = new Date(0)

/**
 * What every courier must hold to (`lib/courier/courier.ts`), whatever it is made of. `make` gives a new bench with a
 * new courier and an empty other end; what the bench cannot do to its other end is left out.
 */
export function courierContract(make: () => Bench | Promise<Bench>): void {
  describe('the contract of every courier', () => {
    it('says what it can do, and can do what it says', async () => {
      const { courier } = await make()
      expect(courier.id).toMatch(/^[a-z]+$/)
      expect(courier.can).toEqual({
        receipts: courier.status !== undefined,
        cancel: courier.cancel !== undefined,
        redact: courier.redact !== undefined,
        reconcile: courier.reconcile !== undefined,
      })
    })

    it('delivers one message a call, as it was given, and leaves it to its owner', async () => {
      const { courier, received } = await make()
      const message = await newMessage()
      const receipt = await courier.deliver(message, never())
      expect(receipt).toMatchObject({ outcome: 'accepted', courier: courier.id, id: expect.stringMatching(/./) })
      expect(await received()).toEqual([text])
      expect(message.text.use(text => text)).toBe(text)
      await courier.deliver(message, never())
      expect(await received()).toEqual([text, text])
    })

    it('tells of every request, and nothing of its content', async () => {
      const { courier } = await make()
      const requests: ProviderRequest[] = []
      const call = { ...never(), onRequest: (request: ProviderRequest) => requests.push(request) }
      const message = await newMessage()
      await courier.deliver(message, call)
      await courier.reconcile?.(sought(message.to), call)
      if (courier.id !== 'manual') expect(requests.length).toBeGreaterThan(courier.can.reconcile ? 1 : 0)
      for (const request of requests) {
        const { date, ...rest } = request
        expect(rest).toEqual({ host: requests[0]?.host, outcome: 'ok', ms: expect.any(Number) })
        if (date !== undefined) expect(Number.isSafeInteger(date)).toBe(true)
        expect(request.ms).toBeGreaterThanOrEqual(0)
        expectNoLeak(request)
      }
    })

    it('gives receipts that survive a restart', async () => {
      const { courier } = await make()
      const receipt = await courier.deliver(await newMessage(), never())
      expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt)
    })

    it('checks a number without sending', async () => {
      const { courier, received } = await make()
      for (const finding of await courier.check(await parsePhone(typed), never())) {
        expect(finding).toMatchObject({
          level: expect.any(String),
          code: expect.any(String),
          message: expect.any(String),
        })
        expectNoLeak(finding)
      }
      expect(await received()).toEqual([])
    })

    it('does nothing once it is aborted', async () => {
      const { courier, received } = await make()
      const message = await newMessage()
      const calls = [
        courier.check(message.to, aborted),
        courier.deliver(message, aborted),
        courier.reconcile?.(sought(message.to), aborted),
      ].filter(call => call !== undefined)
      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { code: 'WB-INTERRUPTED' } })
        expectNoLeak(call)
      }
      expect(await received()).toEqual([])
    })

    it('tells the truth whenever it is aborted', async () => {
      for (let turns = 0; turns < 12; turns++) {
        const bench = await make()
        const abort = new AbortController()
        const delivery = bench.courier.deliver(await newMessage(), { signal: abort.signal })
        for (let turn = 0; turn < turns; turn++) await Promise.resolve()
        abort.abort()
        await expectTruth(bench, delivery)
      }
    })

    it('tells the truth about a refusal, a cut and a silence', async () => {
      for (const harm of ['refuse', 'cutOff', 'silence'] as const) {
        const bench = await make()
        if (bench[harm] === undefined) continue
        bench[harm]()
        const outcome = await expectTruth(bench, bench.courier.deliver(await newMessage(), never()))
        expect(outcome, harm).toBe({ refuse: 'rejected', cutOff: 'thrown', silence: 'unknown' }[harm])
      }
    })

    it('follows what it delivered', async () => {
      const { courier } = await make()
      const receipt = await courier.deliver(await newMessage(), never())
      if (receipt.outcome !== 'accepted' || courier.status === undefined) return
      const status = await courier.status(receipt, never())
      expect(['pending', 'handed-over', 'delivered']).toContain(status.state)
      expectNoLeak(status)
    })

    it('finds what it delivered by reference and number, and nothing else', async () => {
      const { courier } = await make()
      if (courier.reconcile === undefined) return
      const message = await newMessage()
      const other = await parsePhone('+4915187654321')
      expect(await courier.reconcile(sought(message.to), never())).toBeNull()
      const receipt = await courier.deliver(message, never())
      expect(await courier.reconcile(sought(message.to), never())).toEqual(receipt)
      expect(await courier.reconcile(sought(message.to, { reference: 'WB-0000-0000' }), never())).toBeNull()
      expect(await courier.reconcile(sought(other), never())).toBeNull()
      expect(await courier.reconcile(sought(message.to, { isAdopted: () => true }), never())).toBeNull()
    })

    it('finds a message that left without an answer', async () => {
      const bench = await make()
      if (bench.silence === undefined || bench.courier.reconcile === undefined) return
      bench.silence()
      const message = await newMessage()
      await bench.courier.deliver(message, never())
      expect(await bench.courier.reconcile(sought(message.to), never())).toMatchObject({
        outcome: 'accepted',
      })
    })
  })
}

/** One outcome, and the recipient has exactly what it says. */
async function expectTruth({ received, courier }: Bench, delivery: Promise<Receipt>): Promise<string> {
  const [settled] = await Promise.allSettled([delivery])
  expectNoLeak(settled)
  const count = (await received()).length
  if (settled?.status === 'rejected') {
    expect(settled.reason).toBeInstanceOf(WaybillError)
    expect(count, 'nothing left').toBe(0)
    return 'thrown'
  }
  const receipt = settled?.value
  expect(receipt?.courier).toBe(courier.id)
  switch (receipt?.outcome) {
    case 'accepted':
      expect(count).toBe(1)
      break
    case 'rejected':
      expect(count).toBe(0)
      expect(receipt.refusal).toMatchObject({
        code: expect.stringMatching(/./),
        message: expect.stringMatching(/\.$/),
        hint: expect.stringMatching(/\.$/),
      })
      break
    default:
      expect(count).toBeLessThanOrEqual(1)
      expect(receipt).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(/\.$/) })
  }
  return receipt?.outcome ?? ''
}

/** Neither the text, nor the password in it, nor the number, in any way that a value gets printed. */
export function expectNoLeak(value: unknown): void {
  const inspected = inspect(value, { depth: null, showHidden: true, maxStringLength: null })
  const printed = [JSON.stringify(value), String(value), inspected].join('\n')
  for (const secret of [text, 'k7qm-9xwp', typed, typed.slice(1), typed.slice(3)]) expect(printed).not.toContain(secret)
}

async function newMessage(): Promise<Message & { to: PhoneNumber }> {
  return { to: await parsePhone(typed), text: Secret.fromText(text), reference }
}

function never(): Call {
  return { signal: new AbortController().signal }
}

/** A call that its caller has given up already. */
const aborted: Call = { signal: AbortSignal.abort() }

export function sought(to: PhoneNumber, more: Partial<Sought> = {}): Sought {
  return { reference, to, since: longAgo, isAdopted: () => false, ...more }
}
