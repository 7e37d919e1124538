import { WaybillError } from '../lib/error.ts'
import { normalised } from '../lib/ledger/tags.ts'
import {
  type CheckedEdits,
  type ContactsWorld,
  checkEdits,
  checkedClient,
  type FieldNames,
  insert,
  isChange,
  lacksNumber,
  update,
} from './contact-changes.ts'
import { type ContactsReader, contactKey, findContact, type SavedContact } from './contacts.ts'
import { plainName } from './one-line.ts'
import { languages, systems, verifyings } from './words.ts'

/** The columns of a file of contacts; only the first one must be there. */
const importColumns = [
  'name',
  'organisation',
  'phone',
  'client',
  'verified',
  'verified_by',
  'language',
  'system',
] as const
type Column = (typeof importColumns)[number]

/** Contacts in one file, without the header: they are one transaction, and other commands wait for it. */
const mostContacts = 10_000

export interface ImportOptions {
  /** Of the lines that name no client. */
  readonly client?: string | undefined
  /** Let contacts that exist change. */
  readonly update?: boolean | undefined
  /** Check only. */
  readonly dryRun?: boolean | undefined
}

export interface ImportedLine {
  readonly line: number
  readonly name: string
  readonly change: 'added' | 'changed' | 'same'
}

/** One sentence; it never repeats a number. */
export interface ImportProblem {
  readonly line: number
  readonly message: string
}

interface Entry {
  readonly line: number
  readonly recipient: string
  readonly client: string | null
  readonly edits: CheckedEdits
}

/** An entry and the contact that it means, if there is one. */
type Planned = Entry & { readonly before: SavedContact | null; readonly change: ImportedLine['change'] }

/**
 * Saves a whole file of contacts in one transaction, or nothing: where there is a problem with any line, no line is
 * imported. `records` (untrusted) are those of a CSV file, the header first. WB-CONTACTS-IMPORT when the header or the
 * size is wrong.
 */
export async function importContacts(
  world: ContactsWorld,
  records: readonly (readonly string[])[],
  options: ImportOptions = {},
): Promise<{ readonly lines: readonly ImportedLine[]; readonly problems: readonly ImportProblem[] }> {
  const { entries, problems } = await readEntries(world, records, options)
  const answer = (planned: readonly Planned[], others: readonly ImportProblem[]) => ({
    lines: planned.map(({ line, recipient, change }) => ({ line, name: recipient, change })),
    problems: [...problems, ...others].sort((one, other) => one.line - other.line),
  })
  if (options.dryRun || problems.length > 0) {
    const { planned, problems: others } = compare(world.ledger, entries, options.update === true)
    return answer(planned, others)
  }
  return world.ledger.commit(tx => {
    const { planned, problems: others } = compare(tx, entries, options.update === true)
    if (others.length > 0) return answer(planned, others)
    for (const { before, recipient, client, edits, change } of planned) {
      if (before === null) insert(tx, world, recipient, client, edits)
      else if (change === 'changed') update(tx, world, before, edits)
    }
    return answer(planned, [])
  }).value
}

/** Every line by itself. */
async function readEntries(world: ContactsWorld, records: readonly (readonly string[])[], options: ImportOptions) {
  const [header = [], ...rows] = records
  const columns = readHeader(header)
  if (rows.filter(isFilled).length > mostContacts) {
    throw refused('The file has more than 10,000 contacts', 'Import it in parts.')
  }
  const entries: Entry[] = []
  const problems: ImportProblem[] = []
  let line = 1 + lineBreaks(header)
  for (const row of rows) {
    line++
    const at = line
    line += lineBreaks(row)
    if (!isFilled(row)) continue
    const problem = await problemOf(async () => {
      entries.push({ line: at, ...(await readRow(world, columns, row, options)) })
    })
    if (problem !== null) problems.push({ line: at, message: problem })
  }
  return { entries, problems }
}

function isFilled(row: readonly string[]): boolean {
  return row.some(field => field.trim() !== '')
}

/** A quoted field may hold line ends. */
function lineBreaks(row: readonly string[]): number {
  return row.reduce((sum, field) => sum + field.split(/\r\n?|\n/).length - 1, 0)
}

function readHeader(header: readonly string[]): Column[] {
  const columns = header.map(field => {
    const name = field.trim().toLowerCase()
    return importColumns.find(column => column === (name === 'org' ? 'organisation' : name))
  })
  const known = `The columns are ${importColumns.join(', ')}.`
  const unknown = columns.indexOf(undefined)
  if (unknown >= 0) throw refused(`Column ${unknown + 1} of the first line has a name that is not known`, known)
  if (!columns.includes('name')) throw refused('The first line names no column “name”', known)
  if (new Set(columns).size < columns.length) throw refused('The first line names a column twice', known)
  return columns.filter(column => column !== undefined)
}

const names: FieldNames = {
  recipient: 'name',
  organisation: 'organisation',
  client: 'client',
  by: 'verified_by',
}

/** Empty fields say nothing: a new contact goes without, one that exists keeps what it has. */
async function readRow(
  world: ContactsWorld,
  columns: readonly Column[],
  row: readonly string[],
  options: ImportOptions,
): Promise<Omit<Entry, 'line'>> {
  if (row.length !== columns.length) {
    throw new WaybillError('WB-USAGE', `The line has ${row.length} fields, not ${columns.length}.`, 'Correct the line.')
  }
  const field = (name: Column) => row[columns.indexOf(name)]?.trim() || undefined
  const by = field('verified_by')
  const oneOf = <T extends string>(name: Column, words: readonly T[]): T | undefined => {
    const typed = field(name)?.toLowerCase()
    const found = words.find(one => one === typed)
    if (typed === undefined || found !== undefined) return found
    throw new WaybillError('WB-USAGE', `The value of ${name} is none of ${words.join(', ')}.`, 'Choose one.')
  }
  const word = oneOf('verified', verifyings)
  if (by !== undefined && word === undefined) {
    throw new WaybillError('WB-USAGE', 'The line says who verified the number, but not how.', 'Fill in verified.')
  }
  const recipient = plainName(field('name') ?? '', names.recipient)
  const edits = {
    organisation: field('organisation'),
    phone: field('phone'),
    language: oneOf('language', languages),
    system: oneOf('system', systems),
    ...(word !== undefined && { verified: { how: word, by } }),
  }
  return {
    recipient,
    client: checkedClient(field('client') ?? options.client, names),
    edits: await checkEdits(world, edits, names),
  }
}

/** The lines with one another and with the contacts that exist. */
function compare(from: ContactsReader, entries: readonly Entry[], updates: boolean) {
  const planned: Planned[] = []
  const problems: ImportProblem[] = []
  const firsts = new Map<string, number>()
  for (const entry of entries) {
    const { line, recipient, client, edits } = entry
    const key = normalised(contactKey(client, recipient))
    const first = firsts.get(key)
    firsts.set(key, first ?? line)
    const before = findContact(from, recipient, client ?? undefined)
    const problem =
      first !== undefined
        ? `Line ${first} has the same contact.`
        : before !== null && !updates
          ? 'There is a contact of this name already; --update changes it.'
          : lacksNumber(before?.phone ?? null, edits)
            ? 'There is no number that was verified.'
            : null
    if (problem !== null) problems.push({ line, message: problem })
    else planned.push(plan(entry, before))
  }
  return { planned, problems }
}

/** A verification that is on record already is not made anew: the same file can be imported again. */
function plan(entry: Entry, before: SavedContact | null): Planned {
  if (before === null) return { ...entry, before, change: 'added' }
  const { verified, ...others } = entry.edits
  const { phone = before.phone } = others
  const isKnown =
    phone === before.phone && verified?.how === before.verified?.how && verified?.by === before.verified?.by
  const edits = isKnown || verified === undefined ? others : { ...others, verified }
  return { ...entry, edits, before, change: isChange(before, edits) ? 'changed' : 'same' }
}

/** What is wrong with one line, or null; anything but a mistake in the line ends the import. */
async function problemOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof WaybillError && error.kind === 'usage') return error.message
    throw error
  }
}

function refused(message: string, hint: string): WaybillError {
  return new WaybillError('WB-CONTACTS-IMPORT', `${message}.`, hint)
}
