import { useLayoutEffect, useRef, useState } from 'react'

/** What one event makes of a state, and what is to be done in the world because of it. */
export interface Step<State, Effect> {
  readonly state: State
  readonly effects?: readonly Effect[]
}

/** Pure: the same state and event give the same step. An event that means nothing here gives the state as it was. */
export type Update<State, Event, Effect> = (state: State, event: Event) => Step<State, Effect>

/** Does one effect; what comes of it goes back as events. It must not throw. */
export type Perform<Event, Effect> = (effect: Effect, dispatch: (event: Event) => void) => void

/**
 * Runs a state machine for one screen. An event is taken at once, on the newest state, also where several keys come in
 * one write and nothing was drawn between them (React's `useReducer` gives no place for effects that run exactly once).
 * Keys that come before the screen is there count, their effects wait for it. Events that come after it has gone are dropped.
 */
export function useMachine<State, Event, Effect>(
  update: Update<State, Event, Effect>,
  begin: () => Step<State, Effect>,
  perform: Perform<Event, Effect>,
): [State, (event: Event) => void] {
  const machine = useRef<Machine<State, Event, Effect> | null>(null)
  machine.current ??= new Machine(update, begin())
  const { current } = machine
  const [, redraw] = useState(0)
  current.perform = perform
  useLayoutEffect(() => current.start(() => redraw(count => count + 1)), [current])
  return [current.state, current.dispatch]
}

class Machine<State, Event, Effect> {
  state: State
  perform: Perform<Event, Effect> = () => {}
  readonly #update: Update<State, Event, Effect>
  /** Effects of what came before the screen was there; null from then on. */
  #waiting: Effect[] | null
  #redraw: (() => void) | null = null

  constructor(update: Update<State, Event, Effect>, first: Step<State, Effect>) {
    this.#update = update
    this.state = first.state
    this.#waiting = [...(first.effects ?? [])]
  }

  start(redraw: () => void): () => void {
    this.#redraw = redraw
    const waiting = this.#waiting ?? []
    this.#waiting = null
    redraw()
    for (const effect of waiting) this.perform(effect, this.dispatch)
    return () => {
      this.#redraw = null
    }
  }

  readonly dispatch = (event: Event): void => {
    if (this.#redraw === null && this.#waiting === null) return
    const { state, effects = [] } = this.#update(this.state, event)
    this.state = state
    if (this.#waiting !== null) return void this.#waiting.push(...effects)
    this.#redraw?.()
    for (const effect of effects) this.perform(effect, this.dispatch)
  }
}
