import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { whatLeft } from '../what-left.ts'
import { withTransfer } from '../with-transfer.ts'

export function cancel(program: Command, act: Act): void {
  program
    .command('cancel')
    .argument('<id>', 'the transfer')
    .summary('Stop a transfer; says what had already left')
    .description('Stops a transfer and destroys its password. The answer says exactly what had left and what had not.')
    .option('--mis-sent', 'it went to the wrong person or number: recorded as that')
    .addHelpText(
      'before',
      examples([
        ['waybill cancel WB-7K3Q-M9XP', ''],
        [
          'waybill cancel WB-7K3Q-M9XP --mis-sent',
          'it went to the wrong person; docs/mis-sent.md says what to do next',
        ],
      ]),
    )
    .action(act(run))
}

function run(context: Context, id: string, { misSent = false }: { misSent?: boolean }): Promise<number> {
  return withTransfer(context, id, async ({ transfers }, transfer) => {
    const { intendedOf, requireEvent } = await import('../../src/record.ts')
    const before = transfers.read(transfer)
    const question = `Cancel ${before.short} for ${before.contact.recipient ?? 'a recipient that was shredded'}?`
    const sure = await context.prompt.confirm(question, { flag: '--yes', given: context.globals.yes === true })
    if (!sure) return before
    const after = await transfers.cancel(transfer, {
      misSent,
      signal: context.signal,
      onFinding: ({ message }) => context.terminal.warn(message),
    })
    const { d } = requireEvent(after, 'transfer.cancelled')
    context.terminal.say(whatLeft(d, intendedOf(after).names))
    return after
  })
}
