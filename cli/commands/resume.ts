import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { withTransfer } from '../with-transfer.ts'

export function resume(program: Command, act: Act): void {
  program
    .command('resume')
    .argument('[id]', 'the transfer (default: every one that was cut off)')
    .summary('Go on after a crash or an unknown outcome')
    .description('Goes on where a transfer was cut off. It never sends a password a second time by itself.')
    .addHelpText('before', examples([['waybill resume WB-7K3Q-M9XP', '']]))
    .action(act(run))
}

async function run(context: Context, id: string | undefined): Promise<number> {
  const { signal } = context
  if (id !== undefined)
    return withTransfer(context, id, ({ transfers }, transfer) => transfers.resume(transfer, { signal }))
  const { withHome } = await import('../session.ts')
  return withHome(context, async ({ world, transfers }) => {
    const [{ cutOff }, { transferView }, { stateStatus }] = await Promise.all([
      import('../../src/open-transfers.ts'),
      import('../../src/view.ts'),
      import('../state-status.ts'),
    ])
    const views = []
    for (const { id, short } of cutOff(world)) {
      const resumed = await transfers.resume(id, { signal }).catch(unlessBusy)
      if (resumed === null) context.terminal.say(`Another command is at work on ${short}.`)
      else views.push(transferView(world, resumed))
    }
    const lines = views.map(view => `${view.transfer} is ${view.state}`)
    context.terminal.reply(views, () => (lines.length === 0 ? ['Nothing was cut off.'] : lines))
    return Math.max(0, ...views.map(view => stateStatus(view.state)))
  })
}

function unlessBusy(error: unknown): null {
  if (error instanceof WaybillError && error.code === 'WB-BUSY') return null
  throw error
}
