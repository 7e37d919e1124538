import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { states } from '../../src/states.ts'
import type { TransferView } from '../../src/view.ts'
import { choice, integer, moment } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { encodeCsvRow } from '../csv.ts'
import { eventWords } from '../event-words.ts'
import { examples } from '../examples.ts'
import { local } from '../format.ts'
import { type Session, withHome } from '../session.ts'
import { dim } from '../style.ts'
import { table } from '../table.ts'

const formats = ['text', 'json', 'jsonl', 'csv'] as const

interface Options {
  events?: boolean
  state?: (typeof states)[number]
  since?: number
  until?: number
  limit: number
  format?: (typeof formats)[number]
}

export function log(program: Command, act: Act): void {
  program
    .command('log')
    .summary('List transfers, or every event')
    .description('Lists the transfers of this home, newest first, or with --events every event of the ledger in order.')
    .option('--events', 'every event instead')
    .option('--state <name>', `only those: ${states.join(', ')}`, choice('--state', states))
    .option('--since <date>', 'begun on that day or later', moment('--since'))
    .option('--until <date>', 'begun before that day', moment('--until'))
    .option('--limit <n>', 'at most so many', integer('--limit', 1), 50)
    .option('--format <name>', formats.join(', '), choice('--format', formats))
    .addHelpText(
      'before',
      examples([
        ['waybill log', ''],
        ['waybill log --state held', ''],
        ['waybill log --events --format jsonl', 'for a program'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, options: Options): Promise<void> {
  if (context.globals.json && options.format !== undefined && options.format !== 'json') {
    throw new WaybillError('WB-USAGE', '--json and --format ask for different things.', 'Give one of them.')
  }
  if (options.events && options.state !== undefined) {
    throw new WaybillError('WB-USAGE', 'An event has no --state.', 'Leave --state out, or --events.')
  }
  const format = context.globals.json ? 'json' : (options.format ?? 'text')
  if (format === 'json') context.terminal.adopt({ json: true })
  await withHome(context, session =>
    options.events ? events(context, session, options, format) : transfers(context, session, options, format),
  )
}

async function events({ terminal }: Context, { home }: Session, options: Options, format: string): Promise<void> {
  const { since = 0, until = Number.POSITIVE_INFINITY } = options
  const { shortId } = await import('../../lib/ulid.ts')
  const inside = (ts: string) => Date.parse(ts) >= since && Date.parse(ts) < until
  const found = [...home.ledger.events()].filter(event => inside(event.ts)).slice(-options.limit)
  const rows = found.map(event => [
    String(event.seq),
    event.ts,
    event.xfer === null ? '' : shortId(event.xfer),
    event.type,
    JSON.stringify(event.d),
  ])
  await write(terminal, format, found, ['seq', 'at', 'transfer', 'event', 'details'], rows, () =>
    table(
      [{ head: dim('Seq'), align: 'right' }, { head: 'At' }, { head: 'Transfer' }, { head: 'Event' }],
      found.map(event => [
        String(event.seq),
        local(Date.parse(event.ts)),
        event.xfer === null ? '' : shortId(event.xfer),
        eventWords(event.type, event.d),
      ]),
      terminal,
    ),
  )
}

async function transfers({ terminal }: Context, { world }: Session, options: Options, format: string): Promise<void> {
  const [{ listTransfers }, { transferView }, { shredded, stateWord }] = await Promise.all([
    import('../../src/log.ts'),
    import('../../src/view.ts'),
    import('../transfer-lines.ts'),
  ])
  const views = listTransfers(world.ledger, options).map(record => transferView(world, record))
  const cells = (view: TransferView) => [
    view.life[0]?.at ?? '',
    view.transfer,
    view.state,
    view.recipient.name ?? '',
    view.recipient.organisation ?? '',
    view.purpose ?? '',
    view.channel,
    view.sha256 ?? '',
  ]
  const heads = ['at', 'transfer', 'state', 'for', 'organisation', 'purpose', 'channel', 'sha256']
  await write(terminal, format, views, heads, views.map(cells), () => {
    if (views.length === 0) return ['No transfers.']
    return table(
      [{ head: 'Begun' }, { head: 'Transfer' }, { head: 'State' }, { head: 'For' }, { head: 'Purpose' }],
      views.map(view => [
        local(Date.parse(view.life[0]?.at ?? '')),
        view.transfer,
        stateWord(view.state),
        [view.recipient.name, view.recipient.organisation].filter(part => part !== null).join(', ') || shredded,
        view.purpose ?? shredded,
      ]),
      terminal,
    )
  })
}

/** One answer in the format that was asked for. */
async function write(
  terminal: Context['terminal'],
  format: string,
  values: readonly unknown[],
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  text: () => ReturnType<typeof table>,
): Promise<void> {
  if (format === 'json') return terminal.answerJson(values)
  if (format === 'text') return terminal.answer(text())
  if (format === 'csv') {
    for (const row of [heads, ...rows]) if (!(await terminal.answerDocument(encodeCsvRow(row)))) return
  } else {
    for (const value of values) if (!(await terminal.answerJsonLine(value))) return
  }
}
