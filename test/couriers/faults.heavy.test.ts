import { inspect } from 'node:util'
import { expect, inject, it } from 'vitest'
import { composeWorld } from '../../cli/compose.ts'
import { httpsExchange } from '../../lib/courier/net/https.ts'
import { twilioCourier } from '../../lib/courier/twilio/twilio.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { type TransferRecord, Transfers, WaybillError } from '../../src/index.ts'
import { mayBeSentAgain } from '../../src/reconciling.ts'
import { type LabRequest, labAccount, twilioLab } from '../helpers/twilio-lab.ts'
import { filesIn, shapesIn, shapesOf } from '../secrets/search.ts'
import { bench, hour, typesOf } from '../support/transfers.ts'
import { seededRandom } from '../support/world.ts'
import { Chances, didReach, faults } from './chances.ts'

const count = inject('figures') === 'full' ? 200 : 20
const minute = hour / 60
const dead = ['failed', 'undelivered', 'canceled']
/** Few, so that several unknown outcomes wait at one number. */
const numbers = ['+4915112345678', '+4915112345679', '+447400123456', '+33612345678']

it(`${count} transfers with faults at random: no password twice, none lost without a state that says so`, async () => {
  const chances = new Chances('faults')
  const clock = jumpingClock()
  const made = await bench({}, clock)
  const lab = await twilioLab()
  const courier = twilioCourier({
    credentials: {
      env: {
        TWILIO_ACCOUNT_SID: labAccount.account,
        TWILIO_API_KEY: labAccount.key,
        TWILIO_API_SECRET: labAccount.secret,
      },
      file: null,
    },
    senders: { general: labAccount.from, countries: {}, service: null },
    validity: 30 * minute,
    discardContent: false,
    obfuscateNumber: false,
    lookup: false,
    exchange: httpsExchange({ timeout: 20_000, env: {}, loopbackHttp: true }),
    random: seededRandom('waits'),
    clock,
    pause: async ms => clock.advance(ms),
    addresses: { api: lab.url, lookups: lab.url },
  })
  const world = { ...composeWorld(made.home, courier), clock }
  const transfers = new Transfers(world)

  /** The texts that Twilio took, in its order: each with the transfer's reference. */
  const taken: string[] = []
  const thrown: unknown[] = []
  let harm = true
  let stop: AbortController | null = null
  lab.fault(request => {
    if (stop !== null && chances.percent(3)) stop.abort()
    const fault = harm && chances.percent(35) ? chances.one(faults) : null
    if (isDelivery(request) && didReach(fault)) taken.push(referenceIn(request))
    return fault
  })

  /** One command: whatever it throws must be explained, and lose nothing. */
  const attempt = async (work: (watch: { signal: AbortSignal }) => Promise<unknown>) => {
    stop = new AbortController()
    try {
      await work({ signal: stop.signal })
    } catch (error) {
      expect(error).toBeInstanceOf(WaybillError)
      thrown.push(error)
    } finally {
      stop = null
    }
  }

  for (let index = 0; index < count; index++) {
    const phone = chances.one(numbers)
    const request = { ...made.request, to: `Recipient ${index}`, phone, hold: chances.percent(20) }
    await attempt(watch => transfers.send(request, watch))
    for (let step = chances.below(6); step > 0; step--) await attempt(watch => goOn(watch))
  }

  async function goOn(watch: { signal: AbortSignal }): Promise<unknown> {
    const { id, state } = transfers.read(chances.one(world.ledger.vault.ids()))
    clock.advance(chances.below(12) * minute)
    // A status that is final stays.
    const open = (await lab.messages()).filter(({ status }) => !['delivered', ...dead].includes(status))
    if (open.length > 0 && chances.percent(30)) {
      const { sid } = chances.one(open)
      await lab.setStatus(sid, chances.one(['sent', 'delivered', 'undelivered', 'failed']))
    }
    if (state === 'held') return transfers.release(id, { override: 'known voice' }, watch)
    if (state === 'failed' && chances.percent(40)) return transfers.release(id, { override: 'number confirmed' }, watch)
    if (state === 'failed')
      return transfers.dictate(id, { channel: 'phone', alphabet: 'nato' }, async () => true, watch)
    if (state === 'unknown' && mayBeSentAgain(transfers.read(id)) && chances.percent(50)) {
      return transfers.release(id, { override: 'called: nothing arrived' }, watch)
    }
    if (chances.percent(10)) return transfers.cancel(id, watch)
    return chances.percent(50) ? transfers.status(id, watch) : transfers.resume(id, watch)
  }

  // The weather clears up: what is open is asked about until nothing new is said.
  harm = false
  for (const id of world.ledger.vault.ids()) {
    for (let look = 0; look < 3; look++) await transfers.resume(id)
    await transfers.status(id)
  }

  const messages = await lab.messages()
  expect(taken).toHaveLength(messages.length)
  const records = [...world.ledger.events({ type: 'transfer.intended' })].map(({ xfer }) => transfers.read(xfer ?? ''))
  expect(records).toHaveLength(count)
  const seen: Record<string, number> = {}
  for (const record of records) {
    seen[record.state] = (seen[record.state] ?? 0) + 1
    const mine = messages.filter((_, at) => taken[at] === record.short)
    const live = mine.filter(({ status }) => !dead.includes(status))
    const asked = typesOf(record).filter(type => type === 'password.requested').length
    expect(live.length, `${record.short} ${record.state}`).toBeLessThanOrEqual(1)
    expect(mine.length).toBeLessThanOrEqual(asked)
    expectTrue(record, live.length)
  }
  expect(Object.keys(seen).sort(), JSON.stringify(seen)).toEqual(
    expect.arrayContaining(['accepted', 'cancelled', 'delivered']),
  )
  expect(typesInAll(records)).toEqual(
    expect.arrayContaining(['password.unknown', 'password.failed', 'password.redacted']),
  )

  const { findings } = await verifyLedger(made.directory)
  expect(findings.filter(({ level }) => level !== 'note')).toEqual([])
  const bodies = lab.requests().flatMap(({ form }) => (typeof form.Body === 'string' ? [form.Body] : []))
  const passwords = new Set(bodies.flatMap(body => /Password: (\S+)\. /.exec(body)?.[1] ?? []))
  expect(passwords.size).toBeGreaterThan(count / 2)
  const printed = Buffer.from(inspect(thrown, { depth: null, showHidden: true, maxArrayLength: null }))
  const files = filesIn(made.directory)
  for (const password of passwords) {
    const shapes = shapesOf(password)
    expect(shapesIn(printed, shapes)).toEqual([])
    for (const [path, bytes] of files) expect(shapesIn(bytes, shapes), path).toEqual([])
  }
  for (const number of numbers) expect(printed.includes(number.slice(3))).toBe(false)
})

/** What the state claims is so at Twilio. */
function expectTrue({ state, short, events }: TransferRecord, live: number): void {
  const dictated = events.some(({ type }) => type === 'password.dictated')
  const where = `${short} ${state}: ${live} at Twilio`
  if (state === 'accepted' || (state === 'delivered' && !dictated)) expect(live, where).toBe(1)
  if (['intended', 'sealed', 'checked', 'held', 'locked', 'released', 'failed', 'unknown'].includes(state)) {
    expect(live, where).toBe(0)
  }
  const cancelled = events.find(({ type }) => type === 'transfer.cancelled')
  if (live === 1 && cancelled !== undefined)
    expect(['accepted', 'delivered', 'unknown'], where).toContain(cancelled.d.password)
}

function isDelivery({ method, path }: LabRequest): boolean {
  return method === 'POST' && path.endsWith('/Messages.json')
}

function referenceIn({ form }: LabRequest): string {
  return /WB-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(String(form.Body))?.[0] ?? ''
}

function typesInAll(records: readonly TransferRecord[]): string[] {
  return [...new Set(records.flatMap(typesOf))]
}

/** The time of this machine, and what the test adds to it. */
function jumpingClock() {
  let [ahead, jumped] = [0, 0]
  return {
    now: () => Date.now() + ahead + jumped,
    monotonic: () => Math.floor(performance.now()) + ahead,
    advance: (ms: number) => {
      ahead += ms
    },
    jump: (ms: number) => {
      jumped += ms
    },
  }
}
