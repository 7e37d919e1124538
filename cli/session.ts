import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'
import type { Home } from '../src/home.ts'
import type { Transfers } from '../src/transfer.ts'
import type { World } from '../src/world.ts'
import type { Context } from './context.ts'
import { secretFromDescriptor } from './secret-input.ts'

/** An open home and everything that works in it. */
export interface Session {
  readonly home: Home
  readonly world: World
  readonly transfers: Transfers
}

/** `--home`, else WAYBILL_HOME, else the platform's data directory; the sandbox is a home of its own inside it. */
export async function homeDirectory({ globals }: Context): Promise<string> {
  if (globals.home === '') throw new WaybillError('WB-USAGE', '--home is empty.', 'Give it a directory.')
  const given = globals.home ?? (process.env.WAYBILL_HOME || undefined)
  const base =
    given === undefined ? (await import('env-paths')).default('waybill', { suffix: '' }).data : resolve(given)
  if (statSync(base, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new WaybillError('WB-USAGE', `The home ${base} is not a directory.`, 'Choose another with --home.')
  }
  return globals.sandbox ? join(base, 'sandbox') : base
}

interface Opening {
  /** For the commands that look at or record a policy.json that somebody has changed. */
  readonly anyPolicy?: boolean
  /** Where it is known already (null: that there is none); it is destroyed. */
  readonly passphrase?: Secret | null
}

/**
 * Opens the home, does the work, closes the home. A sandbox that does not exist yet is made; a production home needs
 * `init`.
 */
export async function withHome<T>(
  context: Context,
  work: (session: Session) => Promise<T>,
  options: Opening = {},
): Promise<T> {
  const session = await openSession(context, options)
  try {
    return await work(session)
  } finally {
    session.home.ledger.close()
  }
}

/** The same for work that does not end with a function: whoever opens it closes the ledger. */
export async function openSession(context: Context, options: Opening = {}): Promise<Session> {
  return sessionOf(await openHomeOf(context, options))
}

/** Everything that works in an open home. Closes its ledger where that fails. */
export async function sessionOf(home: Home): Promise<Session> {
  try {
    const [{ composeWorld }, { courierFor }, { Transfers }] = await Promise.all([
      import('./compose.ts'),
      import('./couriers.ts'),
      import('../src/transfer.ts'),
    ])
    const world = composeWorld(home, await courierFor(home))
    return { home, world, transfers: new Transfers(world) }
  } catch (error) {
    home.ledger.close()
    throw error
  }
}

async function openHomeOf(context: Context, options: Opening): Promise<Home> {
  const [{ createHome, homeExists, openHome }, { homePorts }, { sandboxOperator }] = await Promise.all([
    import('../src/home.ts'),
    import('./compose.ts'),
    import('../src/operator.ts'),
  ])
  const directory = await homeDirectory(context)
  const ports = homePorts(context.version)
  const kind = context.globals.sandbox ? 'sandbox' : 'production'
  if (kind === 'sandbox' && !homeExists(directory)) {
    const made = createHome(directory, { kind, operator: sandboxOperator, passphrase: null }, ports)
    const home = await made.then(({ home }) => home, unlessMadeByAnother)
    if (home !== null) return home
  }
  const { anyPolicy = false } = options
  const ask = async () => (options.passphrase === undefined ? passphrase(context) : options.passphrase)
  return openHome(directory, { kind, passphrase: ask, anyPolicy }, ports)
}

/** Two commands at once in a new sandbox: the slower one uses what the faster one made. */
function unlessMadeByAnother(error: unknown): null {
  if (error instanceof WaybillError && error.code === 'WB-HOME-EXISTS') return null
  throw error
}

/** From `--passphrase-fd`, or typed; null where neither is possible. The caller destroys it. */
export async function passphrase({ globals, prompt }: Context): Promise<Secret | null> {
  if (globals.passphraseFd !== undefined) return secretFromDescriptor(globals.passphraseFd, '--passphrase-fd')
  return prompt.possible ? prompt.askSecret('Passphrase of the keys', { flag: '--passphrase-fd' }) : null
}
