import { resolve } from 'node:path'
import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Keys } from '../../lib/ledger/keys.ts'
import type { knownPage } from '../../src/opener-pages.ts'
import { integer } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { findingLine } from '../finding-line.ts'
import { count, local, number } from '../format.ts'
import { Progress } from '../progress.ts'
import { readAnchor } from '../read-anchor.ts'
import { homeDirectory, passphrase, withHome } from '../session.ts'
import { bad, line, ok } from '../style.ts'
import { path as filePath } from '../texts.ts'

interface Options {
  key?: string
  anchor: string[]
  since?: string
  provider?: boolean
  acceptGap: number[]
}

export function verify(program: Command, act: Act): void {
  program
    .command('verify')
    .argument(
      '[path]',
      'an evidence bundle; an archive: is it one that this home sealed, and when? or an opener page: is it ours?',
    )
    .summary('Re-derive everything: the ledger, a bundle, an archive, or an opener page')
    .description(
      'Reads every stored byte of the ledger, or of an evidence bundle, and derives it anew. With the path of an archive: tells which transfer made it. With that of an opener page: tells whether it is one of Waybill.',
    )
    .option('--key <fingerprint>', 'the fingerprint of the key, kept from before', fingerprint)
    .option(
      '--anchor <file>',
      'a WAYBILL.txt, waybill or checkpoint from outside (may be repeated)',
      (text: string, before: string[]) => [...before, filePath('--anchor')(text)],
      [],
    )
    .option(
      '--since <file>',
      'a checkpoint up to which you verified this ledger before: reads only what came after',
      filePath('--since'),
    )
    .option('--provider', 'also compare with the list of messages that the courier keeps')
    .option(
      '--accept-gap <size>',
      'a restore at this size is known and accepted (may be repeated)',
      (text: string, before: number[]) => [...before, integer('--accept-gap', 1, Number.MAX_SAFE_INTEGER)(text)],
      [],
    )
    .addHelpText(
      'before',
      examples([
        ['waybill verify', ''],
        ['waybill verify --anchor WAYBILL.txt', 'a recipient’s copy exposes a rewritten ledger'],
        ['waybill verify bundle.zip --key FINGERPRINT', 'evidence, needs no home'],
        ['waybill verify WB-7K3Q-M9XP.zip', ''],
        ['waybill verify open-WB-7K3Q-M9XP.html', 'before anybody types a password into it; needs no home'],
      ]),
    )
    .action(act(run))
}

function fingerprint(text: string): string {
  const bare = text.replace(/[\s:]/g, '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(bare)) return bare
  throw new WaybillError(
    'WB-USAGE',
    '--key is not a fingerprint.',
    'Give the 64 hex digits that `waybill init` printed.',
  )
}

async function run(context: Context, path: string | undefined, options: Options): Promise<number> {
  if (path === undefined) return verifyHome(context, options)
  const { key, anchor, provider, since, acceptGap } = options
  if (provider || since !== undefined || acceptGap.length > 0) {
    const message = '--provider, --since and --accept-gap are for the ledger.'
    throw new WaybillError('WB-USAGE', message, 'Leave the path out.')
  }
  const given = resolve(path)
  const { looksLikeBundle } = await import('../../src/verify-bundle.ts')
  if (await looksLikeBundle(given)) {
    const { answerBundle } = await import('../verify-bundle.ts')
    const anchors = await Promise.all(anchor.map(readAnchor))
    return answerBundle(context, given, { anchors, ...(key !== undefined && { expectKey: key }) })
  }
  if (key === undefined && anchor.length === 0) return verifyFile(context, given)
  throw new WaybillError(
    'WB-USAGE',
    '--key and --anchor are for the ledger and for bundles, not for an archive.',
    'Leave the path out.',
  )
}

async function verifyHome(context: Context, { key, anchor, since, provider, acceptGap }: Options): Promise<number> {
  const { terminal, signal } = context
  const [{ verifyLedger }, { step }, { systemClock }, { homeExists }] = await Promise.all([
    import('../../lib/ledger/verify.ts'),
    import('../../src/states.ts'),
    import('../compose.ts'),
    import('../../src/home.ts'),
  ])
  const home = await homeDirectory(context)
  if (!homeExists(home))
    throw new WaybillError('WB-HOME-MISSING', `There is no home in ${home} yet.`, 'Choose another with --home.')
  const keys = await keysAtHand(context, home)
  const progress = new Progress(terminal, systemClock, 'Verifying the ledger')
  progress.phase('Verifying')
  try {
    const result = await verifyLedger<Exclude<ReturnType<typeof step>, string>>(home, {
      ...(key !== undefined && { expectKey: key }),
      anchors: await Promise.all(anchor.map(readAnchor)),
      ...(since !== undefined && { since: await readAnchor(since) }),
      acceptGaps: acceptGap,
      ...(keys !== null && { keys }),
      step: (life, event) => step(life, event.type),
      signal,
      onProgress: (done, total) => progress.update({ done, total, name: '' }),
    })
    progress.stop()
    const compared = provider ? await compareWithProvider(context) : null
    const findings = [...result.findings, ...(compared?.findings ?? [])]
    const verified = !findings.some(finding => finding.level === 'error')
    const counts = compared && { messages: compared.messages, claims: compared.claims }
    terminal.reply({ verified, ...result, findings, provider: counts }, () => [
      ...findings.map(findingLine),
      ...(counts
        ? [`The courier lists ${count(counts.messages, 'message')}, the ledger claims ${number(counts.claims)}.`]
        : []),
      verified ? line`${ok('Verified')}: ${number(result.size)} events, root ${result.root}` : bad('Not verified.'),
    ])
    return verified ? 0 : 4
  } finally {
    progress.stop()
  }
}

/** After the ledger was verified as it lay there: the request goes on record. */
function compareWithProvider(context: Context) {
  return withHome(context, async ({ world }) => {
    const { verifyProvider } = await import('../../src/verify-provider.ts')
    return verifyProvider(world, { signal: context.signal })
  })
}

/** With them every personal field is opened and compared; verifying needs no passphrase, so without one it goes on. */
async function keysAtHand(context: Context, home: string): Promise<Keys | null> {
  const { needsPassphrase, unlockKeys } = await import('../../lib/ledger/keys.ts')
  try {
    if (!needsPassphrase(home)) return await unlockKeys(home, null)
    return context.globals.passphraseFd === undefined ? null : await unlockKeys(home, await passphrase(context))
  } catch (error) {
    // Keys that are missing or damaged are what the verifier is about to tell.
    if (error instanceof WaybillError && /^WB-KEYS-/.test(error.code)) return null
    throw error
  }
}

/** Whoever can change one byte of the page can have it send the password away: only the very same bytes are ours. */
function answerPage({ terminal }: Context, sha256: string, page: Awaited<ReturnType<typeof knownPage>>): number {
  const known = page && { version: page.version, current: page.current }
  terminal.reply({ verified: page !== null, sha256, page: known }, () => [
    page === null
      ? bad(
          'Not a page of Waybill: it is neither that of this version nor one that was published. Type no password into it.',
        )
      : line`${ok('Verified')}: this is the opener page of ${page.current ? 'this version,' : 'version'} ${page.version}.`,
    `SHA-256 ${sha256}`,
  ])
  return page === null ? 4 : 0
}

async function verifyFile(context: Context, path: string): Promise<number> {
  const [{ systemCompanions, systemDisk }, { knownPage }] = await Promise.all([
    import('../compose.ts'),
    import('../../src/opener-pages.ts'),
  ])
  const sha256 = await systemDisk('').digest(path, context.signal)
  if (sha256 === null) throw new WaybillError('WB-NOT-FOUND', `${path} does not exist.`, 'Check the path.')
  const page = await knownPage(sha256, context.version, systemCompanions)
  if (page !== null || /\.html?$/i.test(path)) return answerPage(context, sha256, page)
  return withHome(context, async ({ home, world }) => {
    const [{ readTransfer }, { transferView }] = await Promise.all([
      import('../../src/record.ts'),
      import('../../src/view.ts'),
    ])
    const sealed = [...home.ledger.events({ type: 'transfer.sealed' })].find(event => event.d.sha256 === sha256)
    if (sealed === undefined || sealed.xfer === null) {
      context.terminal.reply({ verified: false, sha256, transfer: null }, () =>
        bad('No transfer of this home sealed exactly this file.'),
      )
      return 4
    }
    const view = transferView(world, readTransfer(home.ledger, sealed.xfer))
    context.terminal.reply({ verified: true, sha256, transfer: view }, () => [
      line`${ok('Verified')}: this is the archive of ${view.transfer}, sealed ${local(Date.parse(sealed.ts))}, for ${view.recipient.name ?? 'a recipient that was shredded'}.`,
      `SHA-256 ${sha256}`,
    ])
    return 0
  })
}
