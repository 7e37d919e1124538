import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ioError } from '../../lib/durable.ts'
import { descriptor } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { count, number } from '../format.ts'
import { Progress } from '../progress.ts'
import { readAnchor } from '../read-anchor.ts'
import { secretFromDescriptor } from '../secret-input.ts'
import { homeDirectory, passphrase } from '../session.ts'
import { accent, dim, type Text } from '../style.ts'
import { facts } from '../table.ts'
import { path as filePath } from '../texts.ts'

interface Options {
  readonly passwordFd?: number
  readonly mark?: string
  readonly shreds?: string
  readonly anchor: string[]
}

export function restore(program: Command, act: Act): void {
  program
    .command('restore')
    .argument('<file>', 'the archive that `waybill backup` made')
    .summary('Make a home of a backup, where there is none')
    .description(
      'Opens a backup, verifies its ledger, shreds again what was shredded, ends the transfers whose passwords are gone, and records the gap. Give what is left of the lost home: then the ledger says how much is missing.',
    )
    .option('--password-fd <n>', 'read its password from this descriptor', descriptor('--password-fd'))
    .option('--mark <file>', 'mark.json of the lost home', filePath('--mark'))
    .option('--shreds <file>', 'shreds.json of the lost home', filePath('--shreds'))
    .option(
      '--anchor <file>',
      'a WAYBILL.txt or checkpoint from outside (may be repeated)',
      (text: string, before: string[]) => [...before, filePath('--anchor')(text)],
      [],
    )
    .addHelpText(
      'before',
      examples([
        ['waybill restore waybill.zip', 'asks for its password'],
        [
          'waybill restore waybill.zip --mark lost/mark.json --shreds lost/shreds.json',
          'what is left of the lost home',
        ],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, file: string, { passwordFd, mark, shreds, anchor }: Options): Promise<void> {
  const { terminal, prompt, globals, signal } = context
  const [{ requireVacant, restoreHome }, { homePorts, systemClock, systemWorkers }, { parseMark }, { parseShreds }] =
    await Promise.all([
      import('../../src/restore.ts'),
      import('../compose.ts'),
      import('../../lib/ledger/mark.ts'),
      import('../../lib/ledger/shreds.ts'),
    ])
  const directory = await homeDirectory(context)
  requireVacant(directory)
  const lost = {
    mark: mark === undefined ? null : parseMark(textOf(mark)),
    shreds: shreds === undefined ? null : parseShreds(textOf(shreds)),
    anchors: await Promise.all(anchor.map(readAnchor)),
  }
  const sure = await prompt.confirm(`Make a home in ${directory}?`, { flag: '--yes', given: globals.yes === true })
  if (!sure) return terminal.reply({ restored: null }, () => 'Nothing was restored.')
  const password =
    passwordFd === undefined
      ? await prompt.askSecret('Password of the backup', { flag: '--password-fd' })
      : await secretFromDescriptor(passwordFd, '--password-fd')
  const progress = new Progress(terminal, systemClock, 'Restoring the home')
  progress.phase('Opening')
  const request = {
    archive: resolve(file),
    password,
    directory,
    kind: globals.sandbox === true ? ('sandbox' as const) : ('production' as const),
    passphrase: () => {
      progress.stop()
      return passphrase(context)
    },
    ...lost,
    signal,
    workers: systemWorkers,
    onProgress: (step: Parameters<Progress['update']>[0]) => progress.update(step),
  }
  const restored = await restoreHome(request, homePorts(context.version)).finally(() => {
    progress.stop()
    password.destroy()
  })
  const { fingerprint, fromSize, toSize, ended, shredded } = restored
  terminal.reply({ restored }, () =>
    facts([
      [dim('Home'), directory],
      [dim('Key'), accent(fingerprint)],
      [dim('Events'), number(toSize)],
      [dim('Lost'), lostWords(fromSize, toSize)],
      [dim('Ended'), count(ended, 'transfer whose password is gone', 'transfers whose passwords are gone')],
      [dim('Shredded'), `${count(shredded, 'set')} of personal data once more`],
      ['', `The gap is on record. \`waybill verify --accept-gap ${toSize}\` accepts it.`],
    ]),
  )
}

function lostWords(fromSize: number | null, toSize: number): Text {
  if (fromSize === null) return 'nobody knows: nothing of the lost home was at hand'
  return fromSize > toSize ? `${count(fromSize - toSize, 'event')} or more` : 'nothing that was at hand tells of more'
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw ioError(error, path)
  }
}
