import { render } from 'ink'
import type { Context } from '../context.ts'
import { processSignals, type Signals } from '../device.ts'
import { interrupted } from '../exit.ts'
import { resetModes } from '../screens.ts'
import { App, type Suspension } from './app.tsx'
import { homeDoor } from './home-door.ts'
import type { Place } from './place.ts'
import { themeFor } from './theme.ts'
import { localeOf } from './when.ts'

/**
 * Opens the terminal UI on a screen of its own, and returns the exit status when it is left. Throws what ended it: the
 * error of a signal, or a bug. In every case the terminal is the shell's again before that is said.
 */
export async function runUi(context: Context, start: Place = { at: 'home' }): Promise<number> {
  const door = await homeDoor(context)
  const closed = new AbortController()
  const hangUp = () => closed.abort(interrupted('SIGHUP'))
  process.stdin.on('error', hangUp).on('end', hangUp)
  // OSC 52 moves no cursor, so it may come between two frames.
  const copy = (text: string) => context.terminal.controllingTerminal()?.copy(text) ?? false
  // Ink begins to draw in the column where the cursor stands, and keys that were typed ahead and echoed have moved it.
  process.stdin.setRawMode(true)
  process.stdout.write('\r')
  const instance = render(
    <App
      door={door}
      locale={localeOf(process.env)}
      theme={themeFor(context.terminal.unicode, process.env.INK_SCREEN_READER === 'true')}
      start={start}
      signal={AbortSignal.any([context.signal, closed.signal])}
      suspension={suspensionBy(processSignals(process))}
      copy={copy}
    />,
    { alternateScreen: true, exitOnCtrlC: false, interactive: true, patchConsole: false, incrementalRendering: true },
  )
  // Whatever happens the screen goes back to the shell, and what stood on it is wiped, before `main.ts` says anything.
  const giveBack = () => {
    instance.unmount()
    process.stdout.write(resetModes)
  }
  process.prependListener('uncaughtException', giveBack)
  try {
    const result = await instance.waitUntilExit()
    return typeof result === 'number' ? result : 0
  } finally {
    process.off('uncaughtException', giveBack)
    giveBack()
    process.stdin.off('error', hangUp).off('end', hangUp)
  }
}

/** Ctrl-Z stops the whole group, as the terminal itself would. */
function suspensionBy(signals: Signals): Suspension {
  let asked = () => {}
  const whenAsked = () => asked()
  let isOurs = false
  return {
    stop: () => {
      isOurs = true
      signals.off('SIGTSTP', whenAsked)
      signals.suspend('group')
      signals.on('SIGTSTP', whenAsked)
    },
    onAsked: stop => {
      asked = stop
      signals.on('SIGTSTP', whenAsked)
      return () => signals.off('SIGTSTP', whenAsked)
    },
    onContinued: goOn => {
      const continued = () => {
        if (!isOurs) goOn()
        isOurs = false
      }
      signals.on('SIGCONT', continued)
      return () => signals.off('SIGCONT', continued)
    },
  }
}
