import type { TransferView } from '../../../../src/view.ts'
import { type HandOver, handOvers } from '../../../../src/words.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import { moved } from '../../scroll.ts'
import { freshSend, type SendState, type SendStep, type SentState } from './send-state.ts'
import { entered } from './steps.ts'

/** How the archive left, each with a letter of its own. */
const handingKeys: Readonly<Record<HandOver, string>> = { mail: 'm', portal: 'p', sftp: 's', person: 'i' }

export function sentBindings({ sent }: SendState): readonly Binding[] {
  if (sent === null) return []
  if (sent.phone) return [{ name: 'hidePhone', keys: ['escape', 'enter', 'v', 'space'] }]
  if (sent.handing !== null) {
    return [
      { name: 'handOver', keys: ['enter'] },
      ...handOvers.map(by => ({ name: by, keys: [handingKeys[by]], quiet: true })),
      { name: 'notYet', keys: ['escape'] },
    ]
  }
  return [
    { name: 'handed', keys: ['h'] },
    ...(canDictate(sent.view) ? [{ name: 'dictate', keys: ['d'] }] : []),
    ...(hasPhone(sent.view) ? [{ name: 'phone', keys: ['v'] }] : []),
    { name: 'open', keys: ['enter', 'o'] },
    { name: 'another', keys: ['n'] },
    { name: 'home', keys: ['escape', 'q'] },
    { name: 'scroll', keys: ['down', 'up', 'j', 'k'], quiet: true },
  ]
}

/** A person reads the password out, where no machine sends it and it has not been read out yet. */
function canDictate({ channel, state }: TransferView): boolean {
  return channel !== 'sms' && (state === 'held' || state === 'released')
}

function hasPhone({ courier }: TransferView): boolean {
  return courier === 'sandbox'
}

export function sentAfter(state: SendState, input: Input): SendStep {
  const { sent } = state
  if (sent === null) return { state }
  const change = (to: Partial<SentState>) => ({ ...state, sent: { ...sent, ...to } })
  if (sent.handing !== null) {
    const at = moved(sent.handing, handOvers.length, input)
    if (at !== null) return { state: change({ handing: at }) }
  }
  const { id } = sent.view
  const name = named(sentBindings(state), input)
  const by = handOvers.find(word => word === name) ?? (name === 'handOver' ? handOvers[sent.handing ?? 0] : undefined)
  if (by !== undefined) return { state: change({ handing: null }), effects: [{ do: 'hand', id, by }] }
  switch (name) {
    case 'handed':
      return { state: change({ handing: 0 }) }
    case 'notYet':
      return { state: change({ handing: null }) }
    case 'phone':
      return { state: change({ phone: true }) }
    case 'hidePhone':
      return { state: change({ phone: false }) }
    case 'dictate':
      return { state, effects: [{ do: 'go', to: 'dictate', id }] }
    case 'open':
      return { state, effects: [{ do: 'go', to: 'transfer', id }] }
    case 'another':
      return entered(freshSend(state.setting), 'files')
    case 'home':
      return { state, effects: [{ do: 'leave' }] }
    default:
      return { state }
  }
}
