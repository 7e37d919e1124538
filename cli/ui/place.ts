import type { SendRequest } from '../../src/intent.ts'
import type { Action } from './screens/transfer/actions.ts'

/** The fields of a request, as far as they are known. */
export type SendFields = {
  readonly [Name in Exclude<keyof SendRequest, 'paths' | 'directory'>]?: SendRequest[Name] | undefined
}

/** What `send` was given on the command line, or what is known already. */
export interface SendGiven {
  /** Absolute. */
  readonly paths?: readonly string[]
  readonly fields?: SendFields
}

/** Where in the terminal UI a person is. */
export type Place =
  | { readonly at: 'home' }
  | { readonly at: 'send'; readonly given?: SendGiven }
  /** `act`: what the person came to do. */
  | { readonly at: 'transfer'; readonly id: string; readonly act?: Action }
  | { readonly at: 'dictate'; readonly id: string }
  | { readonly at: 'log' }
  | { readonly at: 'recipients' }
  | { readonly at: 'policy' }
  | { readonly at: 'doctor' }
  /** The texts that the sandbox phone received. */
  | { readonly at: 'phone' }

/** The way that led here: the last one is shown. Never empty. */
export type Trail = readonly [Place, ...Place[]]

export function here(trail: Trail): Place {
  return trail.at(-1) ?? trail[0]
}

export function gone(trail: Trail, place: Place): Trail {
  return [...trail, place]
}

/** One back; from the first place nowhere. */
export function back(trail: Trail): Trail {
  const [first, ...rest] = trail
  return [first, ...rest.slice(0, -1)]
}
