import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { newPassphrase } from '../new-passphrase.ts'
import { screenForRecoveryCode, showRecoveryCode } from '../recovery-code.ts'
import { homeDirectory } from '../session.ts'
import { accent, dim } from '../style.ts'
import { facts } from '../table.ts'

interface Options {
  name?: string
  email?: string
  passphrase: boolean
}

export function init(program: Command, act: Act): void {
  program
    .command('init')
    .summary('Name the operator, make this device’s keys')
    .description(
      'Makes a home: names the operator, makes the keys, writes the default policy. Asks for a passphrase that protects the keys.',
    )
    .option('--name <name>', 'first and last name of the operator')
    .option('--email <address>', 'the operator’s own address')
    .option('--no-passphrase', 'leave the keys unprotected; this is recorded')
    .addHelpText('before', examples([['waybill init --name "Grace Hopper" --email grace.hopper@example.com', '']]))
    .action(act(run))
}

async function run(context: Context, options: Options): Promise<void> {
  const { terminal, prompt, globals } = context
  if (globals.sandbox)
    throw new WaybillError('WB-USAGE', 'A sandbox needs no init.', 'Use it: `waybill send … --sandbox`.')
  const [{ createHome, homeExists }, { policyPath }, { homePorts }, { parseOperator }] = await Promise.all([
    import('../../src/home.ts'),
    import('../../src/policy-in-force.ts'),
    import('../compose.ts'),
    import('../../src/operator.ts'),
  ])
  const directory = await homeDirectory(context)
  if (homeExists(directory)) {
    throw new WaybillError(
      'WB-HOME-EXISTS',
      `${directory} is a home already.`,
      'Use it, or choose another with --home.',
    )
  }
  const name = options.name ?? (await prompt.ask('Your first and last name', { flag: '--name' }))
  const email = options.email ?? (await prompt.ask('Your own e-mail address', { flag: '--email' }))
  const operator = parseOperator(name, email)
  const passphrase = options.passphrase
    ? await newPassphrase(context, '--passphrase-fd or --no-passphrase', [name, email])
    : null
  const hint = 'Run `waybill init` on a terminal, or add --no-passphrase.'
  const screen = passphrase === null ? null : screenForRecoveryCode(context, hint)
  const { home, recoveryCode } = await createHome(
    directory,
    { kind: 'production', operator, passphrase },
    homePorts(context.version),
  )
  passphrase?.destroy()
  if (recoveryCode !== null && screen !== null) showRecoveryCode(screen, recoveryCode)
  const { fingerprint } = home.keys
  home.ledger.close()
  terminal.reply(
    { home: directory, operator, fingerprint, passphrase: home.protected, policy: policyPath(directory) },
    () =>
      facts([
        [dim('Home'), directory],
        [dim('Operator'), `${operator.name} <${operator.email}>`],
        [dim('Key'), accent(fingerprint)],
        [dim('Passphrase'), home.protected ? 'yes' : 'no: who copies this home can use it (recorded)'],
        ['', 'Give the key’s fingerprint to your auditor now: it is how they know later that the ledger is yours.'],
      ]),
  )
}
