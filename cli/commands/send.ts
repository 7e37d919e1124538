import { type Command, Option } from 'commander'
import { dayOf } from '../../lib/day.ts'
import { WaybillError } from '../../lib/error.ts'
import type { Finding } from '../../lib/finding.ts'
import type { Random } from '../../lib/ports.ts'
import type { SendRequest } from '../../src/intent.ts'
import type { TransferView } from '../../src/view.ts'
import {
  type Basis,
  bases,
  type Category,
  type Channel,
  categories,
  channels,
  type Hiding,
  hidings,
  type Language,
  languages,
  recipes,
} from '../../src/words.ts'
import type { World } from '../../src/world.ts'
import { choice, date, duration, integer, phoneNumber } from '../arguments.ts'
import { languageWords } from '../contact-lines.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { count, bytes as inBytes, list } from '../format.ts'
import { addManifestFlags, isBatch, type ManifestOptions } from '../manifest-flags.ts'
import { Progress } from '../progress.ts'
import { sendFields } from '../send-fields.ts'
import { sendOnScreen, wantsScreen } from '../send-screen.ts'
import { withHome } from '../session.ts'
import { stateStatus } from '../state-status.ts'
import { path } from '../texts.ts'
import { transferLines } from '../transfer-lines.ts'
import { visibleLines } from '../visible-lines.ts'

export interface SendOptions extends ManifestOptions {
  to?: string
  org?: string
  phone?: string
  via?: Channel
  hold?: boolean
  purpose?: string
  basis?: Basis
  category?: Category[]
  subjects?: number
  records?: number
  client?: string
  ref?: string
  out?: string
  force?: boolean
  level?: number
  hideNames?: Hiding
  recipe?: (typeof recipes)[number]
  keep?: number
  card?: boolean
  language?: Language
  copy?: boolean
  opener?: boolean
  askDeletion?: string
  wait?: number
  dryRun?: boolean
}

export function send(program: Command, act: Act): void {
  const command = program
    .command('send')
    .argument('[path...]', 'files and folders')
    .summary('Seal, check, record, and convey or hold the password')
    .description(
      'Seals files and folders into one AES-256 ZIP, has it checked by another reader, and conveys or holds the password.',
    )
    .option('--to <name>', 'the recipient, by name, or a contact')
    .option('--org <name>', 'the recipient’s organisation')
    .option('--phone <number>', 'the recipient’s number, with + and country code', phoneNumber('--phone'))
    .option('--via <channel>', `how the password travels: ${channels.join(', ')}`, choice('--via', channels))
    .addOption(new Option('--hold', 'hold the password until the recipient quotes the receipt code'))
    .addOption(new Option('--no-hold', 'let the password go at once').default(undefined))
    .option('--purpose <text>', 'what the data are for')
    .option('--basis <word>', `GDPR Art. 6(1): ${bases.join(', ')}`, choice('--basis', bases))
    .option('--category <name...>', 'kinds of personal data in the files', categoryList)
    .option('--subjects <n>', 'how many people the data are about', integer('--subjects', 0))
    .option('--records <n>', 'how many records', integer('--records', 0))
    .option('--client <name>', 'the client whose data these are')
    .option('--ref <text>', 'a reference of your own')
    .option('--out <file>', 'where the archive lands (default: ./<transfer>.zip)', path('--out'))
    .option('--force', 'replace an existing archive, once the new one has passed its check')
    .option('--level <0-9>', 'how hard to compress: 0 stores', integer('--level', 0, 9))
    .option(
      '--hide-names <way>',
      `names that nobody can read without the password: ${hidings.join(', ')} (default: as the policy says)`,
      choice('--hide-names', hidings),
    )
    .option('--recipe <name>', `how the password is made: ${recipes.join(', ')}`, choice('--recipe', recipes))
    .option('--keep <duration>', 'how long to keep the archive, for example 30d', duration('--keep'))
    .option('--card', 'write a message for the e-mail to the recipient beside the archive')
    .option(
      '--language <code>',
      `of the card: ${languages.join(', ')} (default: that of the contact, else as the policy says)`,
      choice('--language', languages),
    )
    .option('--copy', 'the text of the card to the clipboard of this terminal')
    .addOption(new Option('--opener', 'lay the page that opens the archive in a browser beside it').default(undefined))
    .addOption(new Option('--no-opener', 'lay none there, whatever the policy says'))
    .option('--ask-deletion <date>', 'ask the recipient to delete the files by this day', date('--ask-deletion'))
    .option(
      '--wait <duration>',
      'how long to follow the delivery (default: 30s on a terminal, else 0s)',
      duration('--wait'),
    )
    .option('-n, --dry-run', 'check everything, do nothing')
  addManifestFlags(command)
    .addHelpText('before', () =>
      examples([
        [
          'waybill send report.pdf --to "Ada Lovelace" --phone +4915112345678 --purpose "Audit 2026"',
          'password by text message or, where no courier is set up, by a call',
        ],
        ['waybill send exports/', 'without --to on a terminal: a screen that asks for the rest'],
        [
          'waybill send exports/ --to "Ada Lovelace" --via in-person --purpose "Handover"',
          'a folder; the password is handed over in person',
        ],
        [
          'waybill send exports/ --to "Ada Lovelace" --via in-person --purpose "Handover" --hide-names wrap --dry-run',
          'what a stranger would see in the archive; nothing is done',
        ],
        [
          'waybill send samples/customers.csv --sandbox --to Ada --phone +4915112345678 --purpose Test --no-hold',
          'a trial: nothing leaves this device',
        ],
        [
          'waybill send exports/ --to "Ada Lovelace" --purpose "Audit 2026" --card --ask-deletion 2030-12-31',
          'with a message for the e-mail, in the language of the contact',
        ],
        [
          'waybill send --manifest customers.csv --purpose "Export of your data" --dry-run',
          'many recipients, one a row (to, phone, paths, …): check all rows; without --dry-run: send',
        ],
      ]),
    )
    .action(act(run))
}

/** `--category health financial` and `--category health --category financial` mean the same. */
function categoryList(text: string, before: Category[] = []): Category[] {
  return [...before, choice('--category', categories)(text)]
}

async function run(context: Context, paths: string[], options: SendOptions): Promise<number> {
  if (options.language !== undefined && !options.card && !options.copy) {
    throw new WaybillError('WB-USAGE', '--language is for the card.', 'Add --card.')
  }
  if (isBatch(paths, options)) {
    return (await import('./send-manifest.ts')).sendManifest(context, options.manifest, options)
  }
  if (wantsScreen(context, options)) return sendOnScreen(context, paths, options)
  if (paths.length === 0) throw new WaybillError('WB-USAGE', "Missing required argument 'path'.", 'See `waybill help`.')
  const copy = options.copy ? (await import('../copy-card.ts')).cardCopier(context) : null
  return withHome(context, async ({ home, world, transfers }) => {
    const request = await complete(context, paths, options, world)
    const [{ cardOf }, { transferView }, { visibleAfter }] = await Promise.all([
      import('../../src/card.ts'),
      import('../../src/view.ts'),
      import('../../src/visible.ts'),
    ])
    if (options.dryRun) {
      return dryRun(context, world.random, await transfers.plan(request, { signal: context.signal }))
    }
    const progress = new Progress(context.terminal, world.clock, `Sealing ${count(paths.length, 'path')}`)
    const phases = { listing: 'Listing', sealing: 'Sealing', checking: 'Checking', conveying: 'Conveying' }
    let phase = ''
    const findings: Finding[] = []
    const watch = {
      signal: context.signal,
      onFinding: (finding: Finding) => {
        findings.push(finding)
        context.terminal.warn(withPlace(finding))
      },
      onProgress: (next: keyof typeof phases, step: Parameters<Progress['update']>[0]) => {
        if (phase !== next) progress.phase(phases[next])
        phase = next
        progress.update(step)
      },
    }
    try {
      const sent = await transfers.send(request, watch)
      progress.finish('Sealed and checked')
      const record = await transfers.follow(sent.id, options.wait ?? (context.prompt.possible ? 30_000 : 0), {
        signal: context.signal,
      })
      const view = transferView(world, record)
      context.terminal.reply({ ...view, findings }, () => [
        ...transferLines(view),
        ...nextSteps(view),
        '',
        ...visibleLines(visibleAfter(record.files ?? []), view.names, context.terminal),
      ])
      copy?.(cardOf(world, record, options.language))
      if (view.courier === 'sandbox')
        (await import('../draw-phone.ts')).drawPhone(context, home.directory, view.transfer)
      return stateStatus(view.state)
    } finally {
      progress.stop()
    }
  })
}

/** Asks for what is missing; without a terminal the missing flag is the error. */
async function complete(
  { prompt }: Context,
  paths: string[],
  options: SendOptions,
  { ledger, courier }: Pick<World, 'ledger' | 'courier'>,
): Promise<SendRequest> {
  const to = options.to ?? (await prompt.ask('Who receives it', { flag: '--to' }))
  const { findContact } = await import('../../src/contacts.ts')
  const number = options.phone ?? findContact(ledger, to, options.client)?.phone ?? null
  const needsNumber = number === null && (options.via ?? (courier === null ? 'phone' : 'sms')) !== 'in-person'
  const phone =
    needsNumber && prompt.possible
      ? await prompt.ask('Their phone number', { flag: '--phone', parse: phoneNumber('--phone') })
      : options.phone
  const purpose = options.purpose ?? (await prompt.ask('What the data are for', { flag: '--purpose' }))
  return { ...sendFields(options), paths, directory: process.cwd(), to, purpose, phone }
}

async function dryRun(
  { terminal }: Context,
  random: Random,
  intent: Awaited<ReturnType<import('../../src/transfer.ts').Transfers['plan']>>,
): Promise<number> {
  const total = intent.sources.reduce((sum, source) => sum + source.bytes, 0)
  const { channel, hold, first, special, sources, opener, findings } = intent
  const card = intent.card?.language ?? null
  const deleteBy = intent.deleteBy === null ? null : dayOf(intent.deleteBy)
  const { hide, why } = intent.names
  const visible = (await import('../../src/visible.ts')).visibleBefore(intent, random)
  const names = { hide, why, visible }
  const files = sources.length
  const beside = { card, opener, deleteBy }
  terminal.reply(
    { dryRun: true, channel, hold, first, special, files, bytes: total, names, ...beside, findings },
    () => [
      `Would seal ${count(sources.length, 'file')}, ${inBytes(total)}; nothing was done.`,
      `Password: by ${channel}, ${hold === 'none' ? 'at once' : hold === 'receipt' ? 'held until the receipt code is quoted' : 'held until you read it out'}.`,
      ...besideLines(beside),
      ...visibleLines(visible, names, terminal),
      ...findings.map(withPlace),
    ],
  )
  return 0
}

function besideLines(beside: { card: Language | null; opener: boolean; deleteBy: string | null }): string[] {
  const { card, opener, deleteBy } = beside
  const files = [...(card === null ? [] : [`a card in ${languageWords[card]}`]), ...(opener ? ['the opener page'] : [])]
  return [
    ...(files.length === 0 ? [] : [`Beside the archive: ${list(files, 'and')}.`]),
    ...(deleteBy === null ? [] : [`The recipient is asked to delete the files by ${deleteBy}.`]),
  ]
}

function nextSteps(view: TransferView): string[] {
  const { card, opener } = view
  const files = [view.archive, ...(opener === null ? [] : [opener.path])].join(' and ')
  const steps = [
    ...(card === null ? [] : [`The message for the e-mail: ${card.text}`]),
    ...(opener === null
      ? []
      : ['Tell them on the telephone that the page is yours: a mailed page can be a false one.']),
    `Send ${files} to ${view.recipient.name ?? 'the recipient'}; the receipt code may travel with it.`,
    `Then: waybill handed-over ${view.transfer} --by mail`,
  ]
  if (view.receiptNeeded)
    steps.push(
      `When they quote the receipt code: waybill ${view.channel === 'sms' ? 'release' : 'dictate'} ${view.transfer} --receipt CODE`,
    )
  else if (view.state === 'held' || view.state === 'released')
    steps.push(`Call the number on record and read the password out: waybill dictate ${view.transfer}`)
  return ['', ...steps]
}

function withPlace({ message, at }: Finding): string {
  return at === undefined ? message : `${message} (${at})`
}
