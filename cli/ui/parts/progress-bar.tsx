import { Box, useIsScreenReaderEnabled } from 'ink'
import { bar } from '../../progress.ts'
import { accent, dim, line } from '../../style.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

interface Props {
  readonly label: string
  /** 0 to 1. */
  readonly share: number
  /** What stands behind the bar: rate, time left. */
  readonly facts?: string
}

/** A bar, and always its share as text. */
export function ProgressBar({ label, share, facts = '' }: Props) {
  const { room, theme } = useLook()
  const spoken = useIsScreenReaderEnabled()
  const percent = `${Math.floor(Math.min(1, Math.max(0, share)) * 100)} %`
  const cells = Math.max(4, Math.min(32, room.columns - 40))
  return (
    <Box aria-role="progressbar" aria-label={`${label} ${percent} ${facts}`}>
      <Line>
        {spoken
          ? `${label} ${percent} ${facts}`
          : line`${label} ${accent(bar(Math.min(1, Math.max(0, share)), cells, theme.unicode))} ${percent.padStart(5)}  ${dim(facts)}`}
      </Line>
    </Box>
  )
}
