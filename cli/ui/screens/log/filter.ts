import { WaybillError } from '../../../../lib/error.ts'
import type { TransferFilter } from '../../../../src/log.ts'
import { states } from '../../../../src/states.ts'
import { categories, channels } from '../../../../src/words.ts'
import { choice, moment, type Parser } from '../../../arguments.ts'

/** The filters of `waybill log`, in the order in which the form asks for them. */
export const filterFields = [
  'since',
  'until',
  'state',
  'to',
  'organisation',
  'client',
  'reference',
  'category',
  'channel',
  'operator',
  'text',
] as const
export type FilterField = (typeof filterFields)[number]

/** As they were typed; empty: not asked for. */
export type FilterTexts = Readonly<Record<FilterField, string>>

/** Fields that take one word of a closed list. */
export const choices = { state: states, category: categories, channel: channels } as const satisfies Partial<
  Record<FilterField, readonly string[]>
>
export type ChoiceField = keyof typeof choices

export function isChoice(field: FilterField): field is ChoiceField {
  return field in choices
}

/** What fits as a whole alone. */
export const wholeFields: readonly FilterField[] = ['to', 'organisation', 'client', 'reference', 'operator']

export const noFilter: FilterTexts = {
  since: '',
  until: '',
  state: '',
  to: '',
  organisation: '',
  client: '',
  reference: '',
  category: '',
  channel: '',
  operator: '',
  text: '',
}

export function given(texts: FilterTexts): FilterField[] {
  return filterFields.filter(field => texts[field].trim() !== '')
}

/** What is asked of `src`, or the first field that means nothing. */
export function parseFilter(texts: FilterTexts): { readonly filter: TransferFilter } | { readonly bad: FilterField } {
  const taken: Record<string, unknown> = {}
  for (const field of given(texts)) {
    try {
      taken[field] = parsers[field](texts[field].trim())
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
      return { bad: field }
    }
  }
  return { filter: taken }
}

const asTyped: Parser<string> = text => text

const parsers: Readonly<Record<FilterField, Parser<string | number>>> = {
  since: text => moment('--since')(isoDay(text)),
  until: text => moment('--until')(isoDay(text)),
  state: choice('--state', states),
  to: asTyped,
  organisation: asTyped,
  client: asTyped,
  reference: asTyped,
  category: choice('--category', categories),
  channel: choice('--channel', channels),
  operator: asTyped,
  text: asTyped,
}

/** `31.1.2026` is the same day as `2026-01-31`. */
function isoDay(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
