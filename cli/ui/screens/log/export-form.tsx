import { Box } from 'ink'
import { useEffect, useRef } from 'react'
import { exportEvidence } from '../../../../src/evidence.ts'
import { seekTransfers, type TransferFilter } from '../../../../src/log.ts'
import { encodeCsvRow } from '../../../csv.ts'
import { accent, dim, line, ok } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { useMachine } from '../../machine.ts'
import { Field } from '../../parts/field.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice, noteOf } from '../../parts/notice.tsx'
import { ProgressBar } from '../../parts/progress-bar.tsx'
import { typedPath } from '../../typed-path.ts'
import { type Job, useUi } from '../../ui.ts'
import { number } from '../../when.ts'
import {
  askingKeysOf,
  type ExportEffect,
  type ExportEvent,
  type ExportScope,
  firstExport,
  madeKeys,
  runningKeys,
  updateExport,
} from './export-state.ts'
import { allOf } from './search.ts'

interface Props {
  readonly transfer: { readonly id: string; readonly transfer: string }
  /** The filter in force, and whether anything is left out by it. */
  readonly filter: TransferFilter
  readonly filtered: boolean
  /** Of what it is asked at first. */
  readonly scope: ExportScope
  readonly onClose: () => void
}

/** Asks where evidence is to go, and writes it: of one transfer, or of all that the filter lets through. */
export function ExportForm({ transfer, filter, filtered, scope: first, onClose }: Props) {
  const { words, theme, locale, room, session, begin } = useUi()
  const { evidence, transfers } = words.log
  const { home, world } = session
  const names = { one: `evidence-${transfer.transfer}.zip`, all: `evidence-${today(world.clock.now())}.zip` }
  const job = useRef<Job | null>(null)
  useEffect(() => () => job.current?.abort(), [])
  const write = async (scope: ExportScope, name: string, dispatch: (event: ExportEvent) => void) => {
    const work = begin()
    job.current = work
    let status = 0
    try {
      const out = typedPath(name)
      const among =
        scope === 'all' && filtered ? await allOf(seekTransfers(world.ledger, filter), work.signal) : undefined
      const wanted = scope === 'one' ? { transfer: transfer.id } : { among: among && new Set(among) }
      let told = 0
      const onProgress = (done: number, total: number) => {
        // A step that nobody could see is not drawn.
        if (done / total < told + 0.01) return
        told = done / total
        dispatch({ type: 'progress', share: told })
      }
      const request = { ...wanted, out, force: false, redact: [], csvRow: encodeCsvRow, onProgress }
      const made = await exportEvidence(home, world, request, work.signal)
      const sha256 = (await world.disk.digest(out, work.signal)) ?? ''
      const { transfers, from, to } = made
      dispatch({ type: 'made', made: { path: out, sha256, transfers, from, to } })
    } catch (error) {
      status = 1
      const note = noteOf(error)
      // The command has a flag that replaces it; here is none.
      const isTaken = note.kind === 'error' && note.code === 'WB-EXISTS'
      dispatch({ type: 'failed', note: isTaken ? { ...note, hint: evidence.otherName } : note })
    } finally {
      work.end(status)
    }
  }
  const perform = (effect: ExportEffect, dispatch: (event: ExportEvent) => void) => {
    if (effect.do === 'export') return void write(effect.scope, effect.name, dispatch)
    if (effect.do === 'stop') return job.current?.abort()
    return onClose()
  }
  const [state, dispatch] = useMachine(updateExport(names), () => firstExport(names, first), perform)
  const { running, made, focus, scope } = state
  const labelWidth = Math.max(displayWidth(evidence.what), displayWidth(evidence.file))
  const scopes = { one: transfer.transfer, all: filtered ? evidence.filtered : evidence.everything }
  const listener = {
    title: evidence.title,
    keys: running ? runningKeys : made === null ? askingKeysOf(state) : madeKeys,
    labels: evidence.keys,
    typing: !running && made === null && focus === 'name',
    onInput: dispatch,
  }
  if (made !== null) {
    return (
      <Frame listener={listener}>
        <Line over="wrap">{line`${ok(theme.sign.done)} ${ok(evidence.written)} ${made.path}`}</Line>
        <Line over="wrap">{line`SHA-256 ${accent(made.sha256)}`}</Line>
        <Line over="wrap">
          {evidence.holds(
            transfers(number(made.transfers, locale), made.transfers === 1),
            number(made.from, locale),
            number(made.to - 1, locale),
          )}
        </Line>
        {room.rows > 7 && <Line over="wrap">{dim(evidence.auditor)}</Line>}
      </Frame>
    )
  }
  const mark = focus === 'scope' ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
  const option = (one: ExportScope) =>
    one === scope ? accent(`${theme.sign.ticked} ${scopes[one]}`) : `${theme.sign.empty} ${scopes[one]}`
  return (
    <Frame listener={listener}>
      <Box aria-role="radiogroup" aria-label={`${evidence.what}: ${scopes[scope]}`}>
        <Line>{line`${mark} ${pad(evidence.what, labelWidth)} ${option('one')}  ${option('all')}`}</Line>
      </Box>
      <Field label={evidence.file} labelWidth={labelWidth} field={state.name} focused={focus === 'name'} />
      <Line> </Line>
      {running ? (
        <ProgressBar label={evidence.writing} share={state.share} />
      ) : (
        <Line over="wrap">{dim(evidence.about)}</Line>
      )}
      <Notice note={state.note} />
    </Frame>
  )
}

/** By the clock of the device, in UTC as the events. */
function today(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
