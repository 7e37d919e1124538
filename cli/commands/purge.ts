import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { PersonalClass } from '../../lib/ledger/owners.ts'
import type { Purged } from '../../src/purging.ts'
import type { Item } from '../../src/retention.ts'
import { choice, date } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { exitStatus } from '../exit.ts'
import { local } from '../format.ts'
import { type Session, withHome } from '../session.ts'

const classes = ['contact', 'identity', 'files'] as const satisfies readonly PersonalClass[]

interface Options {
  readonly dryRun?: boolean
  readonly transfer?: string
  readonly class?: PersonalClass[]
  readonly contact?: string
  readonly client?: string
  readonly today?: string
}

export function purge(program: Command, act: Act): void {
  program
    .command('purge')
    .summary('Delete and shred what is due')
    .description(
      'Deletes archives and shreds personal data whose time in the policy (keep.*) has passed, or what you name. The ledger still verifies afterwards; what is gone does not come back.',
    )
    .option('-n, --dry-run', 'list what, why and since when; do nothing')
    .option('--transfer <id>', 'of this transfer, whatever the policy says; with --class')
    .option('--class <name...>', `what of it: ${classes.join(', ')}; files takes the archive too`, classList)
    .option('--contact <name>', 'this contact, with its past')
    .option('--client <name>', 'the client whose contact it is')
    .option('--today <date>', 'which day it is (UTC), where the clock cannot be trusted', date('--today'))
    .addHelpText(
      'before',
      examples([
        ['waybill purge --dry-run', 'what is due'],
        ['waybill purge --yes', 'in a daily job'],
        ['waybill purge --transfer WB-7K3Q-M9XP --class contact files', 'the recipient asked for it (GDPR Art. 17)'],
        ['waybill purge --contact "Ada Lovelace"', ''],
      ]),
    )
    .action(act(run))
}

function classList(text: string, before: PersonalClass[] = []): PersonalClass[] {
  return [...before, choice('--class', classes)(text)]
}

async function run(context: Context, options: Options): Promise<number> {
  requireSense(options)
  return withHome(context, async session => {
    const { world } = session
    if (!options.dryRun) (await import('../../src/deadlines.ts')).settle(world)
    const plan = await planFor(session, options)
    const [{ purgeView }, { purgeCounts, purgeLines }] = await Promise.all([
      import('../../src/purge-view.ts'),
      import('../purge-lines.ts'),
    ])
    const { terminal } = context
    const views = plan.items.map(item => purgeView(item))
    const isReady = views.some(({ waits }) => waits === null)
    if (options.dryRun || !isReady) return answer([])
    plan.check()
    const given = context.globals.yes === true
    if (!given) terminal.say(purgeLines(views, terminal))
    const sure = await context.prompt.confirm(`Is that right: ${purgeCounts(views)}?`, { flag: '--yes', given })
    return answer(sure ? await plan.purge() : [])

    function answer(purged: readonly Purged[]): number {
      const items = plan.items.map(item =>
        purgeView(
          item,
          purged.find(one => one.item === item),
        ),
      )
      const { scrubPending, shredsUnlisted } = world.ledger
      const done = purged.length > 0
      const until = purged.some(({ outcome }) => outcome === 'shredded') ? plan.backupsUntil : null
      const backupsUntil = until === null ? null : new Date(until).toISOString()
      terminal.reply({ dryRun: options.dryRun === true, done, items, backupsUntil, scrubPending }, () => [
        ...purgeLines(items, terminal),
        ...(!done && isReady && !options.dryRun ? ['Nothing was done.'] : []),
        ...(until === null ? [] : [`Backups made before may hold the personal data until ${local(until)}.`]),
      ])
      for (const { error } of purged) {
        if (error !== null) terminal.warn(`${error.code}: ${error.message} ${error.hint}`)
      }
      if (scrubPending) {
        terminal.warn(
          'Shredded bytes still lie in the write-ahead log: close other programs that read the ledger; the next command removes them.',
        )
      }
      if (shredsUnlisted) terminal.warn('shreds.json could not be written: the next command tries again.')
      return purged.map(({ error }) => (error === null ? 0 : exitStatus(error))).find(status => status !== 0) ?? 0
    }
  })
}

function requireSense({ transfer, class: named, contact, client, today }: Options): void {
  const wrong = (message: string, hint: string) => new WaybillError('WB-USAGE', message, hint)
  if (transfer !== undefined && contact !== undefined) {
    throw wrong('--transfer and --contact are two things to shred.', 'Run it once for each.')
  }
  if (transfer !== undefined && named === undefined) {
    throw wrong('What is to be shredded of the transfer is not said.', 'Add --class contact, identity or files.')
  }
  if (transfer === undefined && named !== undefined) throw wrong('--class is of one transfer.', 'Add --transfer.')
  if (contact === undefined && client !== undefined) throw wrong('--client is of one contact.', 'Add --contact.')
  if (today !== undefined && (transfer ?? contact) !== undefined) {
    throw wrong('--today is for what is due.', 'Leave it out: what you name is shredded whatever the date.')
  }
}

/** What is to go, and how. */
interface Plan {
  readonly items: readonly Item[]
  readonly backupsUntil: number
  /** Throws when it may not be done now. */
  readonly check: () => void
  readonly purge: () => Promise<readonly Purged[]>
}

async function planFor({ world, home }: Session, options: Options): Promise<Plan> {
  const [{ askedItems, purge, purgeContact, contactItem, requireDate }, { backupsMayHoldUntil }, { retention }, ids] =
    await Promise.all([
      import('../../src/purging.ts'),
      import('../../src/shredding.ts'),
      import('../../src/retention.ts'),
      import('../../src/ids.ts'),
    ])
  const backupsUntil = backupsMayHoldUntil(world)
  const { transfer, class: named = [], contact, client, today } = options
  if (contact !== undefined) {
    const item = contactItem(world, contact, client)
    return {
      items: [item],
      backupsUntil,
      check: () => {},
      purge: async () => [purgeContact(world, item, contact, client)],
    }
  }
  if (transfer !== undefined) {
    const items = askedItems(world, ids.resolveTransfer(home.ledger, transfer), named)
    return { items, backupsUntil, check: () => {}, purge: () => purge(world, items) }
  }
  const { items, quiet } = retention(world)
  const check = () => {
    if (items.some(({ waits, reason }) => waits === null && reason === 'due')) requireDate(world, quiet, today)
  }
  return { items, backupsUntil, check, purge: () => purge(world, items) }
}
