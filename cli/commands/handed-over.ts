import type { Command } from 'commander'
import { type HandOver, handOvers } from '../../src/words.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withTransfer } from '../with-transfer.ts'

export function handedOver(program: Command, act: Act): void {
  program
    .command('handed-over')
    .argument('<id>', 'the transfer')
    .summary('Record how the archive left')
    .requiredOption('--by <way>', handOvers.join(', '), choice('--by', handOvers))
    .addHelpText('before', examples([['waybill handed-over WB-7K3Q-M9XP --by mail', '']]))
    .action(act(run))
}

function run(context: Context, id: string, { by }: { by: HandOver }): Promise<number> {
  return withTransfer(context, id, ({ transfers }, transfer) => transfers.handedOver(transfer, by))
}
