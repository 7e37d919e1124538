import type { Command } from 'commander'
import type { TransferRecord } from '../../src/record.ts'
import type { World } from '../../src/world.ts'
import type { Act, Context } from '../context.ts'
import { eachTransfer } from '../each-transfer.ts'
import { examples } from '../examples.ts'
import { list, local } from '../format.ts'
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

/** Nor is anybody asked twice: that an answer is missing is said here. */
function sayUnanswered(due: readonly TransferRecord[], terminal: Terminal): void {
  if (due.length === 0) return
  const shown = [...due.slice(0, 5).map(({ short }) => short), ...(due.length > 5 ? [`${due.length - 5} more`] : [])]
  terminal.say(`Deletion was asked for and nobody answered: ${list(shown, 'and')}. Ask, then \`waybill deleted ID\`.`)
}

async function all(context: Context, offline: boolean): Promise<number> {
  const { signal, terminal } = context
  return withHome(context, async ({ world, transfers }) => {
    const [
      { settle },
      { deletionsDue },
      { openTransfers },
      { transfersToForget },
      { transferView },
      { shredded, stateWord },
      { stateStatus },
    ] = await Promise.all([
      import('../../src/deadlines.ts'),
      import('../../src/deletions-due.ts'),
      import('../../src/open-transfers.ts'),
      import('../../src/redacting.ts'),
      import('../../src/view.ts'),
      import('../transfer-lines.ts'),
      import('../state-status.ts'),
    ])
    for (const record of settle(world)) terminal.say(`${record.short} has ended: its password is destroyed.`)
    const ask = (one: string) => (offline ? Promise.resolve(transfers.read(one)) : transfers.status(one, { signal }))
    const { records, status } = await eachTransfer(context, openTransfers(world), ask)
    // Ended ones whose text a provider has still to forget: told to, not shown.
    if (!offline) await eachTransfer(context, transfersToForget(world), ask)
    const views = records.map(record => transferView(world, record))
    await sayDue(world, terminal)
    const due = deletionsDue(world)
    sayUnanswered(due, terminal)
    const ended = due.filter(({ id }) => !views.some(view => view.id === id)).map(record => transferView(world, record))
    terminal.reply([...views, ...ended], () => {
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
    const open = views.some(({ state }) => state === 'unknown') ? stateStatus('unknown') : 0
    return open || status
  })
}
