import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { Secret } from '../../lib/secret.ts'
import { type RevocationReason, revocationReasons } from '../../src/words.ts'
import { choice, descriptor } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { fingerprint } from '../fingerprint.ts'
import { newPassphrase } from '../new-passphrase.ts'
import { screenForRecoveryCode, showRecoveryCode } from '../recovery-code.ts'
import { passphrase as askPassphrase, homeDirectory, type Session, withHome } from '../session.ts'
import { accent, dim, type Text } from '../style.ts'
import { facts } from '../table.ts'
import { show, wordLines } from './key-show.ts'

export function key(program: Command, act: Act): void {
  const group = program
    .command('key')
    .summary('This device’s key: show, rotate, revoke, passphrase, recover')
    .addHelpText(
      'before',
      examples([
        ['waybill key show', 'the fingerprint that an auditor keeps, as hex, words and QR code'],
        ['waybill key rotate', 'a new signing key; the old one signs that it hands over'],
        ['waybill key revoke current --reason compromised', 'somebody else may have it'],
        ['waybill key passphrase', 'a new passphrase and a new recovery code'],
        ['waybill key recover', 'after five wrong passphrases'],
      ]),
    )
  group.command('show').summary('Its fingerprint, and what protects it').action(act(show))
  group.command('rotate').summary('Make a new signing key; the old one signs that it hands over').action(act(rotate))
  group
    .command('revoke')
    .argument('<fingerprint>', 'of an earlier key, or `current`: then a new one is made first')
    .summary('Record that a key must not be trusted any more')
    .requiredOption('--reason <word>', 'compromised, retired or lost', choice('--reason', revocationReasons))
    .action(act(revoke))
  group
    .command('passphrase')
    .summary('Set or change the passphrase of the keys, with a new recovery code; or remove it')
    .option('--new-passphrase-fd <n>', 'read the new one from this descriptor', descriptor('--new-passphrase-fd'))
    .option('--remove', 'leave the keys unprotected; this is recorded')
    .action(act(passphrase))
  group
    .command('recover')
    .summary('Unlock the home with the recovery code, and take a new passphrase')
    .action(act(recover))
  group.action(() => group.help({ error: true }))
}

async function rotate(context: Context): Promise<void> {
  const rotated = await withPassphrase(context, async (session, typed) => {
    const rotated = await rotateIn(session, typed)
    // Opened again, so that the new key signs.
    await withHome(context, async () => {}, opening(typed))
    return rotated
  })
  context.terminal.reply(rotated, () => [...facts([[dim('Before'), rotated.from], ...newKey(rotated)]), tellAuditor])
}

async function revoke(context: Context, which: string, { reason }: { reason: RevocationReason }): Promise<void> {
  const { revokeKey } = await import('../../src/keys.ts')
  const given = which === 'current' ? null : fingerprint('The key to revoke')(which)
  const { rotated, old } = await withPassphrase(context, async (session, typed) => {
    if (given !== null) {
      revokeKey(session.home, given, reason)
      return { rotated: null, old: given }
    }
    const rotated = await rotateIn(session, typed)
    // The ledger is signed with the new key now.
    await withHome(context, async ({ home }) => revokeKey(home, rotated.from, reason), opening(typed))
    return { rotated, old: rotated.from }
  })
  const answer = { revoked: old, reason, current: rotated?.to ?? null, size: rotated?.size ?? null }
  context.terminal.reply(answer, () => [
    ...facts([[dim('Revoked'), old], [dim('Reason'), reason], ...(rotated === null ? [] : newKey(rotated))]),
    ...(rotated === null ? [] : [tellAuditor]),
  ])
}

async function rotateIn({ home }: Session, typed: Secret | null) {
  const [{ rotateKey }, { systemRandom }, { fingerprintWords }] = await Promise.all([
    import('../../src/keys.ts'),
    import('../compose.ts'),
    import('../../src/fingerprint-words.ts'),
  ])
  const rotated = await rotateKey(home, typed, systemRandom)
  return { ...rotated, words: fingerprintWords(rotated.to).join(' ') }
}

function newKey({ to, size, words }: Awaited<ReturnType<typeof rotateIn>>): [Text, Text][] {
  return [[dim('Signs now'), accent(to)], ...wordLines(words), [dim('From'), `event ${size}`]]
}

const tellAuditor = 'Give the new fingerprint to your auditor: the ledger says that the old key handed over.'

async function passphrase(context: Context, options: { newPassphraseFd?: number; remove?: boolean }): Promise<void> {
  const { terminal, prompt, globals } = context
  const { newPassphraseFd, remove = false } = options
  if (remove && newPassphraseFd !== undefined) {
    throw new WaybillError('WB-USAGE', '--remove and --new-passphrase-fd exclude each other.', 'Leave one out.')
  }
  if (remove) {
    const question =
      'Remove the passphrase? Who copies this home can then sign with its key and read its personal fields.'
    if (!(await prompt.confirm(question, { flag: '--yes', given: globals.yes === true }))) return
  }
  const screen = remove ? null : screenForRecoveryCode(context, 'Run `waybill key passphrase` on a terminal.')
  const [{ renewPassphrase }, { systemRandom }] = await Promise.all([
    import('../../src/keys.ts'),
    import('../compose.ts'),
  ])
  const change = await withPassphrase(context, async ({ home }, current) => {
    const next = remove ? null : await wanted(context, newPassphraseFd, home.operator)
    try {
      const done = await renewPassphrase(home, { current, passphrase: next, random: systemRandom }, code => {
        if (screen !== null) showRecoveryCode(screen, code)
      })
      return done
    } finally {
      next?.destroy()
    }
  })
  terminal.reply({ change, passphrase: !remove }, () =>
    remove
      ? 'The keys have no passphrase any more: who copies this home can use it (recorded).'
      : passphraseWords[change],
  )
}

const passphraseWords = {
  set: 'The keys are protected by the passphrase now (recorded).',
  changed: 'The new passphrase is in force, and the old recovery code opens nothing any more (recorded).',
  removed: '',
}

function wanted(context: Context, fd: number | undefined, words: { name: string; email: string }): Promise<Secret> {
  const { passphraseFd: _, ...globals } = context.globals
  const asking = { ...context, globals: fd === undefined ? globals : { ...globals, passphraseFd: fd } }
  return newPassphrase(asking, '--new-passphrase-fd', [words.name, words.email])
}

/** Opens the home, and lends the passphrase too: whoever changes the keys needs it once more. */
async function withPassphrase<T>(
  context: Context,
  work: (session: Session, passphrase: Secret | null) => Promise<T>,
): Promise<T> {
  const { needsPassphrase } = await import('../../lib/ledger/keys.ts')
  const typed = needsPassphrase(await homeDirectory(context)) ? await askPassphrase(context) : null
  try {
    return await withHome(context, session => work(session, typed), opening(typed))
  } finally {
    typed?.destroy()
  }
}

/** Opening a home destroys what it is given. */
function opening(typed: Secret | null): { passphrase?: Secret } {
  return typed === null ? {} : { passphrase: Secret.fromBytes(Uint8Array.from(typed.bytes)) }
}

async function recover(context: Context): Promise<void> {
  const [{ recoverHome }, { checkRecoveryCode }, { systemRandom }] = await Promise.all([
    import('../../src/keys.ts'),
    import('../../lib/ledger/keys.ts'),
    import('../compose.ts'),
  ])
  const directory = await homeDirectory(context)
  const code = await context.prompt.askSecret('Recovery code', { flag: '--passphrase-fd' })
  try {
    await checkRecoveryCode(directory, code)
    const passphrase = await newPassphrase(context, '--passphrase-fd', [])
    try {
      await recoverHome(directory, { code, passphrase, random: systemRandom })
      // Opening it records what happened.
      await withHome(context, async () => {}, { passphrase })
    } finally {
      passphrase.destroy()
    }
  } finally {
    code.destroy()
  }
  context.terminal.reply({ recovered: true }, () => ['The home is unlocked, and the new passphrase is in force.'])
}
