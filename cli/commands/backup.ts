import { resolve } from 'node:path'
import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Secret } from '../../lib/secret.ts'
import { descriptor } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import type { ControllingTerminal } from '../controlling-terminal.ts'
import { examples } from '../examples.ts'
import { bytes, number } from '../format.ts'
import { Progress } from '../progress.ts'
import { requireSecretOutput, secretToDescriptor } from '../secret-output.ts'
import { withHome } from '../session.ts'
import { dim, strong } from '../style.ts'
import { facts } from '../table.ts'

const flag = '--password-to-fd'

export function backup(program: Command, act: Act): void {
  program
    .command('backup')
    .argument('<file>', 'the archive to make')
    .summary('Seal a copy of the home, without waiting passwords, into an archive')
    .description(
      'Seals ledger, keys and policy into an AES-256 archive, reads it back, and shows its password once on this terminal alone. Passwords that wait for release are not in it.',
    )
    .option(`${flag} <n>`, 'write the password to this descriptor instead of the terminal', descriptor(flag))
    .addHelpText(
      'before',
      examples([
        ['waybill backup /media/safe/waybill.zip', 'write its password down, and keep it apart'],
        ['waybill backup home.zip --password-to-fd 3 3> home.password', 'in a script'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, file: string, { passwordToFd }: { passwordToFd?: number }): Promise<number> {
  const { terminal, prompt, signal } = context
  const path = resolve(file)
  const screen = prompt.possible ? terminal.controllingTerminal() : null
  if (passwordToFd !== undefined) requireSecretOutput(passwordToFd, flag)
  const [{ makeBackup }, { systemClock }] = await Promise.all([import('../../src/backup.ts'), import('../compose.ts')])
  const keep = async (password: Secret): Promise<boolean> => {
    progress.finish('Sealed and read back')
    if (passwordToFd === undefined) return screen !== null && shown(screen, context, password)
    secretToDescriptor(passwordToFd, password, flag)
    return true
  }
  if (passwordToFd === undefined && screen === null) {
    const hint = `Run \`waybill backup\` on a terminal, or give ${flag}.`
    throw new WaybillError('WB-NEEDS-TERMINAL', 'A password is shown on a terminal alone, and there is none.', hint)
  }
  const progress = new Progress(terminal, systemClock, 'Backing up the home')
  return withHome(context, async ({ home, world }) => {
    progress.phase('Sealing')
    const watch = { signal, onProgress: (_: string, step: Parameters<Progress['update']>[0]) => progress.update(step) }
    const made = await makeBackup(home, world, { path, keep }, watch).finally(() => progress.stop())
    if (made === null) {
      terminal.reply({ backup: null }, () => 'Nothing was made: nobody has its password.')
      return 1
    }
    if (!made.protected)
      terminal.warn('The keys in it have no passphrase: the password of this archive alone guards them.')
    terminal.reply(made, () =>
      facts([
        [dim('Backup'), made.path],
        [dim('Holds'), `${number(made.size)} events, root ${made.root}`],
        [dim('Size'), bytes(made.bytes)],
        [dim('SHA-256'), made.sha256],
        [dim('Keys'), made.protected ? 'under the passphrase of the home' : 'without a passphrase'],
        ['', 'Passwords that waited are not in it. Events from here on are lost with the home: back up often.'],
      ]),
    )
    return 0
  })
}

/** On a screen of its own that is wiped afterwards. True when the person says that they have it. */
function shown(screen: ControllingTerminal, { prompt }: Context, password: Secret): Promise<boolean> {
  return screen.aside(() => {
    screen.write('The password of the backup, shown this once. Write it down and keep it apart from the archive:')
    password.use(text => screen.write(['', strong(`  ${text}`), '']))
    return prompt.confirm('Do you have it?', { flag: null, given: false })
  })
}
