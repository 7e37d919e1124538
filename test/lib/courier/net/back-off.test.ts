import { describe, expect, it } from 'vitest'
import type { ProviderRequest } from '../../../../lib/courier/courier.ts'
import { backingOff, retryAfter } from '../../../../lib/courier/net/back-off.ts'
import { type Exchange, type HttpAnswer, NoAnswer } from '../../../../lib/courier/net/exchange.ts'
import { handClock, seededRandom } from '../../../support/world.ts'
import { never, post } from './origin.ts'

const request = post(443, { host: 'gateway.example.com' })
const done: HttpAnswer = { status: 201, headers: {}, text: '' }
const slow = (after?: string): HttpAnswer => ({
  status: 429,
  headers: after === undefined ? {} : { 'retry-after': after },
  text: '',
})

/** A provider that gives these answers, one after another, and what a courier did about them. */
function bench(answers: readonly (HttpAnswer | NoAnswer)[]) {
  const clock = handClock()
  const waits: number[] = []
  const told: ProviderRequest[] = []
  const sentAt: number[] = []
  const start = clock.monotonic()
  const exchange: Exchange = async () => {
    const answer = answers[sentAt.length] ?? done
    sentAt.push(clock.monotonic() - start)
    if (answer instanceof NoAnswer) throw answer
    return answer
  }
  const pause = async (ms: number) => {
    waits.push(ms)
    clock.advance(ms)
  }
  const waiting = { clock, random: seededRandom('back-off'), pause }
  const call = { signal: never, onRequest: (request: ProviderRequest) => told.push(request) }
  return { clock, waits, told, sentAt, exchange, waiting, call, ask: backingOff(exchange, waiting) }
}

describe('the clock of the provider', () => {
  const told = async (date: string) => {
    const { ask, call, told } = bench([{ ...done, headers: { date } }])
    await ask(request, call)
    return told.map(({ date }) => date)
  }

  it('is told with a request, from the Date of its answer', async () => {
    expect(await told('Mon, 05 Jan 2026 09:00:30 GMT')).toEqual([Date.UTC(2026, 0, 5, 9, 0, 30)])
  })

  it('is not told where there is none, or none that can be read', async () => {
    for (const date of ['', 'yesterday', '2026-01-05T09:00:30Z', 'Mon, 05 Jan 2026 09:00:30 +0100']) {
      expect(await told(date)).toEqual([undefined])
    }
    const { ask, call, told: silent } = bench([new NoAnswer('timeout', true)])
    await expect(ask(request, call)).rejects.toThrow()
    expect(silent).toEqual([{ host: 'gateway.example.com', outcome: 'none', ms: 0 }])
  })
})

describe('after 429', () => {
  it('asks again only when the answer is a refusal all the same', async () => {
    const { ask, call, waits } = bench([slow('7'), done])
    expect((await ask(request, call, () => 'none')).status).toBe(429)
    expect(waits).toEqual([])
  })

  it('waits as long as it was told, in seconds or until a date, and asks again', async () => {
    const { ask, call, waits, told } = bench([slow('7'), slow('Mon, 05 Jan 2026 09:00:30 GMT'), done])
    expect(await ask(request, call)).toBe(done)
    expect(waits).toEqual([7_000, 23_000])
    expect(told.map(({ host, outcome }) => `${host} ${outcome}`)).toEqual([
      'gateway.example.com refused',
      'gateway.example.com refused',
      'gateway.example.com ok',
    ])
  })

  it('waits a minute at most', async () => {
    const { ask, call, waits } = bench([slow('86400'), slow('Tue, 05 Jan 2027 09:00:00 GMT')])
    expect(await ask(request, call)).toBe(done)
    expect(waits).toEqual([60_000, 60_000])
  })

  it('waits longer and longer where it was not told, and never the same', async () => {
    const { ask, call, waits } = bench([slow(), slow('soon'), slow('-1'), slow('')])
    expect(await ask(request, call)).toBe(done)
    const bases = [1_000, 2_000, 4_000, 8_000]
    expect(waits).toHaveLength(4)
    for (const [i, base] of bases.entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(base)
      expect(waits[i]).toBeLessThan(base * 1.5)
    }
    expect(new Set(waits.map((wait, i) => wait / (bases[i] ?? 1))).size).toBeGreaterThan(1)
  })

  it('gives the 429 back after five tries', async () => {
    const answers = Array.from({ length: 9 }, () => slow('1'))
    const { ask, call, sentAt, told } = bench(answers)
    expect((await ask(request, call)).status).toBe(429)
    expect(sentAt).toEqual([0, 1_000, 2_000, 3_000, 4_000])
    expect(told).toHaveLength(5)
  })

  it('makes every other request of the courier wait too, and no other courier', async () => {
    const { ask, call, sentAt, waiting, exchange } = bench([slow('10')])
    const first = ask(request, call)
    await Promise.resolve()
    const others = [ask(request, call), ask(request, call)]
    await Promise.all([first, ...others])
    expect(sentAt.filter(at => at > 0 && at < 10_000)).toEqual([])
    const gated = bench(Array.from({ length: 5 }, () => slow('10')))
    await gated.ask(request, gated.call)
    const before = gated.waits.length
    await gated.ask(request, gated.call)
    expect(gated.waits.slice(before)).toEqual([10_000])
    await backingOff(exchange, waiting)(request, call)
    expect(sentAt.length).toBe(5)
  })

  it('does not come earlier because another request was told a shorter time', async () => {
    const { exchange, waiting, waits, call, clock } = bench([slow('10'), slow('1')])
    const pause = async (ms: number) => {
      waits.push(ms)
      await new Promise(setImmediate)
      clock.advance(ms)
    }
    const ask = backingOff(exchange, { ...waiting, pause })
    await Promise.all([ask(request, call), ask(request, call)])
    expect(waits).toEqual([10_000, 10_000])
  })

  it('forgets it after an answer of another kind', async () => {
    const { ask, call, waits } = bench([slow(), slow(), done, slow()])
    await ask(request, call)
    await ask(request, call)
    expect(waits.at(-1)).toBeLessThan(1_500)
  })

  it('waits on when a pause ends too early', async () => {
    const { exchange, waiting, clock, sentAt, call } = bench([slow('10')])
    const pause = async (ms: number) => clock.advance(Math.max(1, Math.floor(ms / 2)))
    await backingOff(exchange, { ...waiting, pause })(request, call)
    expect(sentAt).toEqual([0, 10_000])
  })

  it.each(['resolves', 'rejects'])('an abort has sent nothing, where the pause %s', async how => {
    const { exchange, waiting, sentAt, call } = bench([slow('10')])
    const abort = new AbortController()
    const pause = async () => {
      abort.abort()
      if (how === 'rejects') throw abort.signal.reason
    }
    const asking = backingOff(exchange, { ...waiting, pause })(request, { ...call, signal: abort.signal })
    await expect(asking).rejects.toMatchObject({ name: 'NoAnswer', reason: 'interrupted', sent: false })
    expect(sentAt).toEqual([0])
  })
})

describe('everything else', () => {
  it.each([200, 302, 400, 408, 500, 503])('is not repeated: %i', async status => {
    const { ask, call, sentAt, told } = bench([{ status, headers: { 'retry-after': '1' }, text: '' }])
    expect((await ask(request, call)).status).toBe(status)
    expect(sentAt).toHaveLength(1)
    expect(told.map(({ outcome }) => outcome)).toEqual([status === 200 ? 'ok' : status === 400 ? 'refused' : 'none'])
  })

  it.each([true, false])('is not repeated: no answer, sent %s', async sent => {
    const { ask, call, sentAt, told } = bench([new NoAnswer('cut', sent)])
    await expect(ask(request, call)).rejects.toMatchObject({ sent })
    expect(sentAt).toHaveLength(1)
    expect(told).toEqual([{ host: 'gateway.example.com', outcome: 'none', ms: 0 }])
  })

  it('is judged by the courier where it knows better', async () => {
    const { ask, call, told } = bench([done])
    await ask(request, call, () => 'refused')
    expect(told.map(({ outcome }) => outcome)).toEqual(['refused'])
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 0)

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['1.5', null],
    ['1994-11-06T08:49:37Z', null],
    ['Sun, 46 Nov 1994 08:49:37 GMT', null],
    ['9'.repeat(400), null],
    ['', null],
  ])('%j is %j milliseconds', (text, expected) => {
    expect(retryAfter(text, now)).toBe(expected)
  })
})
