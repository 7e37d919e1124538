import { useEffect, useRef } from 'react'
import type { Text } from '../../../style.ts'
import type { Input } from '../../keys.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Page, pageOf } from '../../parts/page.tsx'
import { Rows } from '../../parts/rows.tsx'
import { Steps } from '../../parts/steps.tsx'
import type { Place } from '../../place.ts'
import { turned } from '../../scroll.ts'
import { type Look, LookContext, useLook, useUi } from '../../ui.ts'
import type { Setting } from './answers.ts'
import { Errands } from './errands.ts'
import { FilesStep } from './files.tsx'
import { ProtectionStep } from './protection.tsx'
import { PurposeStep } from './purpose.tsx'
import { RecipientStep } from './recipient.tsx'
import { reviewRows } from './review.ts'
import { saidRows } from './said.ts'
import { SandboxPhone } from './sandbox-phone.tsx'
import { SealingStep } from './sealing.tsx'
import {
  freshSend,
  isWorthKeeping,
  resumed,
  type SendEvent,
  type SendState,
  type SendStep,
  stepNames,
} from './send-state.ts'
import { isTypingIn, sendBindings, updateSend } from './send-update.ts'
import { sentRows } from './sent.ts'
import { currentPlan, effectsOf } from './steps.ts'

type SendPlace = Extract<Place, { at: 'send' }>

/** What was typed, and at which place: there it comes back as it was, elsewhere only as long as it is not sent. */
class Draft {
  readonly place: SendPlace
  readonly state: SendState

  constructor(place: SendPlace, state: SendState) {
    this.place = place
    this.state = state
  }
}

/** From files to a password on its way, in steps. */
export function Send({ place }: { readonly place: SendPlace }) {
  const ui = useUi()
  const { words, room, drafts } = ui
  const errands = useRef<Errands | null>(null)
  errands.current ??= new Errands(ui)
  errands.current.meet(ui)
  useEffect(() => () => errands.current?.end(), [])
  // Kept with every event, not with every drawing: the last key may be the one that leaves.
  const keeping = (state: SendState, event: SendEvent): SendStep => {
    const step = updateSend(state, event)
    drafts.set('send', new Draft(place, step.state))
    return step
  }
  const begin = (): SendStep => {
    const draft = drafts.get('send')
    const state = draft instanceof Draft ? taken(draft, place) : null
    const first = state ?? freshSend(settingOf(ui), place.given)
    const uncounted = first.files.picked.filter(({ count, problem }) => count === null && problem === null)
    const counts = uncounted.map(({ path }) => ({ do: 'count' as const, path }))
    return { state: first, effects: [...effectsOf(first), ...counts] }
  }
  const [state, dispatch] = useMachine(keeping, begin, errands.current.perform)
  const notes = notesOf(state, ui)
  const airy = room.rows >= 12
  const rows = room.rows - 1 - notes.length - (airy ? 1 : 0)
  const inner = { columns: room.columns, rows }
  const texts = textsOf(state, { ...ui, room: inner })
  const isLong = texts !== null && texts.rows.length > rows
  const onInput = (input: Input) => {
    const reads = texts !== null && (state.sent?.handing ?? null) === null
    const top = reads ? scrolled(texts, input, rows) : null
    dispatch(top === null ? input : { type: 'scrolled', top })
  }
  const listener = {
    title: words.send.title,
    keys: sendBindings(state).map(one => (one.name === 'scroll' ? { ...one, quiet: !isLong } : one)),
    labels: words.send.keys,
    typing: isTypingIn(state),
    onInput,
    onHide: () => dispatch({ type: 'hidden' }),
  }
  return (
    <Frame listener={listener}>
      <Steps names={stepNames.map(name => words.send.steps[name])} at={stepNames.indexOf(state.step)} />
      {airy && <Line> </Line>}
      <LookContext value={{ ...ui, room: inner }}>
        <Body state={state} texts={texts} />
      </LookContext>
      <Rows rows={notes} />
    </Frame>
  )
}

function taken(draft: Draft, place: SendPlace): SendState | null {
  if (draft.place === place) return resumed(draft.state)
  return place.given === undefined && isWorthKeeping(draft.state) ? resumed(draft.state) : null
}

function settingOf({ session: { world } }: ReturnType<typeof useUi>): Setting {
  return { directory: process.cwd(), courier: world.courier !== null, recipe: world.policy.password.recipe }
}

function Body({ state, texts }: { readonly state: SendState; readonly texts: Scrolling | null }) {
  const { room } = useLook()
  if (texts !== null) return <Page lines={texts.rows} top={texts.top} rows={room.rows} />
  switch (state.step) {
    case 'files':
      return <FilesStep state={state} />
    case 'recipient':
      return <RecipientStep state={state} />
    case 'purpose':
      return <PurposeStep state={state} />
    case 'protection':
      return <ProtectionStep state={state} />
    case 'sealing':
      return <SealingStep state={state} />
    default:
      return state.sent === null ? null : <SandboxPhone transfer={state.sent.view.transfer} />
  }
}

interface Scrolling {
  readonly rows: readonly Text[]
  readonly top: number
}

/** The steps that are read, not filled in. */
function textsOf(state: SendState, look: Look & ReturnType<typeof useUi>): Scrolling | null {
  if (state.step === 'review') return { rows: reviewRows(state, look), top: state.review.top }
  const { sent } = state
  return state.step === 'sent' && sent !== null && !sent.phone ? { rows: sentRows(sent, look), top: sent.top } : null
}

function scrolled({ rows, top }: Scrolling, input: Input, height: number): number | null {
  return rows.length <= height ? null : turned(top, rows.length, input, pageOf(rows.length, height))
}

/** What is said below the step; a refusal that the review tells anyway is not said twice. */
function notesOf(state: SendState, look: Look): Text[] {
  const { said, step } = state
  const outcome = step === 'review' ? currentPlan(state)?.outcome : undefined
  const refused = outcome !== undefined && 'refused' in outcome ? outcome.refused : null
  const isTold = said?.kind === 'error' && refused?.kind === 'error' && refused.message === said.message
  return said === null || isTold ? [] : saidRows(said, look, look.room.columns)
}
