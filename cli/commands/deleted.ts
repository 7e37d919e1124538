import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withTransfer } from '../with-transfer.ts'

interface Options {
  readonly by?: string
  readonly kept?: boolean
}

export function deleted(program: Command, act: Act): void {
  program
    .command('deleted')
    .argument('<id>', 'the transfer')
    .summary('Record that the recipient deleted the files')
    .description(
      'Records what the recipient answered who was asked to delete the files. It is their word, as you heard it.',
    )
    .option('--by <name>', 'who answered')
    .option('--kept', 'the answer is that they keep the files')
    .addHelpText(
      'before',
      examples([
        ['waybill deleted WB-7K3Q-M9XP --by "Ada Lovelace"', ''],
        ['waybill deleted WB-7K3Q-M9XP --kept', 'they answered that they need the files longer'],
      ]),
    )
    .action(act(run))
}

function run(context: Context, id: string, { by, kept }: Options): Promise<number> {
  return withTransfer(context, id, ({ transfers }, transfer) =>
    transfers.answerDeletion(transfer, kept ? 'kept' : 'deleted', by),
  )
}
