import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Finding } from '../../lib/finding.ts'
import type { Secret } from '../../lib/secret.ts'
import type { ReadOut } from '../../src/dictating.ts'
import type { TransferRecord } from '../../src/record.ts'
import type { Channel } from '../../src/words.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import type { ControllingTerminal } from '../controlling-terminal.ts'
import { examples } from '../examples.ts'
import { dim, line, strong } from '../style.ts'
import { code, reason } from '../texts.ts'
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
    .option('--by <name>', 'who reads it out, where that is not you', reason('--by'))
    .option('--to <name>', 'who listens, where that is not the recipient', reason('--to'))
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

interface Options extends ReleaseOptions {
  readonly alphabet: Alphabet
  readonly by?: string
  readonly to?: string
}

async function run(context: Context, id: string, options: Options): Promise<number> {
  const { terminal, prompt } = context
  const screen = prompt.possible ? terminal.controllingTerminal() : null
  if (screen === null) {
    throw new WaybillError(
      'WB-NEEDS-TERMINAL',
      'A password is shown on a terminal alone, and there is none.',
      'Run `waybill dictate` on a terminal.',
    )
  }
  const [{ spoken }, { channelOf }] = await Promise.all([
    import('../../lib/password/spoken.ts'),
    import('../../src/record.ts'),
  ])
  return withTransfer(context, id, async ({ transfers, world }, transfer) => {
    const { receipt, override, via, alphabet, by, to } = options
    const asked = await receiptIfNeeded(context, transfers.read(transfer), receipt, override)
    const request = { receipt: asked, override, channel: via, alphabet, by, to }
    const onFinding = ({ message }: Finding) => terminal.warn(message)
    const read: ReadOut = (password, record) => {
      const words = spoken(password, alphabet)
      const reading = {
        screen,
        prompt,
        by: by === undefined ? `Did you, ${world.operator.name},` : `Did ${by}`,
        to,
        words,
        channel: channelOf(record),
      }
      return readOut(reading, password, record)
    }
    return transfers.dictate(transfer, request, read, { onFinding })
  })
}

interface Reading {
  readonly screen: ControllingTerminal
  readonly prompt: Context['prompt']
  /** How the question about the reader begins. */
  readonly by: string
  readonly to: string | undefined
  readonly words: readonly (readonly string[])[]
  readonly channel: Channel
}

/** On a screen of its own that is wiped afterwards. True when the person says that it was read out. */
function readOut(
  { screen, prompt, by, to: listener, words, channel }: Reading,
  password: Secret,
  record: TransferRecord,
): Promise<boolean> {
  const { recipient, phone } = record.contact
  const to = listener ?? recipient ?? 'the recipient'
  const byPhone = phone !== null && channel === 'phone'
  return screen.aside(() => {
    screen.write(byPhone ? `Call ${to} on ${phone}: the number on record, no other.` : `Hand it to ${to} in person.`)
    password.use(text =>
      screen.write(['', line`  ${strong(text)}`, '', dim('  All letters are small unless “capital” is said.')]),
    )
    screen.write([...words.map((group, at) => `  ${at + 1}.  ${group.join('  ')}`), ''])
    return prompt.confirm(`${by} read it out to ${to}?`, { flag: null, given: false })
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
  return prompt.ask('The receipt code that the recipient quotes', { flag: '--receipt', parse: code('--receipt') })
}
