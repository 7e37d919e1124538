import { useEffect, useRef } from 'react'
import { spoken } from '../../../../lib/password/spoken.ts'
import type { Secret } from '../../../../lib/secret.ts'
import { settle } from '../../../../src/deadlines.ts'
import { crockfordSymbols } from '../../../../src/ids.ts'
import { channelOf, lastOf, type TransferRecord } from '../../../../src/record.ts'
import type { State } from '../../../../src/states.ts'
import { exitStatus } from '../../../exit.ts'
import { stateStatus } from '../../../state-status.ts'
import { strong } from '../../../style.ts'
import { useAtEnd } from '../../at-end.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { type Note, noteOf, noteRows } from '../../parts/notice.tsx'
import { Rows } from '../../parts/rows.tsx'
import { showFor } from '../../show-for.ts'
import { textOf } from '../../text-field.ts'
import { type Hiding, useUi } from '../../ui.ts'
import { wrapped } from '../../wrapped.ts'
import { type DictateForm, type DictateRequest, emptyForm } from './dictate-form.ts'
import { type DictateEffect, type DictateEvent, dictateBindings, firstDictate, updateDictate } from './dictate-state.ts'
import { Form } from './form.tsx'
import { Reading } from './reading.tsx'

/** States of a transfer whose password a person may read out (docs/lifecycle.md). */
const speakable: ReadonlySet<State> = new Set(['held', 'locked', 'released', 'failed', 'unknown'])

/** What came with the password, and what it waits for. */
interface Open {
  readonly password: Secret
  readonly answer: (read: boolean) => void
}

/**
 * A person reads the password out. It is here as bytes from the moment that it is on record as shown until somebody says
 * whether it was read out; then `src` destroys them. As text it exists only in the frames that show it (`Reading` says what
 * of them cannot be zeroed).
 */
export function Dictate({ id }: { readonly id: string }) {
  const ui = useUi()
  const { words, session } = ui
  const { world, transfers } = session
  const draft = `dictate ${id}`
  const open = useRef<Open | null>(null)
  const timer = useRef<NodeJS.Timeout | undefined>(undefined)
  const answer = (read: boolean) => {
    clearTimeout(timer.current)
    open.current?.answer(read)
    open.current = null
  }
  useAtEnd(() => answer(false))
  const found = useRef<TransferRecord | Note | null>(null)
  found.current ??= find()
  const record = 'kind' in found.current ? null : found.current
  const failure = 'kind' in found.current ? found.current : null

  function find(): TransferRecord | Note {
    try {
      settle(world)
      const record = transfers.read(id)
      return speakable.has(record.state) ? record : { kind: 'warning', message: words.dictate.notNow }
    } catch (error) {
      return noteOf(error)
    }
  }

  const start = async (request: DictateRequest, dispatch: (event: DictateEvent) => void) => {
    if (request.receipt !== undefined && crockfordSymbols(request.receipt)?.length !== 8) {
      return dispatch({ type: 'unfit', note: { kind: 'warning', message: words.dictate.noCode } })
    }
    const job = ui.begin()
    const stopped = () => {
      dispatch({ type: 'hide', why: 'leave' })
      answer(false)
    }
    let status = 0
    const read = (password: Secret) => {
      const groups = spoken(password, request.alphabet).length
      return new Promise<boolean>(resolve => {
        open.current = { password, answer: resolve }
        job.signal.addEventListener('abort', stopped)
        dispatch({ type: 'opened', groups })
      })
    }
    try {
      const after = await transfers.dictate(id, request, read, { signal: job.signal })
      status = stateStatus(after.state)
      ui.drafts.delete(draft)
      dispatch({ type: 'finished', note: outcomeOf(after) })
    } catch (error) {
      status = exitStatus(error)
      dispatch({ type: 'failed', note: noteOf(error), needs: needsOf(transfers.read(id)) })
    } finally {
      job.end(status)
    }
  }
  const outcomeOf = (after: TransferRecord): Note => {
    const read = lastOf(after, 'password.dictated')
    const shown = lastOf(after, 'password.shown')
    const isRead = read !== undefined && shown !== undefined && read.seq > shown.seq
    const { done, notDone } = words.dictate
    return isRead ? { kind: 'done', message: done } : { kind: 'warning', message: notDone }
  }
  const perform = (effect: DictateEffect, dispatch: (event: DictateEvent) => void) => {
    switch (effect.do) {
      case 'start':
        return void start(effect.request, dispatch)
      case 'hide-later': {
        clearTimeout(timer.current)
        const note: Note = { kind: 'warning', message: words.dictate.hiddenAgain }
        timer.current = setTimeout(() => dispatch({ type: 'late', round: effect.round, note }), showFor)
        return
      }
      case 'settle':
        return answer(effect.read)
      case 'back':
        return ui.back()
    }
  }
  const begin = () => {
    const kept = ui.drafts.get(draft)
    return firstDictate(isForm(kept) ? kept : formFor(record, ui.locale.language), failure)
  }
  const [state, dispatch] = useMachine(updateDictate, begin, perform)
  const { step, form, shown, note } = state
  useEffect(() => {
    if (step === 'form') ui.drafts.set(draft, form)
  })
  const name = record?.contact.recipient ?? words.dictate.recipient
  const names = { by: textOf(form.by).trim() || world.operator.name, to: textOf(form.to).trim() || name }
  const listener = {
    title: words.dictate.title(record?.short ?? ''),
    keys: dictateBindings(state),
    labels: { ...words.dictate.keys, toggle: shown ? words.dictate.keys.hide : words.dictate.keys.show },
    typing: step === 'form',
    onInput: dispatch,
    onHide: (why: Hiding) => dispatch({ type: 'hide', why }),
  }
  const phone = record?.contact.phone ?? null
  const call =
    form.channel === 'phone' && phone !== null ? words.dictate.call(names.to, phone) : words.dictate.inPerson(names.to)
  // A low screen has room for the password alone.
  const hasCall = step !== 'over' && (step !== 'reading' || ui.room.rows >= 10)
  const callRows = hasCall ? wrapped(strong(call), ui.room.columns) : []
  const told = note === null ? [] : noteRows(note, ui, ui.room.columns)
  const height = Math.max(1, ui.room.rows - callRows.length - told.length)
  return (
    <Frame listener={listener}>
      <Rows rows={callRows} />
      {step === 'form' && <Form form={form} height={height} operator={world.operator.name} recipient={name} />}
      {(step === 'starting' || step === 'settling') && <Line>{words.frame.soon}</Line>}
      {step === 'reading' && open.current !== null && (
        <Reading password={open.current.password} alphabet={form.alphabet} state={state} />
      )}
      {step === 'asking' && <Line over="wrap">{words.dictate.ask(names.by, names.to)}</Line>}
      {step === 'asking' && !state.seen && <Line over="wrap">{words.dictate.neverShown}</Line>}
      <Rows rows={told} />
    </Frame>
  )
}

/** What must be said before this password may show, and the alphabet of the person's language. */
function formFor(record: TransferRecord | null, language: 'en' | 'de'): DictateForm {
  const alphabet = language === 'de' ? 'din5009' : 'nato'
  if (record === null) return emptyForm({ basis: null, mayQuote: false, channel: 'phone', alphabet })
  const channel = channelOf(record) === 'in-person' ? 'in-person' : 'phone'
  return emptyForm({ ...needsOf(record), channel, alphabet })
}

/** Whether the receipt code, or else a reason, lets the password of this transfer go to a person. */
function needsOf(record: TransferRecord): Pick<DictateForm, 'basis' | 'mayQuote'> {
  const mayQuote = record.state === 'held' && lastOf(record, 'transfer.held')?.d.receipt === true
  const wasByPerson = record.state === 'failed' && channelOf(record) !== 'sms'
  const wantsReason = record.state === 'locked' || record.state === 'unknown' || wasByPerson
  return { basis: mayQuote ? 'receipt' : wantsReason ? 'override' : null, mayQuote }
}

/** The draft of this screen: nobody else writes under its name. */
function isForm(value: unknown): value is DictateForm {
  return typeof value === 'object' && value !== null && 'alphabet' in value
}
