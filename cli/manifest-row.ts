import { normalize, resolve } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import { normalised } from '../lib/ledger/tags.ts'
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
    | 'card'
    | 'language'
    | 'opener'
    | 'askDeletion'
  >
>

/** What a row says by itself, parsed. */
export type RowValues = ReturnType<typeof valuesOf>

/** Paths are relative to `directory`. Errors name the column. */
export function valuesOf(cells: Cells, directory: string) {
  const text = (column: Column) => cells.get(column) || undefined
  const value = <T>(column: Column, parse: (label: string) => Parser<T>): T | undefined => {
    const typed = text(column)
    return typed === undefined ? undefined : discreet(parse(`The column ${column}`))(typed)
  }
  const hold = value('hold', label => word(label, ['yes', 'no']))
  const paths = several(text('paths') ?? '').map(path => resolve(directory, path))
  needed('paths', paths[0])
  return {
    paths,
    to: recipient(text('to'), text('contact')),
    purpose: text('purpose'),
    phone: value('phone', phoneNumber),
    organisation: text('org'),
    channel: value('via', label => word(label, channels)),
    hold: hold === undefined ? undefined : hold === 'yes',
    basis: value('basis', label => word(label, bases)),
    categories: value('categories', label => typed => several(typed).map(word(label, categories))),
    subjects: value('subjects', label => integer(label, 0)),
    records: value('records', label => integer(label, 0)),
    client: text('client'),
    reference: text('ref'),
    out: text('out'),
  }
}

/**
 * What one row asks for; `target` is the folder of the archives. Whether the number exists and the files can be read, the
 * plan of the transfer finds out.
 */
export function requestOf(values: RowValues, target: string, defaults: Defaults): SendRequest {
  return {
    ...defaults,
    ...values,
    directory: target,
    purpose: needed('purpose', values.purpose ?? defaults.purpose, ', or give --purpose for all rows'),
    channel: values.channel ?? defaults.channel,
    hold: values.hold ?? defaults.hold,
    basis: values.basis ?? defaults.basis,
    categories: values.categories ?? defaults.categories,
    client: values.client ?? defaults.client,
  }
}

/** Tells a row from every other, however its values are spelled and whatever the defaults are. */
export function identityOf({ paths, categories: named, out, ...values }: RowValues): string {
  const { to, organisation, client, purpose, reference, phone, channel, hold, basis, subjects, records } = values
  return JSON.stringify([
    [...new Set(paths)].sort(),
    [to, organisation, client, purpose, reference].map(text => text && normalised(text)),
    named && [...new Set(named)].sort(),
    out && normalize(out),
    [phone, channel, hold, basis, subjects, records],
  ])
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
  if (to !== undefined && contact !== undefined && normalised(to) !== normalised(contact)) {
    throw new WaybillError('WB-USAGE', 'The columns to and contact name two recipients.', 'Leave one of them empty.')
  }
  return needed('to', contact ?? to)
}

function needed(column: Column, value: string | undefined, otherwise = ''): string {
  if (value !== undefined) return value
  throw new WaybillError('WB-MISSING-VALUE', `${column} is missing.`, `Fill in the column ${column}${otherwise}.`)
}
