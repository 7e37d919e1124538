import type { PhoneNumber } from '../phone.ts'

/** What stands between braces in the description of a courier. */
export interface Values {
  /** The number in E.164. */
  readonly to: string
  /** The same without its `+`, as some gateways want it. */
  readonly digits: string
  /** What the telephone shows. */
  readonly sender: string
  /** The transfer's full short id. */
  readonly reference: string
  /** The whole text. */
  readonly text: string
}

const names = ['to', 'digits', 'sender', 'reference', 'text'] as const satisfies readonly (keyof Values)[]

/** `to` for `{to}`; null for everything that is not exactly a placeholder. */
export function placeholderOf(value: string): keyof Values | null {
  return names.find(name => value === `{${name}}`) ?? null
}

/** Everything but the text. */
export function plainValues(to: PhoneNumber, sender: string | null, reference: string): Omit<Values, 'text'> {
  return { to, digits: to.slice(1), sender: sender ?? '', reference }
}
