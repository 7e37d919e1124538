import { useRef } from 'react'
import type { Secret } from '../../../../lib/secret.ts'
import { parseOperator } from '../../../../src/operator.ts'
import type { Operator } from '../../../../src/world.ts'
import type { Session } from '../../../session.ts'
import { dim } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { useAtEnd } from '../../at-end.ts'
import type { Door } from '../../door.ts'
import { useMachine } from '../../machine.ts'
import { Field } from '../../parts/field.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice, noteOf } from '../../parts/notice.tsx'
import { useLook } from '../../ui.ts'
import { NewPassphrase } from '../passphrase/new-passphrase.tsx'
import { RecoveryCode } from '../passphrase/recovery-code.tsx'
import { firstSetup, type SetupEffect, type SetupEvent, setupBindings, updateSetup } from './setup-state.ts'

interface Props {
  readonly door: Door
  readonly onOpen: (session: Session) => void
  /** The person wants another home: the sandbox. */
  readonly onDoor: (door: Door) => void
  readonly onQuit: () => void
}

/** Where there is no home yet: who works here, and what protects the keys; or a look at the sandbox. */
export function Setup({ door, onOpen, onDoor, onQuit }: Props) {
  const { words, room, giveWay } = useLook()
  const passphrase = useRef<Secret | null>(null)
  const made = useRef<{ session: Session; recoveryCode: Secret | null } | null>(null)
  useAtEnd(() => passphrase.current?.destroy())
  const make = async (operator: Operator, dispatch: (event: SetupEvent) => void) => {
    try {
      made.current = await door.make(operator, passphrase.current)
      if (made.current.recoveryCode === null) onOpen(made.current.session)
      else {
        giveWay()
        dispatch({ type: 'made' })
      }
    } catch (error) {
      dispatch({ type: 'failed', note: noteOf(error) })
    }
  }
  const perform = (effect: SetupEffect, dispatch: (event: SetupEvent) => void) => {
    switch (effect.do) {
      case 'check':
        try {
          dispatch({ type: 'checked', operator: parseOperator(effect.name, effect.email) })
          return giveWay()
        } catch (error) {
          const field = isName(effect.name) ? 'email' : 'name'
          const note = noteOf(error)
          const mended = note.kind === 'error' ? { ...note, hint: words.setup.mend[field] } : note
          return dispatch({ type: 'failed', note: mended, field })
        }
      case 'make':
        return void make(effect.operator, dispatch)
      case 'sandbox':
        return void door.sandbox().then(onDoor)
      case 'quit':
        return onQuit()
    }
  }
  const [state, dispatch] = useMachine(updateSetup, () => firstSetup, perform)
  const { step, operator, name, email, focus, leaving } = state
  const isQuiet = !leaving && state.note === null
  if (step === 'passphrase' && operator !== null) {
    return (
      <NewPassphrase
        title={words.setup.title}
        door={door}
        about={[operator.name, operator.email]}
        mayDecline
        onDone={given => {
          passphrase.current = given
          giveWay()
          dispatch({ type: 'passphrase' })
        }}
        onBack={() => {
          giveWay()
          dispatch({ type: 'stepped-back' })
        }}
      />
    )
  }
  if (step === 'code' && made.current !== null && made.current.recoveryCode !== null) {
    const { session, recoveryCode } = made.current
    return <RecoveryCode title={words.setup.title} code={recoveryCode} onDone={() => onOpen(session)} />
  }
  const listener = {
    title: words.setup.title,
    keys: setupBindings,
    labels: words.setup.keys,
    typing: true,
    onInput: dispatch,
  }
  const labelWidth = Math.max(displayWidth(words.setup.name), displayWidth(words.setup.email))
  return (
    <Frame listener={listener}>
      {step === 'making' ? (
        <Line>{words.setup.making}</Line>
      ) : (
        <>
          <Line over="wrap">{words.setup.welcome}</Line>
          {room.rows >= 10 && <Line> </Line>}
          <Field
            label={words.setup.name}
            field={name}
            focused={focus === 'name'}
            hint={words.setup.nameHint}
            labelWidth={labelWidth}
          />
          <Field
            label={words.setup.email}
            field={email}
            focused={focus === 'email'}
            hint={words.setup.emailHint}
            labelWidth={labelWidth}
          />
          {room.rows >= 10 && <Line> </Line>}
          <Notice note={leaving ? { kind: 'warning', message: words.setup.leaving } : state.note} />
          {isQuiet && room.rows >= 10 && <Line over="wrap">{dim(words.setup.or)}</Line>}
          {isQuiet && room.rows < 10 && <Line over="wrap">{dim(words.setup.shortOr)}</Line>}
          {isQuiet && room.rows >= 10 && <Line over="middle">{dim(words.setup.where(door.directory))}</Line>}
        </>
      )}
    </Frame>
  )
}

/** Whether this is the name of a person, whatever the address is. */
function isName(name: string): boolean {
  try {
    parseOperator(name, 'grace.hopper@example.com')
    return true
  } catch {
    return false
  }
}
