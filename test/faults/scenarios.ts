import { setImmediate } from 'node:timers/promises'
import {
  askedItems,
  cutOff,
  purge,
  type ReleaseRequest,
  retention,
  type SendRequest,
  settle,
  Transfers,
  transferView,
  WaybillError,
  type World,
} from '../../src/index.ts'

/** What a scenario acts on. */
export interface Scene {
  readonly world: World
  /** Two files to send; an empty folder for the archive; in it, where the scenario wants one, `target.zip`. */
  readonly sources: string
  readonly out: string
  /** Turns the wall clock on. */
  later(ms: number): void
}

const day = 86_400_000

/** Each path through docs/lifecycle.md that has effects. */
export const scenarios = {
  async send(scene) {
    const { id } = await send(scene, { hold: false })
    await new Transfers(scene.world).status(id)
  },

  async release(scene) {
    const { id } = await send(scene, { hold: true })
    await new Transfers(scene.world).release(id, receipt(scene, id))
  },

  async cancel(scene) {
    const { id } = await send(scene, { hold: true })
    await new Transfers(scene.world).cancel(id)
  },

  async 'cancel-sent'(scene) {
    const { id } = await send(scene, { hold: false })
    await new Transfers(scene.world).cancel(id)
  },

  async expire(scene) {
    await send(scene, { hold: true })
    scene.later(8 * day)
    settle(scene.world)
  },

  async lock(scene) {
    const { id } = await send(scene, { hold: true })
    for (let wrong = 0; wrong < 5; wrong++) await wrongCode(scene, id)
    await new Transfers(scene.world).release(id, { override: 'known voice, called back' })
  },

  async force(scene) {
    await send(scene, { hold: false, out: 'target.zip', force: true })
  },

  async close(scene) {
    const transfers = new Transfers(scene.world)
    const { id } = await send(scene, { hold: false })
    await transfers.handedOver(id, 'mail')
    await transfers.confirm(id)
    scene.later(15 * day)
    settle(scene.world)
  },

  async dictate(scene) {
    const { id } = await send(scene, { channel: 'phone' })
    const request = { ...receipt(scene, id), alphabet: 'nato' as const }
    await new Transfers(scene.world).dictate(id, request, () => setImmediate(true))
  },

  /** With a card and the page beside the archive. */
  async accompany(scene) {
    await send(scene, { hold: true, card: true, opener: true, askDeletion: '2050-12-31' })
  },

  /** The archive when it is due, then all that is left by order. */
  async purge(scene) {
    const { world } = scene
    const { id } = await send(scene, { hold: true })
    await new Transfers(world).cancel(id)
    scene.later(31 * day)
    await purge(world, retention(world).items)
    await purge(world, askedItems(world, id, ['contact', 'files']))
  },

  /** The same in one go. */
  async shred(scene) {
    const { id } = await send(scene, { hold: true })
    await new Transfers(scene.world).cancel(id)
    await purge(scene.world, askedItems(scene.world, id, ['contact', 'files']))
  },

  /** What `waybill resume` does. */
  async resume({ world }) {
    for (const { id } of cutOff(world)) await new Transfers(world).resume(id)
  },
} satisfies Record<string, (scene: Scene) => Promise<void>>

export type Scenario = keyof typeof scenarios

/** How far a scenario turns the clock on. */
export const lateness: Partial<Record<Scenario, number>> = { expire: 8 * day, close: 15 * day, purge: 31 * day }

/** Stored, not compressed: without encryption the text of the sources would stand in the archive as it is. */
export function requestOf({ sources, out }: Pick<Scene, 'sources' | 'out'>, more: Partial<SendRequest>): SendRequest {
  const to = { to: 'Ada Lovelace', organisation: 'Example Ltd', phone: '+4915112345678' }
  return { paths: [sources], directory: out, ...to, purpose: 'Quarterly reconciliation', level: 0, ...more }
}

function send(scene: Scene, more: Partial<SendRequest>) {
  return new Transfers(scene.world).send(requestOf(scene, more))
}

function receipt({ world }: Scene, id: string): ReleaseRequest {
  return { receipt: transferView(world, new Transfers(world).read(id)).receiptCode ?? '' }
}

async function wrongCode({ world }: Scene, id: string): Promise<void> {
  try {
    await new Transfers(world).release(id, { receipt: '0000-0000' })
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code !== 'WB-RECEIPT') throw error
  }
}
