import { createContext, useContext, useLayoutEffect, useRef } from 'react'
import type { Session } from '../session.ts'
import type { Binding, Input } from './keys.ts'
import type { Place } from './place.ts'
import type { Size } from './room.ts'
import type { Theme } from './theme.ts'
import type { Locale } from './when.ts'
import type { Words } from './words/words.ts'

/** What everything that is drawn has. */
export interface Look {
  readonly theme: Theme
  readonly words: Words
  readonly locale: Locale
  /** What the body of a screen may fill. */
  readonly room: Size
  readonly sandbox: boolean
  /** Whose home this is; empty while it is locked. */
  readonly operator: string
  /** The screen that is on top now says which keys it knows. */
  readonly listen: (listener: Listener) => void
  /** Another page of the same screen is about to take its place: what is typed meanwhile waits for its listener. */
  readonly giveWay: () => void
  /** What was typed meanwhile, and waits, was not meant for what comes now. */
  readonly forget: () => void
}

/** What the screen on top wants: which keys it knows, and the input that the application does not take itself. */
export interface Listener {
  readonly title: string
  readonly keys: readonly Binding[]
  /** Words for each key, by the binding's name. */
  readonly labels: Readonly<Record<string, string>>
  /** A text field has the focus: letters belong to it. */
  readonly typing: boolean
  readonly onInput: (input: Input) => void
  /** Nothing can be done just now: what is typed waits for the next listener. */
  readonly waits?: boolean
  /** The screen goes out of sight for a while: something else covers it, the home locks, the shell takes over. */
  readonly onHide?: (why: Hiding) => void
}

/** Why a screen goes out of sight; `idle`: nobody has pressed a key for the time that the policy says. */
export type Hiding = 'help' | 'lock' | 'idle' | 'suspend' | 'leave'

/** A piece of work that takes a while: Ctrl-C and the end of the process abort it and wait for it. */
export interface Job {
  readonly signal: AbortSignal
  /** Stops this work alone. */
  readonly abort: () => void
  /** The work is over. The status is what the process ends with, if nothing comes after it; what only looked has none. */
  readonly end: (status?: number) => void
}

/** What every screen has. Screens call `src` with `session.world`; they know nothing of what is below. */
export interface Ui extends Look {
  readonly session: Session
  readonly go: (place: Place) => void
  /** Another place instead of this one: back leads where it led before. */
  readonly replace: (place: Place) => void
  readonly back: () => void
  readonly quit: () => void
  readonly begin: () => Job
  /** Hands a text to the clipboard of the terminal; false where it has none. Whether it takes it, no terminal tells. */
  readonly copy: (text: string) => boolean
  /**
   * Work that only looks at the home, and nobody waits for: the home stays open until it settles. It is aborted when the
   * home locks.
   */
  readonly looking: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  /** State that outlives its screen, by the screen's name: what was typed is not lost when somebody looks elsewhere. */
  readonly drafts: Map<string, unknown>
}

export const LookContext = createContext<Look | null>(null)
export const UiContext = createContext<Ui | null>(null)

export function useLook(): Look {
  const look = useContext(LookContext)
  if (look === null) throw new TypeError('A component stands outside the terminal UI')
  return look
}

export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (ui === null) throw new TypeError('A screen stands outside the open home')
  return ui
}

/** This screen gets the input from now on, as long as it is the one that is drawn. */
export function useListener(listener: Listener): void {
  const { listen } = useLook()
  const newest = useRef(listener)
  newest.current = listener
  useLayoutEffect(() =>
    listen({
      ...listener,
      onInput: input => newest.current.onInput(input),
      onHide: why => newest.current.onHide?.(why),
    }),
  )
}
