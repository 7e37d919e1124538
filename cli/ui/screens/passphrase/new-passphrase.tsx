import { type ReactNode, useRef } from 'react'
import type { Secret } from '../../../../lib/secret.ts'
import { useAtEnd } from '../../at-end.ts'
import type { Door } from '../../door.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice, noteOf } from '../../parts/notice.tsx'
import { SecretEntry } from '../../parts/secret-entry.tsx'
import { SecretField, typedInto } from '../../secret-field.ts'
import { useLook } from '../../ui.ts'
import {
  firstNewPassphrase,
  type NewPassphraseEffect,
  type NewPassphraseEvent,
  newPassphraseBindings,
  updateNewPassphrase,
} from './new-passphrase-state.ts'

interface Props {
  readonly title: string
  readonly door: Door
  /** What is known of the person: no passphrase is made of it. */
  readonly about: readonly string[]
  readonly mayDecline: boolean
  /** Gets the passphrase, null where it was declined, and destroys it. */
  readonly onDone: (passphrase: Secret | null) => void
  readonly onBack: () => void
  readonly children?: ReactNode
}

/** Asks for a new passphrase, judges it, and asks for it again. */
export function NewPassphrase({ title, door, about, mayDecline, onDone, onBack, children }: Props) {
  const { words } = useLook()
  const field = useRef(new SecretField())
  const first = useRef<Secret | null>(null)
  const wipe = () => {
    field.current.wipe()
    first.current?.destroy()
    first.current = null
  }
  useAtEnd(wipe)
  const judge = async (dispatch: (event: NewPassphraseEvent) => void) => {
    const passphrase = field.current.take()
    if (passphrase === null)
      return dispatch({ type: 'refused', note: { kind: 'warning', message: words.lock.notText } })
    try {
      await door.judge(passphrase, about)
      first.current = passphrase
      dispatch({ type: 'accepted' })
    } catch (error) {
      passphrase.destroy()
      dispatch({ type: 'refused', note: noteOf(error) })
    }
  }
  const compare = (dispatch: (event: NewPassphraseEvent) => void) => {
    const again = field.current.take()
    const passphrase = first.current
    const isSame = again !== null && passphrase?.equals(again) === true
    again?.destroy()
    if (!isSame) return dispatch({ type: 'different', note: { kind: 'warning', message: words.lock.different } })
    first.current = null
    dispatch({ type: 'same' })
    onDone(passphrase)
  }
  const perform = (effect: NewPassphraseEffect, dispatch: (event: NewPassphraseEvent) => void) => {
    switch (effect.do) {
      case 'type': {
        const event = typedInto(field.current, effect.input, words.lock.unfit)
        return event === null ? undefined : dispatch(event)
      }
      case 'judge':
        return void judge(dispatch)
      case 'ask':
        return dispatch({ type: 'missing', note: { kind: 'warning', message: words.lock.newPassphrase.missing } })
      case 'compare':
        return compare(dispatch)
      case 'wipe':
        return wipe()
      case 'decline':
        return onDone(null)
      case 'back':
        return onBack()
    }
  }
  const [state, dispatch] = useMachine(updateNewPassphrase, () => firstNewPassphrase(mayDecline), perform)
  const { step, symbols, note } = state
  const listener = {
    title,
    keys: newPassphraseBindings(state),
    labels: words.lock.keys,
    typing: step !== 'declining',
    onInput: dispatch,
  }
  const { newPassphrase } = words.lock
  return (
    <Frame listener={listener}>
      {children}
      {step === 'declining' ? (
        <Line over="wrap">{newPassphrase.declining}</Line>
      ) : (
        <>
          <Line over="wrap">{step === 'again' ? newPassphrase.again : newPassphrase.why}</Line>
          {step === 'judging' || step === 'done' ? (
            <Line>{words.frame.working}</Line>
          ) : (
            <SecretEntry label={step === 'again' ? newPassphrase.sameAgain : newPassphrase.label} symbols={symbols} />
          )}
        </>
      )}
      <Notice note={note} />
    </Frame>
  )
}
