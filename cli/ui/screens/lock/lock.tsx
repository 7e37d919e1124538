import { useRef } from 'react'
import { WaybillError } from '../../../../lib/error.ts'
import { Secret } from '../../../../lib/secret.ts'
import type { Session } from '../../../session.ts'
import { useAtEnd } from '../../at-end.ts'
import type { Door } from '../../door.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { type Note, Notice, noteOf } from '../../parts/notice.tsx'
import { SecretEntry } from '../../parts/secret-entry.tsx'
import { SecretField, typedInto } from '../../secret-field.ts'
import { useLook } from '../../ui.ts'
import { NewPassphrase } from '../passphrase/new-passphrase.tsx'
import { firstLock, type LockEffect, type LockEvent, type LockState, lockBindings, updateLock } from './lock-state.ts'

/** `start`: the program has just begun. Else the person locked it, or nobody was there. */
export type LockReason = 'start' | 'person' | 'idle'

interface Props {
  readonly door: Door
  readonly reason: LockReason
  /** Work goes on behind it and keeps the keys; whoever comes back must know the passphrase all the same. */
  readonly busy: boolean
  readonly onOpen: (session: Session) => void
  readonly onQuit: () => void
}

/** Stands before everything else until the home is open. */
export function Lock({ door, reason, busy, onOpen, onQuit }: Props) {
  const { words, giveWay, forget } = useLook()
  const field = useRef(new SecretField())
  const code = useRef<Secret | null>(null)
  const passphrase = useRef<Secret | null>(null)
  const needed = useRef(door.needsPassphrase())
  const wipe = () => {
    field.current.wipe()
    for (const secret of [code, passphrase]) {
      secret.current?.destroy()
      secret.current = null
    }
  }
  useAtEnd(wipe)
  const wrong = (error: unknown): Note | null => {
    // The page says that it is locked, and what opens it.
    if (error instanceof WaybillError && error.code === 'WB-HOME-LOCKED') return null
    if (!(error instanceof WaybillError) || error.code !== 'WB-PASSPHRASE-WRONG') return noteOf(error)
    const hint = words.lock.left(door.triesLeft())
    return { kind: 'error', code: error.code, message: words.lock.wrong, hint, own: true }
  }
  const open = async (dispatch: (event: LockEvent) => void) => {
    try {
      onOpen(await door.open(needed.current ? (field.current.take() ?? Secret.fromText('')) : null))
    } catch (error) {
      forget()
      const next = !needed.current ? 'resting' : door.triesLeft() === 0 ? 'out' : 'passphrase'
      dispatch({ type: 'failed', note: wrong(error), next })
    }
  }
  const check = async (dispatch: (event: LockEvent) => void) => {
    const given = field.current.take() ?? Secret.fromText('')
    code.current = given
    try {
      await door.checkCode(given)
      dispatch({ type: 'right' })
    } catch (error) {
      wipe()
      forget()
      dispatch({ type: 'failed', note: noteOf(error), next: 'code' })
    }
  }
  const recover = async (dispatch: (event: LockEvent) => void) => {
    const given = [code.current, passphrase.current] as const
    code.current = null
    passphrase.current = null
    try {
      if (given[0] !== null && given[1] !== null) onOpen(await door.recover(given[0], given[1]))
    } catch (error) {
      // What was wrong with the code is told where it is typed; anything else, where the passphrase is.
      const next = error instanceof WaybillError && error.code === 'WB-RECOVERY-WRONG' ? 'code' : 'passphrase'
      dispatch({
        type: 'failed',
        note: noteOf(error),
        next: next === 'passphrase' && door.triesLeft() === 0 ? 'out' : next,
      })
    }
  }
  // Whoever comes back to a screen does not see yet what a key would do there: what they type while it opens is dropped.
  const begins = reason === 'start'
  const perform = (effect: LockEffect, dispatch: (event: LockEvent) => void) => {
    switch (effect.do) {
      case 'type': {
        const event = typedInto(field.current, effect.input, words.lock.unfit)
        return event === null ? undefined : dispatch(event)
      }
      case 'open':
        if (begins) giveWay()
        return void open(dispatch)
      case 'check':
        giveWay()
        return void check(dispatch)
      case 'recover':
        return void recover(dispatch)
      case 'wipe':
        return wipe()
      case 'quit':
        return onQuit()
    }
  }
  const facts = { needsPassphrase: needed.current, triesLeft: door.triesLeft(), atStart: begins }
  const [state, dispatch] = useMachine(updateLock, () => firstLock(facts), perform)
  if (state.step === 'new') {
    return (
      <NewPassphrase
        title={words.lock.recovery}
        door={door}
        about={[]}
        mayDecline={false}
        onDone={next => {
          passphrase.current = next
          giveWay()
          dispatch({ type: 'renewed' })
        }}
        onBack={() => {
          giveWay()
          dispatch({ type: 'stepped-back' })
        }}
      />
    )
  }
  const listener = {
    title: begins && !needed.current ? words.lock.closed : words.lock.title,
    // What runs is not left behind by a key: Ctrl-C stops it first.
    keys: lockBindings(state).filter(({ name }) => name !== 'quit' || !busy),
    labels: words.lock.keys,
    typing: state.step === 'passphrase' || state.step === 'code' || state.step === 'resting',
    waits: state.step === 'checking' || (state.step === 'opening' && begins),
    onInput: dispatch,
  }
  return (
    <Frame listener={listener}>
      <Said state={state} reason={reason} />
      {busy && <Line over="wrap">{words.lock.working}</Line>}
      <Notice note={state.note} />
    </Frame>
  )
}

function Said({ state: { step, symbols }, reason }: { readonly state: LockState; readonly reason: LockReason }) {
  const { words } = useLook()
  switch (step) {
    case 'opening':
    case 'recovering':
    case 'new':
      return <Line>{words.lock.opening}</Line>
    case 'checking':
      return <Line>{words.frame.working}</Line>
    case 'resting':
      if (reason === 'start') return <Line over="wrap">{words.lock.shut}</Line>
      return (
        <>
          <Line over="wrap">{reason === 'idle' ? words.lock.idle : words.lock.cleared}</Line>
          <Line over="wrap">{words.lock.unprotected}</Line>
        </>
      )
    case 'out':
      return <Line over="wrap">{words.lock.out}</Line>
    case 'code':
      return (
        <>
          <Line over="wrap">{words.lock.codeWhere}</Line>
          <SecretEntry label={words.lock.code} symbols={symbols} />
        </>
      )
    case 'passphrase':
      return (
        <>
          <Line over="wrap">{reason === 'idle' ? words.lock.idle : words.lock.locked}</Line>
          <SecretEntry label={words.lock.passphrase} symbols={symbols} />
        </>
      )
  }
}
