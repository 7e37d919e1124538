import { Box, useApp, useInput, usePaste, useWindowSize } from 'ink'
import { useEffect, useMemo, useRef, useState } from 'react'
import { interrupted } from '../exit.ts'
import type { Session } from '../session.ts'
import { closeSession, type Door } from './door.ts'
import { HelpPage } from './help-page.tsx'
import { Jobs } from './jobs.ts'
import { type Input, pressesOf } from './keys.ts'
import { back, gone, here, type Place, type Trail } from './place.ts'
import { roomIn } from './room.ts'
import { Lock } from './screens/lock.tsx'
import { Screen } from './screens/screen.tsx'
import type { Theme } from './theme.ts'
import { type Listener, type Look, LookContext, type Ui, UiContext } from './ui.ts'
import type { Locale } from './when.ts'
import { wordsFor } from './words/words.ts'

interface Props {
  readonly door: Door
  readonly locale: Locale
  readonly theme: Theme
  readonly start: Place
  /** Aborted by the signals that end the process. */
  readonly signal: AbortSignal
  /** Gives the terminal to the shell, and returns when it is given back (Ctrl-Z, `fg`). */
  readonly suspend: () => void
}

/**
 * The one owner of input, of the way through the screens, of what runs, and of the end. Input goes to the lock, to the
 * help, or to the screen on top; of the keys only Ctrl-C, Ctrl-Z, F1 and, where nobody types, `?` are taken before.
 * It ends with `exit(status)`, or with the error of the signal that ended it.
 */
export function App({ door, locale, theme, start, signal, suspend }: Props) {
  const { exit, suspendTerminal } = useApp()
  const [session, setSession] = useState<Session | null>(null)
  const [locked, setLocked] = useState(true)
  const [trail, setTrail] = useState<Trail>(start.at === 'home' ? [start] : [{ at: 'home' }, start])
  const [help, setHelp] = useState<Listener | null>(null)
  const [leaving, setLeaving] = useState(false)
  const [jobs] = useState(() => new Jobs())
  const [drafts] = useState(() => new Map<string, unknown>())
  const listener = useRef<Listener | null>(null)
  const interrupts = useRef(0)
  const room = roomIn(useWindowSize())

  const leave = async (reason: unknown) => {
    setLeaving(true)
    await jobs.stop(reason)
    if (session !== null) closeSession(session)
    exit(reason)
  }
  useEffect(() => {
    const end = () => void leave(signal.reason)
    signal.addEventListener('abort', end)
    return () => signal.removeEventListener('abort', end)
  })

  const lock = () => {
    listener.current?.onHide?.()
    setLocked(true)
    setHelp(null)
  }
  // What runs keeps the keys until it is done; then they go.
  useEffect(() => {
    if (!locked || session === null) return
    let over = false
    void jobs.idle().then(() => {
      if (over) return
      closeSession(session)
      setSession(null)
    })
    return () => {
      over = true
    }
  }, [locked, session, jobs])
  const idle = useRef<NodeJS.Timeout | undefined>(undefined)
  const stayAwake = () => {
    clearTimeout(idle.current)
    if (session !== null && !locked) idle.current = setTimeout(lock, session.world.policy.lock.idle)
  }
  useEffect(() => {
    stayAwake()
    return () => clearTimeout(idle.current)
  })

  const onInput = (input: Input) => {
    stayAwake()
    if (input.type === 'press') {
      if (input.key === 'ctrl-c') {
        interrupts.current++
        if (interrupts.current >= 3) exit(interrupted('SIGINT'))
        return void leave(interrupted('SIGINT'))
      }
      if (input.key === 'ctrl-z') {
        listener.current?.onHide?.()
        return void suspendTerminal(suspend)
      }
      const asksHelp = input.key === 'f1' || (input.key === '?' && listener.current?.typing === false)
      if (asksHelp && help === null && !locked) {
        listener.current?.onHide?.()
        return setHelp(listener.current)
      }
    }
    listener.current?.onInput(input)
  }
  useInput((text, key) => {
    for (const press of pressesOf(text, key)) onInput(press)
  })
  usePaste(text => onInput({ type: 'paste', text }))

  const words = wordsFor(locale)
  const look: Look = {
    theme,
    words,
    locale,
    room,
    sandbox: door.kind === 'sandbox',
    operator: session?.world.operator.name ?? '',
    listen: next => {
      listener.current = next
    },
  }
  const ui = useMemo<Omit<Ui, keyof Look | 'session'>>(
    () => ({
      go: place => setTrail(trail => gone(trail, place)),
      replace: place => setTrail(trail => gone(back(trail), place)),
      back: () => setTrail(back),
      quit: () => {},
      lock: () => {},
      begin: () => jobs.begin(),
      drafts,
    }),
    [jobs, drafts],
  )
  const quit = () => {
    if (!jobs.busy) void leave(jobs.status)
  }
  const opened = (next: Session) => {
    // A home that is still open stays what it was: what runs in it goes on.
    if (session === null) setSession(next)
    else closeSession(next)
    setLocked(false)
  }
  const covered = locked || help !== null
  return (
    <LookContext value={look}>
      {locked && <Lock door={door} leaving={leaving} onOpen={opened} onQuit={quit} />}
      {help !== null && !locked && <HelpPage of={help} onClose={() => setHelp(null)} />}
      {session !== null && (
        <UiContext value={{ ...look, ...ui, session, quit, lock, ...(covered && { listen: () => {} }) }}>
          <LookContext value={covered ? { ...look, listen: () => {} } : look}>
            <Box display={covered ? 'none' : 'flex'} flexDirection="column">
              <Screen key={trail.length} place={here(trail)} />
            </Box>
          </LookContext>
        </UiContext>
      )}
    </LookContext>
  )
}
