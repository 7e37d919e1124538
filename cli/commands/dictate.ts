import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { dim, line, strong } from '../style.ts'
import { withTransfer } from '../with-transfer.ts'
import { type ReleaseOptions, releaseOptions } from './release.ts'

const alphabets = ['nato', 'din5009'] as const
type Alphabet = (typeof alphabets)[number]

export function dictate(program: Command, act: Act): void {
  releaseOptions(program.command('dictate'))
    .summary('Read the password out yourself, and record it')
    .description(
      'Shows the password in spoken form on this terminal alone, and records who read it to whom. Call the number on record; never read a password to somebody who calls you.',
    )
    .option('--alphabet <name>', 'nato (default) or din5009', choice('--alphabet', alphabets), 'nato')
    .addHelpText(
      'before',
      examples([
        ['waybill dictate WB-7K3Q-M9XP --receipt 7K3Q-M9XP', 'on the telephone: they quoted the receipt code'],
        ['waybill dictate WB-7K3Q-M9XP --alphabet din5009', 'in German'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, id: string, options: ReleaseOptions & { alphabet: Alphabet }): Promise<number> {
  const { terminal, prompt } = context
  const screen = prompt.possible ? terminal.controllingTerminal() : null
  if (screen === null) {
    throw new WaybillError(
      'WB-NEEDS-TERMINAL',
      'A password is shown on a terminal alone, and there is none.',
      'Run `waybill dictate` on a terminal.',
    )
  }
  const { spoken } = await import('../../lib/password/spoken.ts')
  return withTransfer(context, id, async ({ transfers, world }, transfer) => {
    const { receipt, override, via, alphabet } = options
    const asked = await receiptIfNeeded(context, transfers.read(transfer), receipt, override)
    return transfers.dictate(
      transfer,
      { receipt: asked, override, channel: via, alphabet },
      async (password, record) => {
        const { recipient, phone } = record.contact
        const to = recipient ?? 'the recipient'
        screen.write(
          phone === null ? `Hand it to ${to} in person.` : `Call ${to} on ${phone}: the number on record, no other.`,
        )
        const groups = spoken(password, alphabet)
        password.use(text =>
          screen.write(['', line`  ${strong(text)}`, '', dim('  All letters are small unless “capital” is said.')]),
        )
        screen.write([...groups.map((words, at) => `  ${at + 1}.  ${words.join('  ')}`), ''])
        const question = `Did you, ${world.operator.name}, read it out to ${to}?`
        return prompt.confirm(question, { flag: 'a terminal', given: false })
      },
    )
  })
}

/** The recipient quotes the code on the telephone: asked for here, so that it need not stand in the shell's history. */
async function receiptIfNeeded(
  { prompt }: Context,
  record: {
    readonly state: string
    readonly events: readonly { readonly type: string; readonly d: { readonly receipt?: unknown } }[]
  },
  receipt: string | undefined,
  override: string | undefined,
): Promise<string | undefined> {
  const needed =
    record.state === 'held' && record.events.some(event => event.type === 'transfer.held' && event.d.receipt === true)
  if (receipt !== undefined || override !== undefined || !needed) return receipt
  return prompt.ask('The receipt code that the recipient quotes', { flag: '--receipt' })
}
