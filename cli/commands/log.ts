import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { LogFilter } from '../../src/log.ts'
import { states } from '../../src/states.ts'
import { categories, channels } from '../../src/words.ts'
import { choice, integer, moment } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { encodeCsvRow } from '../csv.ts'
import { examples } from '../examples.ts'
import type { Formats } from '../log-formats.ts'
import { type Session, withHome } from '../session.ts'
import type { Text } from '../style.ts'
import { term } from '../texts.ts'

const formats = ['text', 'json', 'jsonl', 'csv', 'ocsf'] as const
type Format = (typeof formats)[number]

interface Options extends Omit<LogFilter, 'reference' | 'organisation'> {
  readonly org?: string
  readonly ref?: string
  readonly events?: boolean
  readonly format?: Format
  readonly pager: boolean
}

export function log(program: Command, act: Act): void {
  program
    .command('log')
    .summary('List and filter transfers, or events')
    .description(
      'Lists the transfers of this home, newest first, or with --events the events of the ledger in order. Filters that are given together must all fit.',
    )
    .option('--events', 'the events instead; filters of transfers pick those whose events are listed')
    .option('--since <date>', 'begun on that day or later; events: happened', moment('--since'))
    .option('--until <date>', 'before that day', moment('--until'))
    .option('--to <name>', 'for this recipient', term('--to'))
    .option('--org <name>', 'for this organisation', term('--org'))
    .option('--client <name>', 'of this client', term('--client'))
    .option('--ref <text>', 'with this reference', term('--ref'))
    .option('--category <name>', 'with this kind of data', choice('--category', categories))
    .option('--channel <name>', `password by ${channels.join(', ')}`, choice('--channel', channels))
    .option('--state <name>', `now ${states.join(', ')}`, choice('--state', states))
    .option('--operator <name>', 'begun by the person with this name or address; events: done', term('--operator'))
    .option('--text <text>', 'with this in a name, purpose, path or other personal field (slow)', term('--text'))
    .option('--limit <n>', 'the newest so many', integer('--limit', 1), 50)
    .option('--format <name>', formats.join(', '), choice('--format', formats))
    .option('--no-pager', 'never show it in $PAGER')
    .addHelpText(
      'before',
      examples([
        ['waybill log', ''],
        ['waybill log --ref 4711', 'which transfers carried data of customer 4711?'],
        ['waybill log --to "Ada Lovelace" --since 2026-01-01 --state delivered', ''],
        ['waybill log --events --format jsonl', 'for a program'],
        ['waybill log --events --format ocsf --limit 100000', 'for a SIEM'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, { org, ref, format: given, events, pager, ...rest }: Options): Promise<void> {
  if (context.globals.json && given !== undefined && given !== 'json') {
    throw new WaybillError('WB-USAGE', '--json and --format ask for different things.', 'Give one of them.')
  }
  const format = context.globals.json ? 'json' : (given ?? 'text')
  if (format === 'ocsf' && !events) {
    throw new WaybillError('WB-USAGE', 'OCSF describes events, not transfers.', 'Add --events.')
  }
  if (format === 'json') context.terminal.adopt({ json: true })
  const filter: LogFilter = { ...rest, organisation: org, reference: ref }
  const lines = await withHome(context, session =>
    events ? listEvents(context, session, filter, format) : listTransfers(context, session, filter, format),
  )
  if (lines === null) return
  // After the home is closed: somebody may read for a long time.
  if (pager) await context.terminal.answerPaged(lines)
  else context.terminal.answer(lines)
}

async function listEvents(context: Context, { world }: Session, filter: LogFilter, format: Format) {
  const [{ listEvents }, { eventFormats, ocsfFormats }] = await Promise.all([
    import('../../src/log.ts'),
    import('../log-formats.ts'),
  ])
  const all = format === 'ocsf' ? ocsfFormats : eventFormats
  return write(context, listEvents(world.ledger, filter), all, format)
}

async function listTransfers(context: Context, { world }: Session, { limit, ...filter }: LogFilter, format: Format) {
  const [{ findTransfers }, { readTransfer }, { transferView }, { transferFormats }] = await Promise.all([
    import('../../src/log.ts'),
    import('../../src/record.ts'),
    import('../../src/view.ts'),
    import('../log-formats.ts'),
  ])
  const ids = findTransfers(world.ledger, filter).take(limit)
  const views = ids.map(id => transferView(world, readTransfer(world.ledger, id)))
  return write(context, views, transferFormats, format)
}

/** Writes what is meant for programs, one by one as it is found, and answers null; else the lines that people read. */
async function write<Item>(
  { terminal }: Context,
  items: Iterable<Item>,
  { json, line, csv, text }: Formats<Item>,
  format: Format,
): Promise<readonly Text[] | null> {
  if (format === 'text') return text([...items], terminal)
  if (format === 'json') {
    terminal.answerJson([...items].map(json))
    return null
  }
  const record = format === 'csv' ? (item: Item) => encodeCsvRow(csv.row(item)) : (item: Item) => `${line(item)}\n`
  if (format === 'csv' && !(await terminal.answerDocument(encodeCsvRow(csv.heads)))) return null
  for (const item of items) if (!(await terminal.answerDocument(record(item)))) break
  return null
}
