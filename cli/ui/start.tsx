import { render } from 'ink'
import type { Context } from '../context.ts'
import { processSignals } from '../device.ts'
import { homeDirectory, openSession } from '../session.ts'
import { App } from './app.tsx'
import type { Door } from './door.ts'
import type { Place } from './place.ts'
import { themeFor } from './theme.ts'
import { localeOf } from './when.ts'

/**
 * Opens the terminal UI on a screen of its own, and returns the exit status when it is left. Throws what ended it: the
 * error of a signal, or a bug. In every case the terminal is the shell's again before that is said.
 */
export async function runUi(context: Context, start: Place = { at: 'home' }): Promise<number> {
  const door = await doorOf(context)
  const signals = processSignals(process)
  const instance = render(
    <App
      door={door}
      locale={localeOf(process.env)}
      theme={themeFor(context.terminal.unicode)}
      start={start}
      signal={context.signal}
      suspend={() => signals.suspend('group')}
    />,
    { alternateScreen: true, exitOnCtrlC: false, interactive: true, patchConsole: false, incrementalRendering: true },
  )
  // A bug anywhere else: the screen goes back to the shell before `main.ts` writes what happened.
  const giveBack = () => instance.unmount()
  process.prependListener('uncaughtException', giveBack)
  try {
    const result = await instance.waitUntilExit()
    return typeof result === 'number' ? result : 0
  } finally {
    process.off('uncaughtException', giveBack)
  }
}

async function doorOf(context: Context): Promise<Door> {
  const [{ homeExists }, { needsPassphrase }, { triesLeft }, directory] = await Promise.all([
    import('../../src/home.ts'),
    import('../../lib/ledger/keys.ts'),
    import('../../lib/ledger/wrong-tries.ts'),
    homeDirectory(context),
  ])
  return {
    kind: context.globals.sandbox ? 'sandbox' : 'production',
    directory,
    exists: () => homeExists(directory),
    needsPassphrase: () => homeExists(directory) && needsPassphrase(directory),
    triesLeft: () => triesLeft(directory),
    open: passphrase => openSession(context, { passphrase }),
  }
}
