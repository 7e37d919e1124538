import { accent, dim, line } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { useLook } from '../../ui.ts'
import type { DictateForm } from './dictate-form.ts'

interface Props {
  readonly form: DictateForm
  readonly operator: string
  readonly recipient: string
}

/** What is asked before the password shows. */
export function Form({ form, operator, recipient }: Props) {
  const { words, room } = useLook()
  const { labels, alphabets, channels } = words.dictate
  const { basis, focus } = form
  const labelWidth = Math.max(...Object.values(labels).map(displayWidth))
  const shared = { labelWidth }
  return (
    <>
      {room.rows >= 10 && <Line> </Line>}
      {basis !== null && (
        <Field
          label={labels[basis]}
          field={form[basis]}
          focused={focus === 'basis'}
          hint={words.dictate.hints[basis]}
          {...shared}
        />
      )}
      <Field label={labels.by} field={form.by} focused={focus === 'by'} hint={operator} {...shared} />
      <Field label={labels.to} field={form.to} focused={focus === 'to'} hint={recipient} {...shared} />
      <Choice label={labels.channel} value={channels[form.channel]} focused={focus === 'channel'} {...shared} />
      <Choice label={labels.alphabet} value={alphabets[form.alphabet]} focused={focus === 'alphabet'} {...shared} />
      {room.rows >= 10 && <Line> </Line>}
      {room.rows >= 10 && <Line over="wrap">{dim(words.dictate.recorded)}</Line>}
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly focused: boolean
  readonly labelWidth: number
}

/** One of two, changed with left, right or the space bar. */
function Choice({ label, value, focused, labelWidth }: ChoiceProps) {
  const { theme } = useLook()
  const mark = focused ? theme.sign.chosen : ' '
  const space = ' '.repeat(Math.max(0, labelWidth - displayWidth(label)))
  const { left, right } = theme.sign.key
  return (
    <Line aria-label={`${label}: ${value}`}>
      {line`${accent(mark)} ${focused ? label : dim(label)}${space} ${focused ? line`${accent(left ?? '')} ${value} ${accent(right ?? '')}` : value}`}
    </Line>
  )
}
