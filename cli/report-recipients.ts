import type { RecipientRow, Recipients } from '../src/reports/recipients.ts'
import { encodeCsvRow } from './csv.ts'
import { count, list } from './format.ts'
import { markdownTable, plain } from './report-markdown.ts'
import { periodWords } from './report-period.ts'
import { dim, strong, type Text, warn } from './style.ts'
import { table } from './table.ts'
import { wrap } from './width.ts'

const gone = '(shredded)'
const nobody = 'Nobody received anything.'
const heads = ['Organisation', 'Recipient', 'Categories', 'Purpose', 'Basis', 'Transfers', 'First', 'Last']

export function recipientsText(
  report: Recipients,
  look: { readonly width: number; readonly unicode: boolean },
): Text[] {
  const room = Math.min(look.width, 100)
  const title = wrap(`Recipients, ${periodWords(report)}`, room).map(strong)
  const notes = notesOf(report).flatMap(note => wrap(note, room).map(dim))
  if (report.rows.length === 0) return [...title, ...wrap(nobody, room), ...notes]
  const rows = report.rows.map(row => {
    const [organisation = '', recipient = '', categories = '', ...rest] = cells(row)
    return [organisation, recipient, row.special ? warn(categories) : categories, ...rest]
  })
  const columns = heads.map(head => ({ head, ...(head === 'Transfers' && { align: 'right' as const }) }))
  return [...title, '', ...table(columns, rows, look), '', ...notes]
}

export function recipientsMarkdown(report: Recipients, made: string): string {
  const rows = report.rows.map(row => cells(row).map(plain))
  return [
    '# Categories of recipients (GDPR Art. 30(1)(d))',
    '',
    `${sentence(periodWords(report))}. ${made}`,
    '',
    ...(rows.length === 0 ? [nobody] : markdownTable(heads, rows)),
    '',
    ...notesOf(report).map(note => `- ${note}`),
    '',
  ].join('\n')
}

export function recipientsCsv({ rows }: Recipients): string {
  const columns = [
    'organisation',
    'recipient',
    'client',
    'shredded',
    'purpose',
    'basis',
    'categories',
    'special',
    'transfers',
    'released',
    'first',
    'last',
  ] as const
  const fields = rows.map(row => columns.map(name => field(row[name])))
  return [columns, ...fields].map(encodeCsvRow).join('')
}

function field(value: RecipientRow[keyof RecipientRow]): string {
  if (value === null) return ''
  return typeof value === 'object' ? value.join(' ') : String(value)
}

function cells({
  shredded,
  organisation,
  recipient,
  client,
  categories,
  purpose,
  basis,
  ...row
}: RecipientRow): string[] {
  const whose = client === null ? '' : ` (for ${client})`
  return [
    shredded ? gone : (organisation ?? ''),
    shredded ? gone : `${recipient}${whose}`,
    list(categories) || 'not stated',
    shredded ? gone : (purpose ?? ''),
    basis ?? 'not stated',
    String(row.transfers),
    row.first.slice(0, 10),
    row.last.slice(0, 10),
  ]
}

function notesOf({ rows, withoutArchive, notSearchable }: Recipients): string[] {
  const total = rows.reduce((sum, { transfers }) => sum + transfers, 0)
  const released = rows.reduce((sum, { released }) => sum + released, 0)
  return [
    ...(total === 0
      ? []
      : [`${sentence(count(total, 'transfer'))}; for ${released} of them the password was let go. Days are UTC.`]),
    ...(withoutArchive === 0
      ? []
      : [`${count(withoutArchive, 'transfer')} more came to no archive, so nothing could be received.`]),
    ...(notSearchable === 0
      ? []
      : [`${count(notSearchable, 'transfer')} of the period could be meant too: the names were shredded.`]),
  ]
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
