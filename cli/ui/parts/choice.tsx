import { Box } from 'ink'
import { accent, dim, line } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

interface Props {
  readonly label: string
  readonly value: string
  readonly focused: boolean
  /** Nothing is chosen: the value says what that means. */
  readonly none?: boolean
  readonly labelWidth?: number
}

/** One of several, chosen with left and right; it stands in a column with `Field`. */
export function Choice({ label, value, focused, none = false, labelWidth = displayWidth(label) }: Props) {
  const { theme } = useLook()
  const { left = '', right = '' } = theme.sign.key
  const mark = focused ? theme.sign.chosen : ' '.repeat(displayWidth(theme.sign.chosen))
  const spaces = ' '.repeat(Math.max(0, labelWidth - displayWidth(label)))
  const shown = none ? dim(value) : value
  return (
    <Box aria-role="combobox" aria-label={`${label}: ${value}`} aria-state={{ selected: focused }}>
      <Line>
        {line`${accent(mark)} ${focused ? label : dim(label)}${spaces} ${
          focused ? line`${accent(left)} ${shown} ${accent(right)}` : shown
        }`}
      </Line>
    </Box>
  )
}
