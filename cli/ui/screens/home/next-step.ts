import type { State } from '../../../../src/states.ts'
import { type Action, legalActions } from '../transfer/actions.ts'
import type { Facts } from '../transfer/facts.ts'

/** What a transfer wants of a person. */
export interface NextStep {
  readonly action: Action
  /** The lower, the sooner. */
  readonly urgency: number
  /** A hold that ends within a day. */
  readonly expires: boolean
}

const soon = 86_400_000

/** The one step that brings it forward, or null where there is nothing to do but to wait. It is legal now. Pure. */
export function nextStep(facts: Facts, now: number): NextStep | null {
  const legal = legalActions(facts)
  const action = wanted(facts).find(one => legal.includes(one))
  if (action === undefined) return null
  const expires = facts.heldUntil !== null && facts.heldUntil - now < soon
  return { action, urgency: urgencyOf(facts, expires), expires }
}

/** What would help, the best first. */
function wanted({ state, hold, handedOver }: Facts): readonly Action[] {
  switch (state) {
    case 'unknown':
      return ['override', 'status', 'cancel']
    case 'failed':
      return ['other-channel', 'cancel']
    case 'locked':
      return ['override', 'cancel']
    case 'held':
      // Nobody can quote the code of an archive that they do not have.
      if (hold === 'person') return ['dictate', 'cancel']
      return handedOver ? ['release', 'cancel'] : ['handed-over', 'release', 'cancel']
    case 'released':
      return ['resume', 'dictate', 'cancel']
    case 'intended':
    case 'sealed':
    case 'checked':
      return ['resume', 'cancel']
    case 'accepted':
    case 'delivered':
      return handedOver ? [] : ['handed-over']
    default:
      return []
  }
}

const order: readonly State[] = ['unknown', 'failed', 'locked']

function urgencyOf({ state }: Facts, expires: boolean): number {
  if (order.includes(state)) return order.indexOf(state)
  if (state === 'held') return expires ? 3 : 4
  return state === 'accepted' || state === 'delivered' ? 6 : 5
}

/** The most urgent first; then what ends first; then the oldest. */
export function byUrgency(
  a: { readonly step: NextStep; readonly facts: Facts; readonly id: string },
  b: { readonly step: NextStep; readonly facts: Facts; readonly id: string },
): number {
  const until = (facts: Facts) => facts.heldUntil ?? Number.MAX_SAFE_INTEGER
  return a.step.urgency - b.step.urgency || until(a.facts) - until(b.facts) || (a.id < b.id ? -1 : 1)
}
