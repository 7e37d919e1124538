import { Box } from 'ink'
import { accent, bad, dim, line, strong, type Text } from '../../../style.ts'
import { whatLeft } from '../../../what-left.ts'
import { displayWidth } from '../../../width.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { Rows } from '../../parts/rows.tsx'
import type { Size } from '../../room.ts'
import { type Look, useLook } from '../../ui.ts'
import { wrapped } from '../../wrapped.ts'
import { type Form, labels } from './form.ts'
import type { Loaded } from './transfer-state.ts'

/** What of a form is drawn in the rows that there are. */
export interface FormLayout {
  readonly intro: readonly Text[]
  /** There is room for what has the focus alone, not for every option. */
  readonly tight: boolean
  readonly height: number
}

/** At most `rows` high, as long as that is 3 or more: what the person fills in goes before what is explained. */
export function formLayout(form: Form, loaded: Loaded, words: Look['words'], { columns, rows }: Size): FormLayout {
  const all = (form.text === null ? 0 : 1) + form.options.length
  const problem = form.problem === null ? 0 : 1
  const tight = 1 + all + problem > rows
  const asked = tight ? 1 : all
  const intro = introRows(form, loaded, words, columns).slice(0, Math.max(1, rows - asked - problem))
  return { intro, tight, height: intro.length + asked + problem }
}

interface Props {
  readonly form: Form
  readonly layout: FormLayout
}

/** A form: what it asks, its text, its choice, and why Enter did nothing. */
export function FormView({ form, layout: { intro, tight } }: Props) {
  const { words } = useLook()
  const { form: said } = words.transfer
  const options = form.options.map((option, at) => ({ option, at, chosen: at === form.chosen }))
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rows rows={intro} />
      {form.text !== null && (form.typing || !tight) && (
        <Field
          label={said[labels[form.action] ?? 'code']}
          field={form.text}
          focused={form.typing}
          hint={form.action === 'deleted' ? said.byHint : form.action === 'override' ? '' : said.codeHint}
        />
      )}
      {options
        .filter(({ at }) => !tight || (at === Math.max(0, form.chosen) && !form.typing))
        .map(({ option, chosen }) => (
          <Option key={option} text={optionWord(form, option, words)} chosen={chosen} focused={!form.typing} />
        ))}
      {form.problem !== null && <Problem>{said.problems[form.problem]}</Problem>}
    </Box>
  )
}

interface OptionProps {
  readonly text: string
  readonly chosen: boolean
  readonly focused: boolean
}

function Option({ text, chosen, focused }: OptionProps) {
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

function introRows({ action, options }: Form, { view }: Loaded, { transfer }: Look['words'], width: number): Text[] {
  const { again, late, titles } = transfer.form
  const isAgain = action === 'override' && view.state === 'failed'
  const title = isAgain ? again : action === 'confirm' && options.length === 0 ? late : titles[action]
  const before = action === 'cancel' ? leftUntilNow(view, transfer.left) : []
  return [...wrapped(strong(title), width), ...before.flatMap(text => wrapped(dim(text), width))]
}

/** What would be said to have left if it were cancelled now, the password first. */
function leftUntilNow(
  { check, handedOver, password, names }: Loaded['view'],
  words: Look['words']['transfer']['left'],
) {
  const archive = check === null ? 'none' : handedOver ? 'handed-over' : 'made'
  return whatLeft({ archive, password: password.left, withdrawn: false }, names.hide, words).slice(0, 2).toReversed()
}

function optionWord({ action }: Form, option: string, { transfer, terms }: Look['words']): string {
  const { ways, proofs, stops, answers } = transfer.form
  const tables: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
    'handed-over': ways,
    confirm: proofs,
    deleted: answers,
    cancel: stops,
  }
  const table: Readonly<Record<string, string>> = tables[action] ?? terms.channels
  return table[option] ?? option
}
