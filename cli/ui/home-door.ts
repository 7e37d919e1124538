import { Secret } from '../../lib/secret.ts'
import type { Context } from '../context.ts'
import { homeDirectory, openSession, sessionOf } from '../session.ts'
import type { Door } from './door.ts'

/** The way into the home that the command line names. */
export async function homeDoor(context: Context): Promise<Door> {
  const [
    { homeExists, createHome },
    { recoverHome },
    { checkRecoveryCode, needsPassphrase },
    { triesLeft },
    { homePorts, systemRandom },
  ] = await Promise.all([
    import('../../src/home.ts'),
    import('../../src/keys.ts'),
    import('../../lib/ledger/keys.ts'),
    import('../../lib/ledger/wrong-tries.ts'),
    import('../compose.ts'),
  ])
  const directory = await homeDirectory(context)
  const kind = context.globals.sandbox ? 'sandbox' : 'production'
  const open = (passphrase: Secret | null) => openSession(context, { passphrase })
  return {
    kind,
    directory,
    exists: () => homeExists(directory),
    needsPassphrase: () => homeExists(directory) && needsPassphrase(directory),
    triesLeft: () => triesLeft(directory),
    open,
    judge: async (passphrase, words) => (await import('../new-passphrase.ts')).judgePassphrase(passphrase, words),
    async make(operator, passphrase) {
      try {
        const made = await createHome(directory, { kind, operator, passphrase }, homePorts(context.version))
        return { session: await sessionOf(made.home), recoveryCode: made.recoveryCode }
      } finally {
        passphrase?.destroy()
      }
    },
    checkCode: code => checkRecoveryCode(directory, code),
    async recover(code, passphrase) {
      try {
        await recoverHome(directory, { code, passphrase, random: systemRandom })
        // Opening it records what happened, and destroys what it is given.
        return await open(Secret.fromBytes(Uint8Array.from(passphrase.bytes)))
      } finally {
        code.destroy()
        passphrase.destroy()
      }
    },
    sandbox: () => homeDoor({ ...context, globals: { ...context.globals, sandbox: true } }),
  }
}
