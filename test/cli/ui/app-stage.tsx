import { render } from 'ink-testing-library'
import { onTestFinished, vi } from 'vitest'
import type { Context } from '../../../cli/context.ts'
import { Prompt } from '../../../cli/prompt.ts'
import { App } from '../../../cli/ui/app.tsx'
import type { Door } from '../../../cli/ui/door.ts'
import { homeDoor } from '../../../cli/ui/home-door.ts'
import type { Place } from '../../../cli/ui/place.ts'
import { themeFor } from '../../../cli/ui/theme.ts'
import { localeOf } from '../../../cli/ui/when.ts'
import { fakeTerminal } from '../fakes.ts'

/** The way into a home below this directory, as the command line finds it. */
export function doorOf(home: string, sandbox = false): Promise<Door> {
  const { terminal } = fakeTerminal({ device: false })
  const globals = { home, sandbox, color: true, input: true }
  const context: Context = {
    terminal,
    prompt: new Prompt(terminal, true),
    globals,
    version: 'test',
    signal: new AbortController().signal,
  }
  return homeDoor(context)
}

/** The whole application, with a keyboard that sends what a terminal would send. */
export function appStage(door: Door, start: Place = { at: 'home' }) {
  const controller = new AbortController()
  const stops: string[] = []
  let asked = () => {}
  let listening = 0
  const suspension = {
    stop: () => void stops.push(frame()),
    onAsked: (stop: () => void) => {
      asked = stop
      listening++
      return () => void listening--
    },
    onContinued: () => () => {},
  }
  const drawn = render(
    <App
      door={door}
      locale={localeOf({ LANG: 'en_GB.UTF-8' })}
      theme={themeFor(true)}
      start={start}
      signal={controller.signal}
      suspension={suspension}
      copy={() => false}
    />,
  )
  onTestFinished(() => drawn.unmount())
  // A real stream says when a write has arrived; and an empty write is no frame.
  const write = drawn.stdout.write
  drawn.stdout.write = (text: string, arrived?: () => void) => {
    if (text !== '') write(text)
    arrived?.()
  }
  const frame = () => drawn.lastFrame() ?? ''
  const until = (what: string | RegExp) =>
    vi.waitFor(
      () => {
        const shows = typeof what === 'string' ? frame().includes(what) : what.test(frame())
        if (!shows) throw new Error(`The screen does not show ${what}:\n${frame()}`)
        return frame()
      },
      { timeout: 60_000, interval: 10 },
    )
  return {
    frame,
    frames: drawn.frames,
    until,
    /** One write of a terminal: several keys may be in it. */
    write: (text: string) => drawn.stdin.write(text),
    paste: (text: string) => drawn.stdin.write(`\x1b[200~${text}\x1b[201~`),
    /** Whether the application has not ended yet. */
    mounted: () => listening > 0,
    /** What stood on the screen each time that it was given to the shell. */
    stops,
    askToStop: () => asked(),
    signal: (reason: unknown) => controller.abort(reason),
  }
}

export const keys = {
  enter: '\r',
  escape: '\x1b',
  space: ' ',
  right: '\x1b[C',
  ctrlC: '\x03',
  ctrlL: '\x0c',
  ctrlN: '\x0e',
  ctrlT: '\x14',
  ctrlZ: '\x1a',
  f1: '\x1bOP',
  backspace: '\x7f',
}
