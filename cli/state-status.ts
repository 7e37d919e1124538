import type { State } from '../src/states.ts'

/** The exit status of a command whose answer is a transfer: 0 when it is done, held or under way. */
export function stateStatus(state: State): number {
  if (state === 'failed') return 5
  if (state === 'unknown') return 6
  return state === 'rejected' ? 4 : 0
}
