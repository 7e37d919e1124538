import type { Command } from 'commander'
import type { World } from '../../src/world.ts'
import type { Act, Context } from '../context.ts'
import { eachTransfer } from '../each-transfer.ts'
import { examples } from '../examples.ts'
import { local } from '../format.ts'
import { withHome } from '../session.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { withTransfer } from '../with-transfer.ts'

export function status(program: Command, act: Act): void {
  program
    .command('status')
    .argument('[id]', 'one transfer (default: all that are open)')
    .summary('Where each open transfer stands')
    .description('Tells where each open transfer stands, and asks the provider about those that are on their way.')
    .option('--offline', 'ask nobody')
    .addHelpText(
      'before',
      examples([
        ['waybill status', ''],
        ['waybill status WB-7K3Q-M9XP --json', ''],
      ]),
    )
    .action(act(run))
}

function run(context: Context, id: string | undefined, { offline }: { offline?: boolean }): Promise<number> {
  const { signal } = context
  if (id === undefined) return all(context, offline === true)
  return withTransfer(context, id, async ({ transfers }, transfer) =>
    offline ? transfers.read(transfer) : transfers.status(transfer, { signal }),
  )
}

/** Nothing is deleted in the background: that it is due is said where people look. */
async function sayDue(world: World, terminal: Terminal): Promise<void> {
  const [{ retention }, { purgeCounts }] = await Promise.all([
    import('../../src/retention.ts'),
    import('../purge-lines.ts'),
  ])
  const due = purgeCounts(retention(world).items)
  if (due !== '') terminal.say(`Kept long enough: ${due}. See \`waybill purge --dry-run\`.`)
}

async function all(context: Context, offline: boolean): Promise<number> {
  const { signal, terminal } = context
  return withHome(context, async ({ world, transfers }) => {
    const [{ settle }, { openTransfers }, { transferView }, { shredded, stateWord }, { stateStatus }] =
      await Promise.all([
        import('../../src/deadlines.ts'),
        import('../../src/open-transfers.ts'),
        import('../../src/view.ts'),
        import('../transfer-lines.ts'),
        import('../state-status.ts'),
      ])
    const ended = settle(world)
    for (const record of ended) terminal.say(`${record.short} has ended: its password is destroyed.`)
    const ask = (one: string) => (offline ? Promise.resolve(transfers.read(one)) : transfers.status(one, { signal }))
    const { records, status } = await eachTransfer(context, openTransfers(world), ask)
    const views = records.map(record => transferView(world, record))
    await sayDue(world, terminal)
    terminal.reply(views, () => {
      if (views.length === 0) return ['No transfer is open.']
      const rows = views.map(view => [
        view.transfer,
        stateWord(view.state),
        view.recipient.name ?? shredded,
        view.channel,
        view.heldUntil === null ? '' : local(Date.parse(view.heldUntil)),
      ])
      return table(
        [{ head: 'Transfer' }, { head: 'State' }, { head: 'For' }, { head: 'By' }, { head: 'Held until' }],
        rows,
        terminal,
      )
    })
    return status || Math.max(0, ...views.map(view => (view.state === 'unknown' ? stateStatus(view.state) : 0)))
  })
}
