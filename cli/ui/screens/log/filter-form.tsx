import { Box } from 'ink'
import { bad, dim, line } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { useMachine } from '../../machine.ts'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { Spoken } from '../../parts/spoken.tsx'
import { seen } from '../../scroll.ts'
import { textOf } from '../../text-field.ts'
import { useLook } from '../../ui.ts'
import { type ChoiceField, type FilterField, type FilterTexts, filterFields, isChoice } from './filter.ts'
import {
  type FilterEffect,
  filterBindings,
  firstFilter,
  focusOf,
  type Labels,
  textsOf,
  updateFilter,
} from './filter-state.ts'

interface Props {
  readonly texts: FilterTexts
  readonly onApply: (texts: FilterTexts) => void
  /** What stands in it is not lost. */
  readonly onCancel: (texts: FilterTexts) => void
  readonly onHide?: (texts: FilterTexts) => void
}

/** The filters of `waybill log` to fill in; those that are given together must all fit. */
export function FilterForm({ texts, onApply, onCancel, onHide }: Props) {
  const { words, room, theme } = useLook()
  const { filter } = words.log
  const labels: Labels = { state: words.home.states, category: words.terms.categories, channel: words.terms.channels }
  const perform = (effect: FilterEffect) => (effect.do === 'apply' ? onApply : onCancel)(effect.texts)
  const [state, dispatch] = useMachine(updateFilter(labels), () => firstFilter(texts), perform)
  const labelWidth = Math.max(...filterFields.map(field => displayWidth(filter.label[field])))
  const focus = focusOf(state)
  const wordOf = (field: ChoiceField) => {
    const word = textOf(state.fields[field])
    return word === '' ? filter.any : (labels[field][word] ?? word)
  }
  const row = (field: FilterField) =>
    isChoice(field) ? (
      <Choice
        label={filter.label[field]}
        labelWidth={labelWidth}
        value={wordOf(field)}
        none={textOf(state.fields[field]) === ''}
        focused={field === focus}
      />
    ) : (
      <Field
        label={filter.label[field]}
        labelWidth={labelWidth}
        field={state.fields[field]}
        focused={field === focus}
        hint={field === focus ? (filter.hint[field] ?? '') : ''}
      />
    )
  // The last row is for what is wrong, or for what the field means.
  const { first, length } = seen(state.at, filterFields.length, room.rows - 1)
  return (
    <Frame
      listener={{
        title: filter.title,
        keys: filterBindings,
        labels: filter.keys,
        typing: true,
        onInput: dispatch,
        onHide: () => onHide?.(textsOf(state)),
      }}
    >
      <Box flexDirection="column" aria-role="list">
        <Spoken>{filter.title}</Spoken>
        {filterFields.slice(first, first + length).map(field => (
          <Box key={field}>{row(field)}</Box>
        ))}
      </Box>
      {state.bad === null ? (
        <Line>{dim(`  ${filter.about[focus]}`)}</Line>
      ) : (
        <Line>{line`${bad(theme.sign.failed)} ${bad(filter.badDate(filter.label[state.bad]))}`}</Line>
      )}
    </Frame>
  )
}
