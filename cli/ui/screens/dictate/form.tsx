import { Box } from 'ink'
import { Fragment, type ReactNode } from 'react'
import { dim } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { seen } from '../../scroll.ts'
import { useLook } from '../../ui.ts'
import { type DictateForm, type FormRow, formRows } from './dictate-form.ts'

interface Props {
  readonly form: DictateForm
  /** Rows of the screen that it may take. */
  readonly height: number
  readonly operator: string
  readonly recipient: string
}

/** What is asked before the password shows. */
export function Form({ form, height, operator, recipient }: Props) {
  const { words } = useLook()
  const { labels, alphabets, channels } = words.dictate
  const { basis, focus } = form
  const labelWidth = Math.max(...Object.values(labels).map(displayWidth))
  const rows = formRows(form)
  const { first, length } = seen(rows.indexOf(focus), rows.length, height)
  const isRoomy = height >= rows.length + 4
  return (
    <Box flexDirection="column" flexShrink={0}>
      {isRoomy && <Line> </Line>}
      {rows.slice(first, first + length).map(row => (
        <Fragment key={row}>{drawn(row)}</Fragment>
      ))}
      {isRoomy && <Line> </Line>}
      {isRoomy && <Line over="wrap">{dim(words.dictate.recorded)}</Line>}
    </Box>
  )

  function drawn(row: FormRow): ReactNode {
    const shared = { labelWidth, focused: row === focus }
    switch (row) {
      case 'basis': {
        const kind = basis ?? 'receipt'
        return <Field label={labels[kind]} field={form[kind]} hint={words.dictate.hints[kind]} {...shared} />
      }
      case 'by':
        return <Field label={labels.by} field={form.by} hint={operator} {...shared} />
      case 'to':
        return <Field label={labels.to} field={form.to} hint={recipient} {...shared} />
      case 'channel':
        return <Choice label={labels.channel} value={channels[form.channel]} {...shared} />
      case 'alphabet':
        return <Choice label={labels.alphabet} value={alphabets[form.alphabet]} {...shared} />
    }
  }
}
