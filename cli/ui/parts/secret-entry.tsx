import { Box } from 'ink'
import { accent, dim, line, strong } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

interface Props {
  readonly label: string
  /** How many symbols were typed; they do not show. */
  readonly symbols: number
}

/** A field whose text does not show: one mark for each symbol, as many as there is room for. */
export function SecretEntry({ label, symbols }: Props) {
  const { room, theme, words } = useLook()
  const { hidden, caret, chosen } = theme.sign
  const space = room.columns - displayWidth(`${chosen} ${label}: ${caret}`)
  const marks = hidden.repeat(Math.max(0, Math.min(symbols, space)))
  return (
    <Box aria-role="textbox" aria-label={`${label}: ${words.lock.symbols(symbols)}`}>
      <Line>
        {line`${accent(chosen)} ${strong(label)}: ${marks}${accent(caret)}${symbols === 0 ? dim(words.lock.hint) : ''}`}
      </Line>
    </Box>
  )
}
