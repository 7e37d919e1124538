import { Box } from 'ink'
import { countdown } from '../../../format.ts'
import { dim, strong, warn } from '../../../style.ts'
import { rowsOf } from '../../paragraphs.ts'
import { Line } from '../../parts/line.tsx'
import { ProgressBar } from '../../parts/progress-bar.tsx'
import { Rows } from '../../parts/rows.tsx'
import { useLook } from '../../ui.ts'
import { bytes } from '../../when.ts'
import { typed } from './answers.ts'
import { rateOf, shareOf, timeLeft } from './rate.ts'
import type { SendState } from './send-state.ts'

/** From here on the facts stand behind the bar: with the time left they take up to 45 columns. */
const wide = 96

/** How far it is: the phase, a bar, how fast, how long yet. */
export function SealingStep({ state }: { readonly state: SendState }) {
  const { words, room, theme, locale } = useLook()
  const { sealing } = state
  if (sealing === null) return null
  const { phase, pace, name, asking, stopping } = sealing
  const { send } = words
  const rate = rateOf(pace)
  const left = timeLeft(pace)
  const facts = [
    ...(pace.total > 0 && phase !== 'conveying' ? [`${bytes(pace.done, locale)} / ${bytes(pace.total, locale)}`] : []),
    ...(rate === null ? [] : [`${bytes(rate, locale)}/s`]),
    ...(left === null ? [] : [send.sealing.left(countdown(left))]),
  ].join('  ')
  const question = phase === 'conveying' ? send.sealing.stopConveying : send.sealing.stop
  const told = stopping ? send.sealing.stopping : asking ? question : null
  return (
    <Box flexDirection="column">
      <Line>{strong(send.sealing.for(typed(state.answers, 'to')))}</Line>
      <ProgressBar label={send.phases[phase]} share={shareOf(pace)} facts={room.columns >= wide ? facts : ''} />
      {room.columns < wide && <Line>{dim(facts || ' ')}</Line>}
      <Line over="middle">{dim(name || ' ')}</Line>
      {told !== null && <Rows rows={rowsOf([{ mark: warn(theme.sign.warning), text: told }], room.columns)} />}
    </Box>
  )
}
