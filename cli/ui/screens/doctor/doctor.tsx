import { useRef } from 'react'
import type { Finding } from '../../../../lib/finding.ts'
import { diagnose } from '../../../../src/doctor.ts'
import type { Input } from '../../keys.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice, noteOf, noteRows } from '../../parts/notice.tsx'
import { Page, pageOf } from '../../parts/page.tsx'
import { type Job, useUi } from '../../ui.ts'
import { lastVerified } from '../../verified.ts'
import { findingLines } from './doctor-lines.ts'
import { type DoctorEffect, type DoctorEvent, doctorBindings, firstDoctor, updateDoctor } from './doctor-state.ts'

/** What is set up, what is missing, what the policy would refuse; and whether the provider takes the key. */
export function Doctor() {
  const ui = useUi()
  const { words, room, session } = ui
  const { courier } = session.world
  const asks = courier?.probe !== undefined
  const job = useRef<Job | null>(null)
  const notVerified = (finding: Finding): Finding =>
    finding.code === 'ledger.open' ? { level: 'error', code: 'ledger.bad', message: words.doctor.bad } : finding
  const look = async (ask: boolean, dispatch: (event: DoctorEvent) => void) => {
    const own = ui.begin()
    job.current = own
    let status = 1
    try {
      const found = await diagnose(session.home, session.world, { ask, signal: own.signal })
      const findings = lastVerified(ui.drafts)?.ok === false ? found.map(notVerified) : found
      status = findings.some(({ level }) => level === 'error') ? 1 : 0
      dispatch({ type: 'found', findings })
    } catch (error) {
      dispatch(own.signal.aborted ? { type: 'stopped' } : { type: 'failed', note: noteOf(error) })
    } finally {
      own.end(status)
    }
  }
  const perform = (effect: DoctorEffect, dispatch: (event: DoctorEvent) => void) => {
    if (effect.do === 'back') return ui.back()
    if (effect.do === 'stop') return job.current?.abort()
    void look(effect.do === 'ask', dispatch)
  }
  const [state, dispatch] = useMachine(updateDoctor(asks), () => firstDoctor, perform)
  const { findings, busy, note, top } = state
  const lines = findings === null ? [] : findingLines(findings, ui)
  const said = note === null ? 0 : noteRows(note, ui, room.columns).length
  const rows = room.rows - (busy === null ? 0 : 1) - said
  const page = pageOf(lines.length, rows)
  const listener = {
    title: words.doctor.title,
    keys: doctorBindings(state, asks),
    labels: words.doctor.keys,
    typing: false,
    onInput: (input: Input) => dispatch({ type: 'input', input, count: lines.length, page }),
  }
  return (
    <Frame listener={listener}>
      {busy !== null && (
        <Line>{busy === 'looking' ? words.doctor.looking : words.doctor.asking(courier?.id ?? '')}</Line>
      )}
      <Notice note={note} />
      <Page lines={lines} top={top} rows={rows} label={words.doctor.title} />
    </Frame>
  )
}
