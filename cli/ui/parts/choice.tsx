import { Box } from 'ink'
import { accent, dim, line } from '../../style.ts'
import { displayWidth, pad } from '../../width.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

interface Props {
  readonly label: string
  readonly value: string
  readonly focused: boolean
  /** Nothing is chosen: the value says what that means. */
  readonly none?: boolean
  /** What comes of it: behind the value. */
  readonly more?: string
  /** It is not turned but opens something. */
  readonly opens?: boolean
  readonly labelWidth?: number
}

/** One of several, chosen with left and right; it stands in a column with `Field`. */
export function Choice({
  label,
  value,
  focused,
  none = false,
  more = '',
  opens = false,
  labelWidth = displayWidth(label),
}: Props) {
  const { theme } = useLook()
  const [left, right] = theme.sign.turn
  const mark = focused ? theme.sign.chosen : ' '.repeat(displayWidth(theme.sign.chosen))
  const name = pad(label, labelWidth)
  const shown = none ? dim(value) : value
  const marked = opens ? line`${shown} ${accent(theme.sign.arrow)}` : line`${accent(left)} ${shown} ${accent(right)}`
  const turned = focused ? marked : shown
  return (
    <Box
      aria-role={opens ? 'button' : 'combobox'}
      aria-label={`${label}: ${[value, more].filter(text => text !== '').join(', ')}`}
      aria-state={{ selected: focused }}
    >
      <Line>{line`${accent(mark)} ${focused ? name : dim(name)} ${turned}${dim(more === '' ? '' : `  ${more}`)}`}</Line>
    </Box>
  )
}
