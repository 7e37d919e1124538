import { resolve } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { SendRequest } from '../src/intent.ts'
import { bases, categories, channels } from '../src/words.ts'
import { choice, integer, type Parser, phoneNumber } from './arguments.ts'

/** The columns of a manifest, in no order. */
export const columns = [
  'to',
  'contact',
  'org',
  'phone',
  'client',
  'paths',
  'purpose',
  'ref',
  'via',
  'hold',
  'basis',
  'categories',
  'subjects',
  'records',
  'out',
] as const
export type Column = (typeof columns)[number]

export function isColumn(name: string): name is Column {
  return columns.some(column => column === name)
}

/** Trimmed; a column that the manifest does not have is missing or empty. */
export type Cells = ReadonlyMap<Column, string>

/** What the flags say for every row that leaves it out. */
export type Defaults = Partial<
  Pick<
    SendRequest,
    | 'purpose'
    | 'channel'
    | 'hold'
    | 'basis'
    | 'categories'
    | 'client'
    | 'force'
    | 'level'
    | 'hideNames'
    | 'recipe'
    | 'keep'
  >
>

/**
 * What one row asks for. Paths are relative to `directory`, `out` to `target`. Errors name the column. Whether the number
 * exists and the files can be read, the plan of the transfer finds out.
 */
export function requestOf(
  cells: Cells,
  { directory, target }: { readonly directory: string; readonly target: string },
  defaults: Defaults,
): SendRequest {
  const text = (column: Column) => cells.get(column) || undefined
  const value = <T>(column: Column, parse: (label: string) => Parser<T>): T | undefined => {
    const typed = text(column)
    return typed === undefined ? undefined : discreet(parse(`The column ${column}`))(typed)
  }
  const hold = value('hold', label => word(label, ['yes', 'no']))
  const paths = several(text('paths') ?? '').map(path => resolve(directory, path))
  needed('paths', paths[0])
  return {
    ...defaults,
    paths,
    directory: target,
    to: recipient(text('to'), text('contact')),
    purpose: needed('purpose', text('purpose') ?? defaults.purpose, ', or give --purpose for all rows'),
    phone: value('phone', phoneNumber),
    organisation: text('org'),
    channel: value('via', label => word(label, channels)) ?? defaults.channel,
    hold: hold === undefined ? defaults.hold : hold === 'yes',
    basis: value('basis', label => word(label, bases)) ?? defaults.basis,
    categories:
      value('categories', label => typed => several(typed).map(word(label, categories))) ?? defaults.categories,
    subjects: value('subjects', label => integer(label, 0)),
    records: value('records', label => integer(label, 0)),
    client: text('client') ?? defaults.client,
    reference: text('ref'),
    out: text('out'),
  }
}

/** Errors repeat what was typed, which is somebody's number where columns were shifted: then they do not. */
function discreet<T>(parse: Parser<T>): Parser<T> {
  return typed => {
    try {
      return parse(typed)
    } catch (error) {
      if (!(error instanceof WaybillError) || typed.replace(/\D/g, '').length < 5) throw error
      const message = error.message.replace(/"[^"]*"/, 'a value like this')
      throw new WaybillError(error.code, message, error.hint)
    }
  }
}

/** As `choice`; spreadsheets like to begin with a capital letter. */
function word<const T extends string>(label: string, words: readonly T[]): Parser<T> {
  return typed => choice(label, words)(typed.toLowerCase())
}

/** `exports/ada.csv | notes.txt` */
function several(typed: string): string[] {
  return typed
    .split('|')
    .map(part => part.trim())
    .filter(part => part !== '')
}

function recipient(to: string | undefined, contact: string | undefined): string {
  if (to !== undefined && contact !== undefined && to !== contact) {
    throw new WaybillError('WB-USAGE', 'The columns to and contact name two recipients.', 'Leave one of them empty.')
  }
  return needed('to', to ?? contact)
}

function needed(column: Column, value: string | undefined, otherwise = ''): string {
  if (value !== undefined) return value
  throw new WaybillError('WB-MISSING-VALUE', `${column} is missing.`, `Fill in the column ${column}${otherwise}.`)
}
