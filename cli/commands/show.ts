import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
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
    .option('--no-pager', 'never show it in $PAGER')
    .addHelpText(
      'before',
      examples([
        ['waybill show WB-7K3Q-M9XP', ''],
        ['waybill show 7K3Q --json', 'a beginning of the id is enough'],
        ['waybill show 7K3Q --format html --out waybill.html', 'one sheet of A4, for people'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, id: string, options: Options): Promise<void> {
  const { terminal, globals } = context
  const format = chosen(options, globals.json === true)
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
  const page = waybillPage(view)
  if (options.out === undefined) {
    await terminal.answerDocument(page)
    return
  }
  const [{ outPath, writeNewFile }, { systemRandom }] = await Promise.all([
    import('../new-file.ts'),
    import('../compose.ts'),
  ])
  const file = outPath(options.out)
  await writeNewFile(file, page, { force: options.force === true, random: systemRandom })
  terminal.answer(file)
}

function chosen({ format, out, force }: Options, json: boolean): (typeof formats)[number] {
  if (json && format !== undefined && format !== 'json') {
    throw new WaybillError('WB-USAGE', '--json and --format ask for different things.', 'Give one of them.')
  }
  if (out !== undefined && format !== 'html') {
    throw new WaybillError('WB-USAGE', '--out is for the page.', 'Add --format html.')
  }
  if (force && out === undefined) throw new WaybillError('WB-USAGE', '--force replaces a file.', 'Name it with --out.')
  return json ? 'json' : (format ?? 'text')
}
