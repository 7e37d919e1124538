import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { type Language, languages } from '../../src/words.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withHome } from '../session.ts'
import { path } from '../texts.ts'

const formats = ['text', 'json', 'html'] as const

interface Options {
  readonly format?: (typeof formats)[number]
  readonly out?: string
  readonly force?: boolean
  readonly card?: boolean
  readonly copy?: boolean
  readonly language?: Language
  readonly pager: boolean
}

export function show(program: Command, act: Act): void {
  program
    .command('show')
    .argument('<id>', 'the transfer')
    .summary('The waybill of one transfer')
    .description('Shows one transfer: what, for whom, why, how protected, and every step with who says so.')
    .option('--format <name>', `${formats.join(', ')}; html is one page to print or keep`, choice('--format', formats))
    .option('--out <file>', 'write the page into this file', path('--out'))
    .option('--force', 'replace that file')
    .option('--card', 'the message for the e-mail to the recipient instead; html is a page')
    .option(
      '--language <code>',
      `of the card: ${languages.join(', ')} (default: that of the contact, else as the policy says)`,
      choice('--language', languages),
    )
    .option('--copy', 'its text to the clipboard of this terminal too')
    .option('--no-pager', 'never show it in $PAGER')
    .addHelpText(
      'before',
      examples([
        ['waybill show WB-7K3Q-M9XP', ''],
        ['waybill show 7K3Q --json', 'a beginning of the id is enough'],
        ['waybill show 7K3Q --format html --out waybill.html', 'one sheet of A4, for people'],
        ['waybill show 7K3Q --card --language de --copy', 'the message for the e-mail, in German'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, id: string, options: Options): Promise<void> {
  const { terminal, globals } = context
  const format = chosen(options, globals.json === true)
  if (options.card) return (await import('../card-answer.ts')).answerCard(context, id, { ...options, format })
  if (format === 'json') terminal.adopt({ json: true })
  const view = await withHome(context, async ({ home, world, transfers }) => {
    const [{ resolveTransfer }, { waybillView }] = await Promise.all([
      import('../../src/ids.ts'),
      import('../../src/waybill-view.ts'),
    ])
    return waybillView(world, home, transfers.read(resolveTransfer(home.ledger, id)))
  })
  if (format === 'json') return terminal.answerJson(view)
  if (format === 'text') {
    const { waybillLines } = await import('../waybill-lines.ts')
    const lines = waybillLines(view, terminal)
    return options.pager ? terminal.answerPaged(lines) : terminal.answer(lines)
  }
  const { waybillPage } = await import('../waybill-page.ts')
  await (await import('../write-page.ts')).writePage(context, waybillPage(view), options)
}

function chosen({ format, out, force, card, copy, language }: Options, json: boolean): (typeof formats)[number] {
  if (json && format !== undefined && format !== 'json') {
    throw new WaybillError('WB-USAGE', '--json and --format ask for different things.', 'Give one of them.')
  }
  const wrong = card ? undefined : copy ? '--copy' : language === undefined ? undefined : '--language'
  if (wrong !== undefined) throw new WaybillError('WB-USAGE', `${wrong} is for the card.`, 'Add --card.')
  if (out !== undefined && format !== 'html') {
    throw new WaybillError('WB-USAGE', '--out is for the page.', 'Add --format html.')
  }
  if (force && out === undefined) throw new WaybillError('WB-USAGE', '--force replaces a file.', 'Name it with --out.')
  return json ? 'json' : (format ?? 'text')
}
