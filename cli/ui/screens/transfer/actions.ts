import { endStates, type State } from '../../../../src/states.ts'
import type { Channel } from '../../../../src/words.ts'
import type { Facts } from './facts.ts'

/** What a person can do with a transfer, in the order in which it is shown. */
export const actions = [
  'release',
  'override',
  'other-channel',
  'dictate',
  'resume',
  'status',
  'handed-over',
  'confirm',
  'deleted',
  'cancel',
] as const
export type Action = (typeof actions)[number]

export const proofs = ['code', 'word'] as const

/** Exactly what `Transfers` would not refuse now, as far as it has a meaning. Pure. */
export function legalActions(facts: Facts): Action[] {
  return actions.filter(action => isLegal[action](facts))
}

/** By which channels this lets the password go; the one in force first. */
export function channelsFor(action: 'release' | 'override' | 'other-channel', facts: Facts): Channel[] {
  const { channel, courier, number } = facts
  const possible: Channel[] = [
    ...(courier && number ? (['sms'] as const) : []),
    ...(number ? (['phone'] as const) : []),
    'in-person',
  ]
  const others = possible.filter(one => one !== channel)
  if (action === 'other-channel') return others
  return possible.includes(channel) ? [channel, ...others] : others
}

/** How it can go on record that somebody opened the archive: by the code always (decision 0046). */
export function proofsFor({ state, archive, unproved }: Facts): readonly (typeof proofs)[number][] {
  const takesWord = among(state, 'accepted', 'delivered')
  return proofs.filter(proof => (proof === 'word' ? takesWord : archive && unproved))
}

const isLegal: Readonly<Record<Action, (facts: Facts) => boolean>> = {
  release: ({ state, password }) => password && state === 'held',
  override: facts => facts.password && waitsForAWord(facts),
  'other-channel': facts => facts.password && needsNoWord(facts) && channelsFor('other-channel', facts).length > 0,
  dictate: facts => facts.password && (facts.state === 'released' || waitsForAWord(facts)),
  resume: ({ state, cutOff, password, courier, number }) =>
    cutOff &&
    password &&
    (among(state, 'intended', 'sealed', 'checked') || (state === 'released' && courier && number)),
  status: ({ state, canAsk }) => canAsk && among(state, 'accepted', 'unknown'),
  'handed-over': ({ archive }) => archive,
  confirm: facts => proofsFor(facts).length > 0,
  deleted: ({ archive }) => archive,
  cancel: ({ state }) => !endStates.has(state),
}

/** It is let go on the operator's own word, with a reason. */
function waitsForAWord({ state, again }: Facts): boolean {
  return among(state, 'held', 'locked', 'failed') || (state === 'unknown' && again)
}

/** Only who conveys it is open. */
function needsNoWord({ state, hold }: Facts): boolean {
  return among(state, 'failed', 'released') || (state === 'held' && hold === 'person')
}

function among(state: State, ...states: readonly State[]): boolean {
  return states.includes(state)
}
