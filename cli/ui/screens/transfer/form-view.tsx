import { Box } from 'ink'
import { accent, bad, dim, line, strong, type Text } from '../../../style.ts'
import { whatLeft } from '../../../what-left.ts'
import { displayWidth } from '../../../width.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { Rows } from '../../parts/rows.tsx'
import { type Look, useLook } from '../../ui.ts'
import { wrapped } from '../../wrapped.ts'
import type { Form } from './form.ts'
import type { Loaded } from './transfer-state.ts'

interface Props {
  readonly form: Form
  readonly loaded: Loaded
  /** There is little room: only the question and what has the focus. */
  readonly tight: boolean
}

/** A form: what it asks, its text, its choice, and why Enter did nothing. */
export function FormView({ form, loaded, tight }: Props) {
  const { words, room } = useLook()
  const { form: said } = words.transfer
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rows rows={introRows(form, loaded, words, room.columns, tight)} />
      {form.text !== null && (form.typing || !tight) && (
        <Field
          label={form.action === 'override' ? said.reason : said.code}
          field={form.text}
          focused={form.typing}
          hint={form.action === 'override' ? '' : said.codeHint}
        />
      )}
      {form.options.map((option, at) =>
        tight && (form.typing || at !== form.chosen) ? null : (
          <Option
            key={option}
            text={optionWord(form, option, words)}
            chosen={at === form.chosen}
            focused={!form.typing}
          />
        ),
      )}
      {form.problem !== null && <Problem>{said.problems[form.problem]}</Problem>}
    </Box>
  )
}

/** How many rows it takes. */
export function formHeight(form: Form, loaded: Loaded, words: Look['words'], width: number, tight: boolean): number {
  const { text, options, problem } = form
  const asked = tight ? 1 : (text === null ? 0 : 1) + options.length
  return introRows(form, loaded, words, width, tight).length + asked + (problem === null ? 0 : 1)
}

function Option({
  text,
  chosen,
  focused,
}: {
  readonly text: string
  readonly chosen: boolean
  readonly focused: boolean
}) {
  const { theme } = useLook()
  const isHere = chosen && focused
  const pointer = isHere ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
  return (
    <Box aria-role="radio" aria-state={{ checked: chosen }}>
      <Line>{line`${pointer} ${chosen ? theme.sign.ticked : theme.sign.empty} ${isHere ? strong(text) : text}`}</Line>
    </Box>
  )
}

function Problem({ children: problem }: { readonly children: string }) {
  const { theme } = useLook()
  return <Line>{line`${bad(theme.sign.failed)} ${bad(problem)}`}</Line>
}

function introRows(
  { action }: Form,
  { view }: Loaded,
  { transfer }: Look['words'],
  width: number,
  tight: boolean,
): Text[] {
  const title = action === 'override' && view.state === 'failed' ? transfer.form.again : transfer.form.titles[action]
  // What had left already, in the words that go on record.
  const { left } = view.password
  const archive = view.check === null ? 'none' : view.handedOver ? 'handed-over' : 'made'
  const before =
    action === 'cancel'
      ? whatLeft({ archive, password: left, withdrawn: false }, view.names.hide, transfer.left).slice(0, 2)
      : []
  if (tight) return [strong(title)]
  return [...wrapped(strong(title), width), ...before.flatMap(text => wrapped(dim(text), width))]
}

function optionWord({ action }: Form, option: string, { transfer, terms }: Look['words']): string {
  const { ways, proofs, stops } = transfer.form
  const table: Readonly<Record<string, string>> =
    action === 'handed-over' ? ways : action === 'confirm' ? proofs : action === 'cancel' ? stops : terms.channels
  return table[option] ?? option
}
