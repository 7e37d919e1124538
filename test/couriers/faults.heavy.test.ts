import { inspect } from 'node:util'
import { expect, inject, it } from 'vitest'
import { composeWorld } from '../../cli/compose.ts'
import { httpsExchange } from '../../lib/courier/net/https.ts'
import { twilioCourier } from '../../lib/courier/twilio/twilio.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { type TransferRecord, Transfers, WaybillError } from '../../src/index.ts'
import { mayBeSentAgain } from '../../src/reconciling.ts'
import { transfersToForget } from '../../src/redacting.ts'
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
  // Two homes of one office: what the other one sends is in the same list at Twilio.
  const homes = await Promise.all([bench({}, clock), bench({}, clock)])
  const offices = homes.map(({ home, request, directory }) => {
    const world = { ...composeWorld(home, courier), clock }
    return { world, request, directory, transfers: new Transfers(world) }
  })
  type Office = (typeof offices)[number]

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
    const office = chances.one(offices)
    const phone = chances.one(numbers)
    const request = { ...office.request, to: `Recipient ${index}`, phone, hold: chances.percent(20) }
    await attempt(watch => office.transfers.send(request, watch))
    for (let step = chances.below(6); step > 0; step--) await attempt(watch => goOn(chances.one(offices), watch))
    if (chances.percent(10)) clock.set((chances.below(241) - 120) * minute)
  }

  async function goOn({ world, transfers }: Office, watch: { signal: AbortSignal }): Promise<unknown> {
    const ids = world.ledger.vault.ids()
    if (ids.length === 0) return null
    const { id, state } = transfers.read(chances.one(ids))
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
  for (const { world, transfers } of offices) {
    const ids = [...world.ledger.vault.ids(), ...transfersToForget(world).map(({ id }) => id)]
    for (const id of ids) await transfers.resume(id)
    for (const id of ids) await transfers.status(id)
  }

  const messages = await lab.messages()
  expect(taken).toHaveLength(messages.length)
  const records = offices.flatMap(({ world, transfers }) =>
    [...world.ledger.events({ type: 'transfer.intended' })].map(({ xfer }) => transfers.read(xfer ?? '')),
  )
  expect(records).toHaveLength(count)
  const unknownNumbers = records.filter(({ state }) => state === 'unknown').map(({ contact }) => contact.phone)
  const seen: Record<string, number> = {}
  for (const record of records) {
    seen[record.state] = (seen[record.state] ?? 0) + 1
    const mine = messages.filter((_, at) => taken[at] === record.short)
    const live = mine.filter(({ status }) => !dead.includes(status))
    const asked = typesOf(record).filter(type => type === 'password.requested').length
    expect(live.length, `${record.short} ${record.state}`).toBeLessThanOrEqual(1)
    expect(mine.length).toBeLessThanOrEqual(asked)
    expectTrue(record, live.length)
    if (unknownNumbers.includes(record.contact.phone)) continue
    const left = mine.filter(({ status, body }) => [...dead, 'delivered'].includes(status) && body !== '')
    expect(left, `${record.short} ${record.state}: texts left at Twilio`).toEqual([])
  }
  expect(Object.keys(seen).sort(), JSON.stringify(seen)).toEqual(
    expect.arrayContaining(['accepted', 'cancelled', 'delivered']),
  )
  expect(typesInAll(records)).toEqual(
    expect.arrayContaining(['password.unknown', 'password.failed', 'password.redacted']),
  )

  for (const { directory } of offices) {
    const { findings } = await verifyLedger(directory)
    expect(findings.filter(({ level, code }) => level !== 'note' && !code.includes('clock'))).toEqual([])
  }
  const bodies = lab.requests().flatMap(({ form }) => (typeof form.Body === 'string' ? [form.Body] : []))
  const passwords = new Set(bodies.flatMap(body => /Password: (\S+)\. /.exec(body)?.[1] ?? []))
  expect(passwords.size).toBeGreaterThan(count / 2)
  const printed = Buffer.from(inspect(thrown, { depth: null, showHidden: true, maxArrayLength: null }))
  const files = offices.flatMap(({ directory }) => [...filesIn(directory)])
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

/** The time of this machine, what the test adds to it, and how wrong the wall clock is set. */
function jumpingClock() {
  let [ahead, wrong] = [0, 0]
  return {
    now: () => Date.now() + ahead + wrong,
    monotonic: () => Math.floor(performance.now()) + ahead,
    set: (ms: number) => {
      wrong = ms
    },
    advance: (ms: number) => {
      ahead += ms
    },
    jump: (ms: number) => {
      wrong += ms
    },
  }
}
