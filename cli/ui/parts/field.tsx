import { Box, Text as InkText } from 'ink'
import { sanitise } from '../../sanitise.ts'
import { accent, dim, line } from '../../style.ts'
import { displayWidth, head } from '../../width.ts'
import { type TextField, textOf } from '../text-field.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

interface Props {
  readonly label: string
  readonly field: TextField
  readonly focused: boolean
  /** Shown where nothing is typed. */
  readonly hint?: string
  /** Columns in all. */
  readonly width?: number
  readonly labelWidth?: number
}

/** One line of text that can be edited, with its label: the caret is always in sight. */
export function Field({ label, field, focused, hint = '', width, labelWidth = displayWidth(label) }: Props) {
  const { room, theme, words } = useLook()
  const columns = width ?? room.columns
  const text = textOf(field)
  const mark = focused ? theme.sign.chosen : ' '
  const inner = Math.max(4, columns - labelWidth - displayWidth(mark) - 3)
  return (
    <Box
      aria-role="textbox"
      aria-label={text === '' ? words.frame.empty(label, hint) : `${label}: ${sanitise(text)}`}
      aria-state={{ selected: focused }}
    >
      <Line width={columns - inner}>
        {line`${accent(mark)} ${focused ? label : dim(label)}${' '.repeat(Math.max(0, labelWidth - displayWidth(label)))} `}
      </Line>
      {focused ? (
        <Edited field={field} width={inner} hint={hint} />
      ) : (
        <Line width={inner} over={text === '' ? 'end' : 'middle'}>
          {text || dim(hint)}
        </Line>
      )}
    </Box>
  )
}

function Edited({ field, width, hint }: { readonly field: TextField; readonly width: number; readonly hint: string }) {
  const { theme } = useLook()
  const { caret } = theme.sign
  const before = tail(sanitise(field.before), width - 1)
  const room = width - displayWidth(before) - displayWidth(caret)
  const after = head(sanitise(field.after), Math.max(0, room))
  const empty = field.before === '' && field.after === ''
  return (
    <InkText wrap="truncate">
      {before}
      <InkText color="cyan">{caret}</InkText>
      {empty ? <InkText dimColor>{head(sanitise(hint), Math.max(0, room))}</InkText> : after}
    </InkText>
  )
}

/** The end of a text, at most `width` columns. */
function tail(text: string, width: number): string {
  const over = displayWidth(text) - width
  return over <= 0 ? text : text.slice(head(text, over).length).replace(/^\p{M}+/u, '')
}
