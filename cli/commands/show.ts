import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withHome } from '../session.ts'

export function show(program: Command, act: Act): void {
  program
    .command('show')
    .argument('<id>', 'the transfer')
    .summary('The waybill of one transfer')
    .description('Shows one transfer: what, for whom, why, how protected, and every step with who says so.')
    .addHelpText(
      'before',
      examples([
        ['waybill show WB-7K3Q-M9XP', ''],
        ['waybill show 7K3Q --json', 'a beginning of the id is enough'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, id: string): Promise<void> {
  await withHome(context, async session => {
    const [{ resolveTransfer }, { filesView, transferView }, { transferLines }, { fileLines }] = await Promise.all([
      import('../../src/ids.ts'),
      import('../../src/view.ts'),
      import('../transfer-lines.ts'),
      import('../file-lines.ts'),
    ])
    const record = session.transfers.read(resolveTransfer(session.home.ledger, id))
    const view = { ...transferView(session.world, record), files: filesView(record) }
    const { terminal } = context
    terminal.reply(view, () => [...transferLines(view), ...fileLines(view.files, terminal)])
  })
}
