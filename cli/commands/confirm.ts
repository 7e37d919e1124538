import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { code } from '../texts.ts'
import { leftWords } from '../what-left.ts'
import { withTransfer } from '../with-transfer.ts'

export function confirm(program: Command, act: Act): void {
  program
    .command('confirm')
    .argument('<id>', 'the transfer')
    .summary('Record that the recipient opened the archive')
    .description(
      'Records that the archive was opened: proved by the code of WAYBILL.txt, however late it comes, else on your word.',
    )
    .option('--code <code>', 'the confirmation code that the recipient read inside the archive', code('--code'))
    .addHelpText(
      'before',
      examples([
        ['waybill confirm WB-7K3Q-M9XP --code 4F7H-22QZ', ''],
        ['waybill confirm WB-7K3Q-M9XP', 'recorded as your word alone'],
      ]),
    )
    .action(act(run))
}

function run(context: Context, id: string, { code }: { code?: string }): Promise<number> {
  return withTransfer(context, id, async ({ transfers }, transfer) => {
    const record = await transfers.confirm(transfer, code)
    const { passwordLeft } = await import('../../src/what-left.ts')
    if (passwordLeft(record) === 'kept') context.terminal.warn(leftWords.leaked)
    return record
  })
}
