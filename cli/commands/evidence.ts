import { resolve } from 'node:path'
import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { choice, moment } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { encodeCsvRow } from '../csv.ts'
import { examples } from '../examples.ts'
import { count, list, number } from '../format.ts'
import { withHome } from '../session.ts'
import { line, ok } from '../style.ts'
import { path, reason } from '../texts.ts'

const classes = ['contact', 'identity', 'files'] as const
type PersonalClass = (typeof classes)[number]

interface Options {
  out?: string
  since?: number
  until?: number
  transfer?: string
  to?: string
  client?: string
  redact: PersonalClass[]
  force?: boolean
}

export function evidence(program: Command, act: Act): void {
  program
    .command('evidence')
    .summary('A bundle for an auditor, checked without Waybill')
    .description(
      'Writes a ZIP with the events that were asked for, all hashes of the ledger and the signatures, so that an auditor can check it with openssl alone.',
    )
    .option('--out <file>', 'the bundle', path('--out'))
    .option('--since <date>', 'events on that day or later', moment('--since'))
    .option('--until <date>', 'events before that day', moment('--until'))
    .option('--transfer <id>', 'of one transfer', path('--transfer'))
    .option('--to <name>', 'of one recipient', reason('--to'))
    .option('--client <name>', 'of one client', reason('--client'))
    .option('--redact <classes>', `leave out ${list(classes, 'or')}, or several with commas`, redacted, [])
    .option('--force', 'replace an existing file')
    .addHelpText(
      'before',
      examples([
        ['waybill evidence --out 2026-q1.zip --since 2026-01-01 --until 2026-04-01', ''],
        ['waybill evidence --out case.zip --transfer WB-7K3Q-M9XP', 'one transfer'],
        ['waybill evidence --out audit.zip --client North --redact contact,files', 'pseudonyms in place of people'],
      ]),
    )
    .action(act(run))
}

function redacted(text: string): PersonalClass[] {
  return [...new Set(text.split(',').map(choice('--redact', classes)))]
}

async function run(context: Context, options: Options): Promise<void> {
  const { out, since, until, transfer, to, client, redact, force = false } = options
  if (out === undefined) throw new WaybillError('WB-MISSING-VALUE', '--out is missing.', 'Name the bundle with --out.')
  if ([since, until, transfer, to, client].every(part => part === undefined)) {
    throw new WaybillError(
      'WB-MISSING-VALUE',
      'It is not said what the evidence is wanted of.',
      'Give --since, --until, --transfer, --to or --client.',
    )
  }
  await withHome(context, async ({ home, world }) => {
    const [{ exportEvidence }, { resolveTransfer }] = await Promise.all([
      import('../../src/evidence.ts'),
      import('../../src/ids.ts'),
    ])
    const bundle = resolve(out)
    const wanted = {
      ...{ since, until, to, client, redact, force, out: bundle, csvRow: encodeCsvRow },
      transfer: transfer === undefined ? undefined : resolveTransfer(home.ledger, transfer),
    }
    const made = await exportEvidence(home, world, wanted, context.signal)
    const { from, to: end, size, transfers, disclosed, withheld, shredded } = made
    context.terminal.reply({ bundle, ...made, redacted: redact }, () => [
      line`${ok('Written')}: ${bundle}`,
      `Events ${number(from)} to ${number(end - 1)} of ${number(size)}, ${count(transfers, 'transfer')}.`,
      `Personal fields: ${number(disclosed)} in the bundle, ${number(withheld)} withheld, ${number(shredded)} shredded.`,
      'The auditor begins with VERIFY.md in it, and with the fingerprint that you gave them earlier.',
    ])
  })
}
