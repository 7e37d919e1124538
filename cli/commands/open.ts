import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Secret } from '../../lib/secret.ts'
import { descriptor } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { bytes, count } from '../format.ts'
import { Progress } from '../progress.ts'
import { secretFromDescriptor, secretFromStream } from '../secret-input.ts'
import { homeDirectory, type Session, withHome } from '../session.ts'
import { line, strong, type Text } from '../style.ts'
import { table } from '../table.ts'
import { path } from '../texts.ts'

interface Options {
  into?: string
  list?: boolean
  passwordFd?: number
  allowRatio?: boolean
}

export function open(program: Command, act: Act): void {
  program
    .command('open')
    .argument('<archive>', 'the archive')
    .summary('The recipient’s side: open an archive')
    .description(
      'Opens an archive into a new directory. Every file is authenticated before its name appears, and compared with the sealed list.',
    )
    .option('--into <dir>', 'the new directory (default: ./<name>/)', path('--into'))
    .option('--list', 'only list what can be seen without the password')
    .option('--password-fd <n>', 'read the password from this descriptor', descriptor('--password-fd'))
    .option('--allow-ratio', 'accept contents that grow more than a thousandfold')
    .addHelpText(
      'before',
      examples([
        ['waybill open WB-7K3Q-M9XP.zip', 'asks for the password'],
        ['waybill open WB-7K3Q-M9XP.zip --list', ''],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, archive: string, options: Options): Promise<void> {
  const file = resolve(archive)
  if (options.list) return list(context, file)
  const { homeExists } = await import('../../src/home.ts')
  // Where there is a home its ledger tells of every archive that was opened; a recipient without one leaves no trace.
  if (!homeExists(await homeDirectory(context))) return openInto(context, file, options, null)
  await withHome(context, session => openInto(context, file, options, session))
}

async function openInto(context: Context, file: string, options: Options, session: Session | null): Promise<void> {
  const { terminal, signal } = context
  const [{ openArchive }, { confirmationCode }, { systemClock, systemDisk, systemRandom, systemWorkers }] =
    await Promise.all([import('../../lib/zip/open.ts'), import('../../src/codes.ts'), import('../compose.ts')])
  const into = resolve(options.into ?? basename(file).replace(/(\.zip)?$/i, ''))
  const password = await passwordOf(context, options)
  const progress = new Progress(terminal, systemClock, `Opening ${basename(file)}`)
  progress.phase('Opening')
  try {
    const { entries, manifest, corrected, findings } = await openArchive(file, password, into, {
      random: systemRandom,
      workers: systemWorkers,
      signal,
      onProgress: step => progress.update(step),
      allowRatio: options.allowRatio === true,
      onUnlocked: page => {
        if (!terminal.json && page !== null) terminal.answer(claims(page.text))
      },
    })
    progress.finish('Opened')
    const total = entries.reduce((sum, entry) => sum + entry.bytes, 0)
    const sha256 = (await systemDisk('').digest(file, signal)) ?? ''
    const d = { sha256, entries: entries.length, bytes: total, manifest: manifest !== null }
    session?.home.ledger.commit(tx => tx.append({ type: 'archive.opened', xfer: null, d }))
    for (const { message, at } of findings) terminal.warn(at === undefined ? message : `${message} (${at})`)
    if (corrected)
      terminal.say('The password did not fit as it was typed; with its spaces, dashes and capitals put right it did.')
    // A backup has no nonce: nobody waits for its code.
    const confirmation = manifest === null || manifest.nonce === '' ? null : confirmationCode(manifest.nonce)
    const transfer = manifest?.transfer ?? null
    const answer = { into, entries, transfer, listed: manifest !== null, confirmation, corrected, findings }
    terminal.reply(answer, () => [
      `Opened ${count(entries.length, 'file')}, ${bytes(total)}, into ${into}`,
      ...(confirmation === null
        ? []
        : [
            line`Confirmation code: ${strong(confirmation)}. Quote it to the sender: it shows that you opened the archive.`,
          ]),
    ])
  } finally {
    progress.stop()
    password.destroy()
  }
}

async function list({ terminal }: Context, file: string): Promise<void> {
  const { listArchive } = await import('../../lib/zip/open.ts')
  const listed = await listArchive(file)
  terminal.reply(listed, () =>
    table(
      [{ head: 'Size', align: 'right' }, { head: 'Sealed' }, { head: 'Name', cut: 'middle' }],
      listed.entries.map(entry => [bytes(entry.bytes), entry.sealed ? 'yes' : 'no', entry.name]),
      terminal,
    ),
  )
}

async function passwordOf({ prompt }: Context, { passwordFd }: Options): Promise<Secret> {
  if (passwordFd !== undefined) return secretFromDescriptor(passwordFd, '--password-fd')
  if (prompt.possible && process.stdin.isTTY) return prompt.askSecret('Password', { flag: '--password-fd' })
  return secretFromStream(process.stdin, 'stdin')
}

/** What WAYBILL.txt says to people, without the block for programs. Whoever knows the password can have written it. */
function claims(text: string): Text[] {
  return [
    strong('What the archive says of itself and of its sender (claimed, not proved):'),
    '',
    ...(text.split(/\n\nBelow, for programs/)[0] ?? '').split('\n'),
    '',
  ]
}
