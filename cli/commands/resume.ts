import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { eachTransfer } from '../each-transfer.ts'
import { examples } from '../examples.ts'
import { withHome } from '../session.ts'
import { withTransfer } from '../with-transfer.ts'

export function resume(program: Command, act: Act): void {
  program
    .command('resume')
    .argument('[id]', 'the transfer (default: every one that was cut off or is unknown)')
    .summary('Go on after a crash or an unknown outcome')
    .description('Goes on where a transfer was cut off. It never sends a password a second time by itself.')
    .addHelpText('before', examples([['waybill resume WB-7K3Q-M9XP', '']]))
    .action(act(run))
}

async function run(context: Context, id: string | undefined): Promise<number> {
  const { signal } = context
  if (id !== undefined)
    return withTransfer(context, id, ({ transfers }, transfer) => transfers.resume(transfer, { signal }))
  return withHome(context, async ({ world, transfers }) => {
    const [{ settle }, { toResume }, { transferView }, { stateStatus }] = await Promise.all([
      import('../../src/deadlines.ts'),
      import('../../src/open-transfers.ts'),
      import('../../src/view.ts'),
      import('../state-status.ts'),
    ])
    settle(world)
    const { records, status } = await eachTransfer(context, toResume(world), one => transfers.resume(one, { signal }))
    const views = records.map(record => transferView(world, record))
    const lines = views.map(view => `${view.transfer} is ${view.state}`)
    context.terminal.reply(views, () => (lines.length === 0 ? ['Nothing was cut off, and nothing is unknown.'] : lines))
    return status || Math.max(0, ...views.map(view => stateStatus(view.state)))
  })
}
