import type { Command } from 'commander'
import type { Finding } from '../../lib/finding.ts'
import { type Channel, channels } from '../../src/words.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { code, reason } from '../texts.ts'
import { withTransfer } from '../with-transfer.ts'

export interface ReleaseOptions {
  readonly receipt?: string
  readonly override?: string
  readonly via?: Channel
}

export function release(program: Command, act: Act): void {
  releaseOptions(program.command('release'))
    .summary('Let a held password go')
    .description('Lets a held password go, to the number of the signed intent and to no other.')
    .addHelpText(
      'before',
      examples([
        [
          'waybill release WB-7K3Q-M9XP --receipt 7K3Q-M9XP',
          'the recipient quoted the code that came with the archive',
        ],
        [
          'waybill release WB-7K3Q-M9XP --override "known voice, called back"',
          'without the code: the reason is recorded',
        ],
      ]),
    )
    .action(act(run))
}

/** The flags that `release` and `dictate` share. */
export function releaseOptions(command: Command): Command {
  return command
    .argument('<id>', 'the transfer')
    .option('--receipt <code>', 'the receipt code that the recipient quotes', code('--receipt'))
    .option('--override <reason>', 'release without the code; the reason is recorded', reason('--override'))
    .option('--via <channel>', `another channel: ${channels.join(', ')}`, choice('--via', channels))
}

async function run(context: Context, id: string, { receipt, override, via }: ReleaseOptions): Promise<number> {
  let directory = ''
  let sandbox = false
  let short = ''
  const status = await withTransfer(context, id, async ({ transfers, home }, transfer) => {
    const watch = { signal: context.signal, onFinding: ({ message }: Finding) => context.terminal.warn(message) }
    const released = await transfers.release(transfer, { receipt, override, channel: via }, watch)
    const wait = context.prompt.possible ? 30_000 : 0
    const record = await transfers.follow(released.id, wait, { signal: context.signal })
    directory = home.directory
    sandbox = home.kind === 'sandbox' && (record.state === 'accepted' || record.state === 'delivered')
    short = record.short
    return record
  })
  if (sandbox) (await import('../draw-phone.ts')).drawPhone(context, directory, short)
  return status
}
