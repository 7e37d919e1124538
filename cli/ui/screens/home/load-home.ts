import { settle } from '../../../../src/deadlines.ts'
import { findTransfers } from '../../../../src/log.ts'
import { openTransfers } from '../../../../src/open-transfers.ts'
import { readTransfer, type TransferRecord } from '../../../../src/record.ts'
import { transferView } from '../../../../src/view.ts'
import type { World } from '../../../../src/world.ts'
import type { Session } from '../../../session.ts'
import type { Words } from '../../words/words.ts'
import { factsOf } from '../transfer/facts.ts'
import type { HomeEvent, Item } from './home-state.ts'
import { nextStep } from './next-step.ts'

/** How many transfers that have ended are shown. */
const shown = 20

/** Ends what is due, and reads every open transfer and the last ones that have ended. */
export function loadHome({ world }: Session, words: Words): HomeEvent {
  const ended = settle(world)
  const open = openTransfers(world)
  const ids = new Set(open.map(({ id }) => id))
  const others = findTransfers(world.ledger, {}).filter(id => !ids.has(id))
  const records = [...open, ...[...others.take(shown)].map(id => readTransfer(world.ledger, id))]
  return {
    type: 'loaded',
    items: records.map(record => itemOf(world, record)),
    notes: ended.map(({ short, id }) => ({
      kind: 'warning',
      message: words.home.ended(short, words.home.states[readTransfer(world.ledger, id).state]),
    })),
  }
}

export function itemOf(world: World, record: TransferRecord): Item {
  const facts = factsOf(world, record)
  return { view: transferView(world, record), facts, step: nextStep(facts, world.clock.now()) }
}
