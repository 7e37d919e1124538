import { useEffect, useMemo, useRef } from 'react'
import { type Verification, verifyHome } from '../../../../src/verification.ts'
import { bad, dim, line, ok, type Text, warn } from '../../../style.ts'
import { useMachine } from '../../machine.ts'
import { pairRows } from '../../pairs.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice, noteOf } from '../../parts/notice.tsx'
import { Page, useScroll } from '../../parts/page.tsx'
import { ProgressBar } from '../../parts/progress-bar.tsx'
import { type Job, type Look, useUi } from '../../ui.ts'
import { lastVerified, rememberVerified } from '../../verified.ts'
import { dateTime, number } from '../../when.ts'
import { wrapped } from '../../wrapped.ts'
import {
  firstVerify,
  foundBefore,
  updateVerify,
  type VerifyEffect,
  type VerifyEvent,
  verifyKeysOf,
} from './verify-state.ts'

interface Props {
  /** What a verification found that ended out of sight; null: it begins now. */
  readonly before: Verification | null
  readonly onBack: () => void
}

/** Re-derives the ledger while everything else goes on, and tells what does not follow. */
export function Verify({ before, onBack }: Props) {
  const ui = useUi()
  const { words, locale, theme, room, session, drafts } = ui
  const { verify } = words.log
  const job = useRef<Job | null>(null)
  useEffect(() => () => job.current?.abort(), [])
  const run = async (dispatch: (event: VerifyEvent) => void) => {
    const work = ui.begin()
    job.current = work
    let status = 0
    try {
      const onProgress = (done: number, total: number) => dispatch({ type: 'progress', done, total })
      const result = await verifyHome(session.home, { signal: work.signal, onProgress })
      const isGood = isVerified(result)
      status = isGood ? 0 : 4
      rememberVerified(drafts, { result, at: session.world.clock.now(), ok: isGood })
      dispatch({ type: 'verified', result })
    } catch (error) {
      status = 1
      dispatch({ type: 'failed', note: noteOf(error) })
    } finally {
      work.end(status)
    }
  }
  const perform = (effect: VerifyEffect, dispatch: (event: VerifyEvent) => void) => {
    if (effect.do === 'verify') return void run(dispatch)
    if (effect.do === 'stop') return job.current?.abort()
    return onBack()
  }
  const [state, dispatch] = useMachine(
    updateVerify,
    () => (before === null ? firstVerify : foundBefore(before)),
    perform,
  )
  const { running, stopping, done, total, result, note } = state
  const at = lastVerified(drafts)?.at ?? 0
  const rows = useMemo(
    () => (result === null ? [] : resultRows(result, at, { words, locale, theme }, room.columns)),
    [result, at, words, locale, theme, room.columns],
  )
  const { top, scroll } = useScroll(verify.title, rows.length, room.rows)
  const listener = {
    title: verify.title,
    keys: verifyKeysOf(state),
    labels: verify.keys,
    typing: false,
    onInput: (input: Parameters<typeof scroll>[0]) => {
      if (running || !scroll(input)) dispatch(input)
    },
  }
  const read = verify.read(number(done, locale), number(total, locale))
  const facts = stopping ? words.frame.leaving : total === 0 ? '' : done < total ? read : verify.fields
  return (
    <Frame listener={listener}>
      {running && <ProgressBar label={verify.running} share={total === 0 ? 0 : done / total} facts={facts} />}
      {running && <Line over="wrap">{dim(verify.about)}</Line>}
      <Notice note={note} />
      {!running && <Page lines={rows} top={top} rows={room.rows} label={verify.title} />}
    </Frame>
  )
}

function isVerified({ findings }: Verification): boolean {
  return !findings.some(({ level }) => level === 'error')
}

/** The verdict, what it stands on, and every finding with how bad it is. */
function resultRows(
  result: Verification,
  at: number,
  { words, locale, theme }: Pick<Look, 'words' | 'locale' | 'theme'>,
  width: number,
) {
  const { verify } = words.log
  const { findings, size, root } = result
  const isGood = isVerified(result)
  const verdict = isGood
    ? ok(`${theme.sign.done} ${verify.good(number(size - 1, locale), dateTime(at, locale))}`)
    : bad(`${theme.sign.failed} ${verify.bad}`)
  const marks: Readonly<Record<(typeof findings)[number]['level'], Text>> = {
    error: bad(verify.level.error),
    warning: warn(verify.level.warning),
    note: verify.level.note,
  }
  return [
    ...wrapped(verdict, width),
    ...pairRows(
      [
        [verify.size, number(size, locale)],
        [verify.root, root],
      ],
      width,
    ),
    ...findings.flatMap(({ level, code, message, at }) => [
      '',
      ...wrapped(line`${marks[level]}: ${message}${at === undefined ? '' : ` (${at})`}`, width),
      ...wrapped(dim(code), width),
    ]),
  ]
}
