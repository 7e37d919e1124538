import { Box, useApp, useInput, usePaste, useWindowSize } from 'ink'
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { interrupted } from '../exit.ts'
import type { Session } from '../session.ts'
import { closeSession, type Door } from './door.ts'
import { useFunctionKeys } from './function-keys.ts'
import { HelpPage } from './help-page.tsx'
import { Idle } from './idle.ts'
import { Jobs } from './jobs.ts'
import { Keyboard } from './keyboard.ts'
import { type Input, pressesOf } from './keys.ts'
import { Leaving } from './leaving.tsx'
import { back, gone, here, type Place, type Trail } from './place.ts'
import { roomIn } from './room.ts'
import { Lock, type LockReason } from './screens/lock/lock.tsx'
import { Screen } from './screens/screen.tsx'
import { Setup } from './screens/setup/setup.tsx'
import type { Theme } from './theme.ts'
import { type Hiding, type Listener, type Look, LookContext, type Ui, UiContext } from './ui.ts'
import type { Locale } from './when.ts'
import { wordsFor } from './words/words.ts'

interface Props {
  readonly door: Door
  readonly locale: Locale
  readonly theme: Theme
  readonly start: Place
  /** Aborted by the signals that end the process, and when the terminal goes. */
  readonly signal: AbortSignal
  readonly suspension: Suspension
  readonly copy: Ui['copy']
}

/** How the process stops so that a shell takes over (Ctrl-Z, `fg`). */
export interface Suspension {
  /** Returns when it goes on. */
  readonly stop: () => void
  /** Calls back when somebody else wants it to stop; returns what ends that. */
  readonly onAsked: (stop: () => void) => () => void
  /** Calls back when it goes on after a stop that nobody could see coming (SIGSTOP); returns what ends that. */
  readonly onContinued: (goOn: () => void) => () => void
}

/** What lies over what: the upper one alone is seen and gets the input. */
type Layer = 'screen' | 'gate' | 'help' | 'leaving'

/**
 * The one owner of input, of the way through the screens, of what runs, and of the end. Over the screen lie the gate
 * (lock, or setup where there is no home yet), the help, and the page that is seen while it ends. Of the keys only
 * Ctrl-C, Ctrl-Z, Ctrl-L, F1 and, where nobody types, `?` are taken before the uppermost of them gets the input.
 * It ends with `exit(status)`, or with the error of the signal that ended it.
 */
export function App({ door: given, locale, theme, start, signal, suspension, copy }: Props) {
  const { exit, suspendTerminal, waitUntilRenderFlush } = useApp()
  const [door, setDoor] = useState(given)
  const [session, setSession] = useState<Session | null>(null)
  const [isNew, setNew] = useState(given.kind === 'production' && !given.exists())
  const [locked, setLocked] = useState<LockReason | null>('start')
  const [trail, setTrail] = useState<Trail>(start.at === 'home' ? [start] : [{ at: 'home' }, start])
  const [visit, setVisit] = useState(0)
  const [help, setHelp] = useState<Listener | null>(null)
  const [leaving, setLeaving] = useState(false)
  const [jobs] = useState(() => new Jobs())
  const [looks] = useState(() => new Jobs())
  const [drafts] = useState(() => new Map<string, unknown>())
  const listeners = useRef(new Map<Layer, Listener>())
  const take = useRef((_: Input) => {})
  const [keyboard] = useState(() => new Keyboard(input => take.current(input)))
  const interrupts = useRef(0)
  const stopping = useRef(false)
  const ending = useRef(false)
  const idle = useRef<Idle | null>(null)
  /** What is so now, where the newest frame may be older: opening takes a while, and what runs may end meanwhile. */
  const now = useRef({ session, isLocked: locked !== null })
  const room = roomIn(useWindowSize())
  const top: Layer = leaving ? 'leaving' : help !== null ? 'help' : locked !== null ? 'gate' : 'screen'

  const hide = (why: Hiding) => {
    for (const listener of listeners.current.values()) listener.onHide?.(why)
  }
  const leave = async (reason: unknown) => {
    if (ending.current) return
    ending.current = true
    hide('leave')
    keyboard.change()
    setLeaving(true)
    await waitUntilRenderFlush()
    await Promise.all([jobs.stop(reason), looks.stop(reason)])
    const { session } = now.current
    if (session !== null) closeSession(session)
    exit(reason)
  }
  useLayoutEffect(() => {
    const end = () => void leave(signal.reason)
    if (signal.aborted) end()
    signal.addEventListener('abort', end)
    return () => signal.removeEventListener('abort', end)
  })

  const lock = (why: LockReason) => {
    hide(why === 'idle' ? 'idle' : 'lock')
    if (locked !== null) return
    keyboard.change()
    now.current.isLocked = true
    setLocked(why)
    setHelp(null)
  }
  // What runs keeps the keys until it is done; then they go.
  useLayoutEffect(() => {
    if (locked === null || session === null) return
    let over = false
    const stillness = jobs.idle().then(() => looks.stop(interrupted('SIGHUP')))
    void stillness.then(async () => {
      if (over || ending.current || !now.current.isLocked) return
      now.current.session = null
      setSession(null)
      // First its screen goes, which may still look at it.
      await waitUntilRenderFlush()
      closeSession(session)
    })
    return () => {
      over = true
    }
  }, [locked, session, jobs, looks, waitUntilRenderFlush])
  const whenIdle = useRef(() => {})
  whenIdle.current = () => lock('idle')
  useLayoutEffect(() => {
    if (session === null) return
    const { clock, policy } = session.world
    const waiting = new Idle(clock, policy.lock.idle, () => whenIdle.current())
    idle.current = waiting
    return () => {
      waiting.stop()
      idle.current = null
    }
  }, [session])

  const giveTerminal = async (meanwhile: () => void) => {
    if (stopping.current) return
    stopping.current = true
    hide('suspend')
    try {
      // What was hidden must be drawn: this frame is what comes back first.
      await waitUntilRenderFlush()
      await suspendTerminal(meanwhile)
    } finally {
      stopping.current = false
    }
  }
  const stop = () => giveTerminal(suspension.stop)
  useLayoutEffect(() => suspension.onAsked(() => void stop()))
  // The shell has had the terminal, and given it other modes: echo among them.
  useLayoutEffect(() => suspension.onContinued(() => void giveTerminal(() => {})))

  const onInput = (input: Input) => {
    const inTime = idle.current?.pressed() ?? true
    if (input.type === 'press' && input.key === 'ctrl-c') {
      interrupts.current++
      // The third one: stopping takes too long for the person.
      if (interrupts.current >= 3) exit(interrupted('SIGINT'))
      else if (interrupts.current === 1) void leave(interrupted('SIGINT'))
      return
    }
    if (input.type === 'press' && input.key === 'ctrl-z') return void stop()
    if (inTime) keyboard.send(input)
  }
  take.current = input => {
    const { listener } = keyboard
    if (listener === null) return
    if (input.type === 'press') {
      if (input.key === 'ctrl-l' && session !== null && locked === null && !leaving) return lock('person')
      const asksHelp = input.key === 'f1' || (input.key === '?' && !listener.typing)
      if (asksHelp && (top === 'screen' || top === 'gate')) {
        hide('help')
        keyboard.change()
        return setHelp(listener)
      }
    }
    listener.onInput(input)
  }
  useInput((text, key) => {
    for (const press of pressesOf(text, key)) onInput(press)
  })
  useFunctionKeys(onInput)
  usePaste(text => onInput({ type: 'paste', text }))

  const look: Omit<Look, 'listen' | 'giveWay' | 'forget'> = {
    theme,
    words: wordsFor(locale),
    locale,
    room,
    sandbox: door.kind === 'sandbox',
    operator: session !== null && locked === null ? session.world.operator.name : '',
  }
  const on = (layer: Layer): Look => ({
    ...look,
    listen: listener => {
      listeners.current.set(layer, listener)
      if (layer !== top) return
      if (listener.waits === true) keyboard.change()
      else keyboard.listen(listener)
    },
    giveWay: () => {
      if (layer === top) keyboard.change()
    },
    forget: () => {
      if (layer === top) keyboard.forget()
    },
  })
  const ui = useMemo(() => {
    const moved = (step: (trail: Trail) => Trail) => {
      keyboard.change()
      setTrail(step)
      setVisit(visit => visit + 1)
    }
    return {
      go: (place: Place) => moved(trail => gone(trail, place)),
      replace: (place: Place) => moved(trail => gone(back(trail), place)),
      back: () => moved(back),
      begin: () => jobs.begin(),
      copy,
      looking: <T,>(work: (signal: AbortSignal) => Promise<T>) => looks.around(work),
      drafts,
    }
  }, [jobs, looks, drafts, keyboard, copy])
  const quit = () => {
    if (!jobs.busy) void leave(jobs.status)
  }
  const opened = (next: Session) => {
    keyboard.change()
    listeners.current.delete('gate')
    // A home that is still open stays what it was: what runs in it goes on.
    if (now.current.session !== null) closeSession(next)
    else {
      now.current.session = next
      setSession(next)
    }
    now.current.isLocked = false
    setLocked(null)
    setHelp(null)
    setNew(false)
  }
  const enter = (through: Door) => {
    keyboard.change()
    setDoor(through)
    setNew(false)
  }
  const gate = { door, onOpen: opened, onQuit: quit }
  return (
    <>
      {leaving && (
        <Stacked on={on('leaving')} seen>
          <Leaving />
        </Stacked>
      )}
      {help !== null && (
        <Stacked on={on('help')} seen={top === 'help'}>
          <HelpPage
            of={help}
            onClose={() => {
              keyboard.change()
              listeners.current.delete('help')
              setHelp(null)
            }}
          />
        </Stacked>
      )}
      {locked !== null && (
        <Stacked on={on('gate')} seen={top === 'gate'}>
          {isNew ? (
            <Setup {...gate} onDoor={enter} />
          ) : (
            <Lock {...gate} reason={locked} busy={jobs.busy && session !== null} />
          )}
        </Stacked>
      )}
      {session !== null && (
        <UiContext value={{ ...on('screen'), ...ui, session, quit } satisfies Ui}>
          <Stacked on={on('screen')} seen={top === 'screen'}>
            <Screen key={visit} place={here(trail)} />
          </Stacked>
        </UiContext>
      )}
    </>
  )
}

/** One layer: what is not seen stays alive. */
function Stacked({ on, seen, children }: { readonly on: Look; readonly seen: boolean; readonly children: ReactNode }) {
  return (
    <LookContext value={on}>
      <Box display={seen ? 'flex' : 'none'} flexDirection="column">
        {children}
      </Box>
    </LookContext>
  )
}
