import type { Command } from 'commander'
import type { ReportFormat } from '../../src/reports/made.ts'
import { choice, moment } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { type Asked, answerReport, formatOf } from '../report-answer.ts'
import { withHome } from '../session.ts'

interface Options extends Asked {
  readonly to?: string
  readonly client?: string
  readonly ref?: string
  readonly transfer?: string
}

export function report(program: Command, act: Act): void {
  const group = program
    .command('report')
    .summary('Reports: recipients, breach, activity, controls')
    .addHelpText(
      'before',
      examples([
        ['waybill report recipients', 'who got which data for which purpose (GDPR Art. 30)'],
        ['waybill report breach --ref 4711 --out breach.md', 'a draft of a notification (Art. 33)'],
        ['waybill report activity --since 2026-01-01 --format html --out 2026.html', 'counts alone'],
        ['waybill report controls', 'what is enforced here, and what is not'],
      ]),
    )
  named(
    common(group.command('recipients'), ['text', 'json', 'md', 'csv'])
      .summary('Who got which categories of data for which purpose (GDPR Art. 30(1)(d))')
      .description('Lists who received what, grouped by recipient, categories, purpose and basis.'),
  )
    .addHelpText(
      'before',
      examples([
        ['waybill report recipients --since 2026-01-01', ''],
        ['waybill report recipients --client North --format csv --out north.csv', ''],
      ]),
    )
    .action(act(recipients))
  named(
    common(group.command('breach'), ['md', 'json'])
      .summary('A draft of a notification (GDPR Art. 33(3), 33(2), 34)')
      .description(
        'Tells what the ledger holds of the transfers that a breach concerns: of this device, or those that fit.',
      ),
  )
    .option('--ref <text>', 'those with this reference')
    .option('--transfer <id>', 'one transfer')
    .addHelpText(
      'before',
      examples([
        ['waybill report breach --transfer WB-7K3Q-M9XP', 'it went to the wrong person'],
        ['waybill report breach --ref 4711 --out breach.md', 'everything about one customer'],
        ['waybill report breach --out breach.md', 'this device was lost'],
      ]),
    )
    .action(act(breach))
  common(group.command('activity'), ['text', 'json', 'html'])
    .summary('How much was sent, and nothing about anybody')
    .description('Counts transfers by month, channel, category and state. Groups under five are suppressed.')
    .addHelpText(
      'before',
      examples([
        ['waybill report activity', ''],
        ['waybill report activity --since 2026-01-01 --format html --out activity.html', ''],
      ]),
    )
    .action(act(activity))
  common(group.command('controls'), ['text', 'json', 'html'])
    .summary('What is enforced here, the evidence, and the gaps')
    .description('Holds technical and organisational measures (GDPR Art. 32) against the ledger and this machine.')
    .addHelpText(
      'before',
      examples([
        ['waybill report controls', ''],
        ['waybill report controls --since 2026-01-01 --format html --out controls.html', ''],
      ]),
    )
    .action(act((context: Context, options: Options) => controls(program, context, options)))
  group.action(() => group.help({ error: true }))
}

function common(command: Command, formats: readonly ReportFormat[]): Command {
  return command
    .option('--since <date>', 'transfers begun on that day or later', moment('--since'))
    .option('--until <date>', 'transfers begun before that day', moment('--until'))
    .option('--format <name>', formats.join(', '), choice('--format', formats))
    .option('--out <file>', 'into a new file instead of stdout')
}

function named(command: Command): Command {
  return command
    .option('--to <name>', 'those to this recipient or organisation')
    .option('--client <name>', 'those for this client')
}

function recipients(context: Context, options: Options): Promise<void> {
  const format = formatOf(context, options, 'text')
  return withHome(context, async session => {
    const [{ recipients }, { requirePeriod }, forms] = await Promise.all([
      import('../../src/reports/recipients.ts'),
      import('../../src/reports/selection.ts'),
      import('../report-recipients.ts'),
    ])
    requirePeriod(options)
    const data = recipients(session.home.ledger, options)
    const { recipientsText: text, recipientsMarkdown: md, recipientsCsv: csv } = forms
    await answerReport(context, session, { name: 'recipients', data, format, forms: { text, md, csv } }, options)
  })
}

function breach(context: Context, { ref: reference, transfer, ...options }: Options): Promise<void> {
  const format = formatOf(context, options, 'md')
  return withHome(context, async session => {
    const [{ breach }, { requirePeriod }, { resolveTransfer }, { breachMarkdown: md }] = await Promise.all([
      import('../../src/reports/breach.ts'),
      import('../../src/reports/selection.ts'),
      import('../../src/ids.ts'),
      import('../report-breach.ts'),
    ])
    requirePeriod(options)
    const { ledger } = session.home
    const id = transfer === undefined ? undefined : resolveTransfer(ledger, transfer)
    const data = breach(session.home, { ...options, reference, transfer: id })
    await answerReport(context, session, { name: 'breach', data, format, forms: { md } }, options)
  })
}

function activity(context: Context, options: Options): Promise<void> {
  const format = formatOf(context, options, 'text')
  return withHome(context, async session => {
    const [{ activity }, { requirePeriod }, { activityText: text, activityHtml: html }] = await Promise.all([
      import('../../src/reports/activity.ts'),
      import('../../src/reports/selection.ts'),
      import('../report-activity.ts'),
    ])
    requirePeriod(options)
    const data = activity(session.home.ledger, options)
    await answerReport(context, session, { name: 'activity', data, format, forms: { text, html } }, options)
  })
}

function controls(program: Command, context: Context, options: Options): Promise<void> {
  const format = formatOf(context, options, 'text')
  return withHome(context, async session => {
    const [{ controlsReport }, { requirePeriod }, { controlsText: text, controlsHtml: html }] = await Promise.all([
      import('../../src/reports/controls.ts'),
      import('../../src/reports/selection.ts'),
      import('../report-controls.ts'),
    ])
    requirePeriod(options)
    const { since, until } = options
    const now = session.world.clock.now()
    const data = controlsReport(session.home, { since, until, now, commands: new Set(namesOf(program)) })
    await answerReport(context, session, { name: 'controls', data, format, forms: { text, html } }, options)
  })
}

/** Every command there is: `key`, `key show`. */
function namesOf(command: Command, before = ''): string[] {
  return command.commands.flatMap(child => {
    const name = `${before}${child.name()}`
    return [name, ...namesOf(child, `${name} `)]
  })
}
