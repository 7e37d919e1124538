import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { homeDirectory, withHome } from '../session.ts'
import { accent, dim } from '../style.ts'
import { facts } from '../table.ts'

export function key(program: Command, act: Act): void {
  const group = program
    .command('key')
    .summary('This device’s key: show, recover')
    .addHelpText(
      'before',
      examples([
        ['waybill key show', 'the fingerprint that an auditor keeps'],
        ['waybill key recover', 'after five wrong passphrases'],
      ]),
    )
  group.command('show').summary('Its fingerprint, and whether a passphrase protects it').action(act(show))
  group
    .command('recover')
    .summary('Unlock the home with the recovery code, and take a new passphrase')
    .action(act(recover))
  group.action(() => group.help({ error: true }))
}

async function show(context: Context): Promise<void> {
  const [{ readPublicKey }, { isLocked, needsPassphrase }] = await Promise.all([
    import('../../lib/ledger/keys-file.ts'),
    import('../../lib/ledger/keys.ts'),
  ])
  const home = await homeDirectory(context)
  const answer = {
    fingerprint: readPublicKey(home).fingerprint,
    passphrase: needsPassphrase(home),
    locked: isLocked(home),
  }
  context.terminal.reply(answer, () =>
    facts([
      [dim('Fingerprint'), accent(answer.fingerprint)],
      [dim('Passphrase'), answer.passphrase ? 'yes' : 'no'],
      [dim('Locked'), answer.locked ? 'yes: run `waybill key recover`' : 'no'],
    ]),
  )
}

async function recover(context: Context): Promise<void> {
  const [{ recoverKeys }, { systemRandom }, { newPassphrase }] = await Promise.all([
    import('../../lib/ledger/keys.ts'),
    import('../compose.ts'),
    import('../new-passphrase.ts'),
  ])
  const code = await context.prompt.askSecret('Recovery code', { flag: '--passphrase-fd' })
  const passphrase = await newPassphrase(context, '--passphrase-fd', [])
  try {
    await recoverKeys(await homeDirectory(context), { code, passphrase, random: systemRandom })
    const event = { type: 'home.unlocked', xfer: null, d: {} }
    await withHome(context, async ({ home }) => home.ledger.commit(tx => tx.append(event)), { passphrase })
  } finally {
    code.destroy()
    passphrase.destroy()
  }
  context.terminal.reply({ recovered: true }, () => ['The home is unlocked, and the new passphrase is in force.'])
}
