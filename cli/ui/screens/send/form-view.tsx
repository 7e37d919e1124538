import { Box } from 'ink'
import type { ReactNode } from 'react'
import type { Text } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { rowsOf } from '../../paragraphs.ts'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Rows } from '../../parts/rows.tsx'
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
  /** What stands below the row does not stand behind its value too. */
  const beside = (shown: Shown, focused: boolean) =>
    focused && !fits(shown, labelWidth, room.columns) ? { value: shown.value } : shown
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
              <Choice
                label={send.rows[row.name]}
                labelWidth={labelWidth}
                focused={focused}
                opens={row.kind === 'open'}
                {...beside(value(row), focused)}
              />
            )}
            {focused && below}
            {focused && <Rows rows={about} />}
          </Box>
        )
      })}
    </Box>
  )
}

/** Whether what comes of it has room behind the value. */
function fits({ value, more = '' }: Shown, labelWidth: number, columns: number): boolean {
  return labelWidth + displayWidth(value) + displayWidth(more) + 10 <= columns
}

/** In at most three rows. */
function aboutRows(shown: Shown, labelWidth: number, columns: number): Text[] {
  const { more = '', about = '' } = shown
  const texts = [...(fits(shown, labelWidth, columns) ? [] : [more]), about].filter(text => text !== '')
  return rowsOf(
    texts.map(text => ({ mark: '   ', text, role: 'dim' })),
    columns,
  ).slice(0, 3)
}
