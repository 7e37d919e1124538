import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { composeWorld, systemRandom } from '../../cli/compose.ts'
import type { Call, Courier, DeliveryStatus, Message, Receipt, Sought } from '../../lib/courier/courier.ts'
import {
  createHome,
  type Home,
  type HomePorts,
  openHome,
  type Policy,
  type SendRequest,
  type TransferRecord,
  Transfers,
  WaybillError,
  type World,
} from '../../src/index.ts'
import { handClock, scratch } from './world.ts'

/** A production home with real ledger, engine and disk, a clock that the test moves, and a provider in its hands. */
export interface Bench {
  readonly directory: string
  readonly home: Home
  readonly ports: HomePorts
  readonly world: World
  readonly transfers: Transfers
  readonly clock: ReturnType<typeof handClock>
  readonly provider: Provider
  /** A folder with one file to send; an empty one for archives. */
  readonly sources: string
  readonly out: string
  readonly request: SendRequest
  send(more?: Partial<SendRequest>): Promise<TransferRecord>
}

export const hour = 3_600_000
export const day = 24 * hour

export async function bench(policy: Partial<Policy> = {}, clock = handClock()): Promise<Bench> {
  const folder = scratch()
  const directory = join(folder, 'home')
  const sources = join(folder, 'exports')
  const out = join(folder, 'out')
  mkdirSync(sources)
  mkdirSync(out)
  writeFileSync(join(sources, 'people.csv'), 'Grace Hopper')
  const ports = { clock, random: systemRandom, bootId: 'boot 1', tool: '0.0.0' }
  const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
  const { home } = await createHome(directory, { kind: 'production', operator, passphrase: null }, ports)
  onTestFinished(() => home.ledger.close())
  const provider = new Provider()
  const world = { ...composeWorld(home, provider.courier), clock, policy: { ...home.policy, ...policy } }
  const transfers = new Transfers(world)
  const request = { paths: [sources], directory: out, to: 'Ada Lovelace', phone: '+4915112345678', purpose: 'A test' }
  const send = (more = {}) => transfers.send({ ...request, ...more })
  return { directory, home, ports, world, transfers, clock, provider, sources, out, request, send }
}

/** The home of a bench as another process finds it. The caller closes its ledger. */
export function reopen({ directory, ports }: Bench, more: { anyPolicy?: boolean } = {}): Promise<Home> {
  return openHome(directory, { kind: 'production', passphrase: async () => null, ...more }, ports)
}

export function typesOf(record: TransferRecord): string[] {
  return record.events.map(event => event.type)
}

const refusal = { code: '30003', message: 'The handset is off.', hint: 'Try again.', retry: true, channel: null }

const answered = { host: 'gateway.example.com', outcome: 'ok', ms: 12 } as const

/** The other end of a courier. */
export class Provider {
  /** What it does with the next messages. `silent` and `lost` give no answer; with `lost` the text did not arrive. */
  mood: 'takes' | 'refuses' | 'silent' | 'lost' = 'takes'
  /** What it says of a message that it took. */
  status: DeliveryStatus = { state: 'pending' }
  /** What became of a message that is found. */
  found: 'taken' | 'failed' = 'taken'
  /** Whether it forgets a text when it is asked to. */
  forgets = true
  readonly forgotten: string[] = []
  /** Every question but a delivery fails: the connection is gone. */
  gone = false
  /** Whether a message that it took still waits. */
  cancels = true
  readonly sought: Sought[] = []
  readonly taken: { reference: string; text: string }[] = []
  /** What its clock says with an answer to a question, where it tells it. */
  date: (() => number) | null = null
  /** Called before a message is taken. */
  meanwhile: () => void = () => {}

  readonly courier: Courier = {
    id: 'http',
    can: { receipts: true, cancel: true, redact: true, reconcile: true },
    check: async () => [],
    deliver: async (message, { onRequest }) => {
      const receipt = this.#deliver(message)
      const outcome = { accepted: 'ok', rejected: 'refused', unknown: 'none' } as const
      onRequest?.({ ...answered, outcome: outcome[receipt.outcome] })
      return receipt
    },
    status: async (_receipt, call) => {
      this.#answer(call)
      return this.status
    },
    cancel: async (_receipt, call) => {
      this.#answer(call)
      return this.cancels
    },
    redact: async (receipt, call) => {
      this.#answer(call)
      if (this.forgets) this.forgotten.push(receipt.id)
      return this.forgets
    },
    reconcile: async (sought, call) => {
      this.#answer(call)
      this.sought.push(sought)
      const { reference } = sought
      const found = this.taken.find(message => message.reference === reference)
      if (found === undefined) return null
      const { courier, id } = { courier: 'http', id: 'found' }
      return this.found === 'failed'
        ? { outcome: 'rejected', courier, id, refusal }
        : { outcome: 'accepted', courier, id }
    },
  }

  refuses(): DeliveryStatus {
    return { state: 'failed', refusal }
  }

  #answer({ onRequest }: Call): void {
    const date = this.date?.()
    onRequest?.({ ...answered, outcome: this.gone ? 'none' : 'ok', ...(date !== undefined && { date }) })
    if (this.gone) throw new WaybillError('WB-NO-CONNECTION', 'No connection.', 'Try again.')
  }

  #deliver({ reference, text }: Message): Receipt {
    this.meanwhile()
    if (this.mood === 'refuses') return { outcome: 'rejected', courier: 'http', refusal }
    if (this.mood !== 'lost') this.taken.push({ reference, text: text.use(text => text) })
    if (this.mood === 'takes') return { outcome: 'accepted', courier: 'http', id: `${this.taken.length}` }
    return { outcome: 'unknown', courier: 'http', reason: 'No answer came.' }
  }
}
