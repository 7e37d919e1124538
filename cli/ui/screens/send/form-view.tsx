import { Box } from 'ink'
import type { ReactNode } from 'react'
import { accent, dim, line, type Text } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { Rows, rowsOf } from '../../parts/paragraphs.tsx'
import { seen } from '../../scroll.ts'
import { useLook } from '../../ui.ts'
import type { Row } from './form.ts'
import type { SendState } from './send-state.ts'

export interface Shown {
  readonly value: string
  /** What comes of it: behind the value, or where that has no room and the row has the focus, below. */
  readonly more?: string
  /** Said below the row while it has the focus. */
  readonly about?: string
}

interface Props {
  readonly rows: readonly Row[]
  readonly at: number
  readonly answers: SendState['answers']
  /** Rows of the screen that it may take. */
  readonly height: number
  /** What a row that is not typed shows, and what more there is to say about it. */
  readonly value: (row: Exclude<Row, { kind: 'text' }>) => Shown
  /** Instead of the words' hint for an empty field. */
  readonly hint?: (row: Extract<Row, { kind: 'text' }>) => string | undefined
  /** What stands below the row that has the focus. */
  readonly below?: ReactNode
}

/** Rows with their labels in one column; the one with the focus is always in sight. */
export function Form({ rows, at, answers, height, value, hint, below }: Props) {
  const { words, room } = useLook()
  const { send } = words
  const labelWidth = 1 + Math.max(...rows.map(({ name }) => displayWidth(send.rows[name])))
  const focus = rows[at]
  const shown = focus === undefined || focus.kind === 'text' ? null : value(focus)
  const about = shown === null ? [] : aboutRows(shown, labelWidth, room.columns)
  const { first, length } = seen(at, rows.length, Math.max(1, height - about.length))
  return (
    <Box flexDirection="column">
      {rows.slice(first, first + length).map((row, offset) => {
        const focused = first + offset === at
        return (
          <Box key={row.name} flexDirection="column">
            {row.kind === 'text' ? (
              <Field
                label={send.rows[row.name]}
                field={answers.texts[row.name]}
                focused={focused}
                hint={hint?.(row) ?? send.hints[row.name]}
                labelWidth={labelWidth}
              />
            ) : (
              <Choice label={send.rows[row.name]} labelWidth={labelWidth} focused={focused} {...value(row)} />
            )}
            {focused && below}
            {focused && <Rows rows={about} height={about.length} />}
          </Box>
        )
      })}
    </Box>
  )
}

/** In at most three rows. */
function aboutRows({ value, more = '', about = '' }: Shown, labelWidth: number, columns: number): Text[] {
  const fits = labelWidth + displayWidth(value) + displayWidth(more) + 10 <= columns
  const texts = [...(fits ? [] : [more]), about].filter(text => text !== '')
  return rowsOf(
    texts.map(text => ({ mark: '   ', text, role: 'dim' })),
    columns,
  ).slice(0, 3)
}

interface ChoiceProps {
  readonly label: string
  readonly labelWidth: number
  readonly focused: boolean
  readonly value: string
  readonly more?: string
}

/** A value that can be turned or opened: marked as such where it has the focus. */
function Choice({ label, labelWidth, focused, value, more = '' }: ChoiceProps) {
  const { theme } = useLook()
  const mark = focused ? theme.sign.chosen : ' '.repeat(displayWidth(theme.sign.chosen))
  const name = pad(label, labelWidth)
  const shown = focused ? line`${accent(value)} ${dim(theme.unicode ? '‹›' : '<>')}` : value
  return (
    <Box aria-role="combobox" aria-label={`${label}: ${value} ${more}`}>
      <Line>{line`${accent(mark)} ${focused ? name : dim(name)} ${shown}${dim(more === '' ? '' : `  ${more}`)}`}</Line>
    </Box>
  )
}
