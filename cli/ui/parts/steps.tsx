import { Box } from 'ink'
import { accent, dim, join, line, ok, type Styled, strong } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

/** The way through several steps: those that are done, the one that is on, those that come. In one line, always. */
export function Steps({ names, at }: { readonly names: readonly string[]; readonly at: number }) {
  const { room, theme } = useLook()
  const { sign } = theme
  const between = theme.unicode ? ' › ' : ' > '
  const marked = names.map((name, place) => (place < at ? `${sign.done} ${name}` : name))
  const fits = displayWidth(marked.join(between)) <= room.columns
  const whole: Styled[] = names.map((name, place) =>
    place < at ? line`${ok(sign.done)} ${dim(name)}` : place === at ? accent(strong(name)) : dim(name),
  )
  const name = names[at] ?? ''
  return (
    <Box aria-label={`${at + 1}/${names.length} ${name}`}>
      <Line>
        {fits ? join(whole, dim(between)) : line`${dim(`${at + 1}/${names.length}`)} ${accent(strong(name))}`}
      </Line>
    </Box>
  )
}
