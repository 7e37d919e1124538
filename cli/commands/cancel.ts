import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withTransfer } from '../with-transfer.ts'

export function cancel(program: Command, act: Act): void {
  program
    .command('cancel')
    .argument('<id>', 'the transfer')
    .summary('Stop a transfer; says what had already left')
    .description('Stops a transfer and destroys its password. The answer says exactly what had left and what had not.')
    .addHelpText('before', examples([['waybill cancel WB-7K3Q-M9XP', '']]))
    .action(act(run))
}

function run(context: Context, id: string): Promise<number> {
  return withTransfer(context, id, async ({ transfers }, transfer) => {
    const before = transfers.read(transfer)
    const question = `Cancel ${before.short} for ${before.contact.recipient ?? 'a recipient that was shredded'}?`
    const sure = await context.prompt.confirm(question, { flag: '--yes', given: context.globals.yes === true })
    if (!sure) return before
    const after = await transfers.cancel(transfer, { signal: context.signal })
    context.terminal.say(whatLeft(after.events.findLast(event => event.type === 'transfer.cancelled')?.d ?? {}))
    return after
  })
}

function whatLeft(d: Readonly<Record<string, unknown>>): string[] {
  const archive = {
    none: 'No archive was published.',
    made: 'The archive was made, and nothing says that it was handed over; without its password nobody can open it.',
    'handed-over': 'The archive was handed over.',
  }
  const password = {
    kept: 'The password was never released: the content stays unintelligible. It is still an incident to record and assess if the archive went astray.',
    released: 'The password was released, and nothing says that it was conveyed.',
    unknown: 'The password may have left: nobody says.',
    accepted:
      d.withdrawn === true
        ? 'The text was withdrawn at the courier before it left.'
        : 'The courier had taken the password.',
    delivered: 'The password was delivered.',
    failed: 'The courier says that the password was not delivered.',
  }
  const said = (words: Record<string, string>, key: unknown) => (typeof key === 'string' ? (words[key] ?? '') : '')
  return [said(archive, d.archive), said(password, d.password)]
}
