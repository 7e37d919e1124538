import { Box } from 'ink'
import { dim, strong } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { List } from '../../parts/list.tsx'
import { type Note, Notice } from '../../parts/notice.tsx'
import { textOf } from '../../text-field.ts'
import { useLook } from '../../ui.ts'
import type { Words } from '../../words/words.ts'
import { wrapped } from '../../wrapped.ts'
import { type Chosen, type ContactForm, type FieldName, type FormProblem, fieldsOf, isChoice } from './contact-form.ts'

interface Props {
  readonly form: ContactForm
  readonly problem: FormProblem | null
  readonly note: Note | null
  readonly operator: string
}

/** A contact as it is typed. */
export function ContactFormView({ form, problem, note, operator }: Props) {
  const { words, room } = useLook()
  const { form: labels } = words.recipients
  const fields = fieldsOf(form)
  const labelWidth = Math.max(...fields.map(name => displayWidth(labels[name])))
  const told: Note | null = problem === null ? note : { kind: 'warning', message: labels[problem] }
  const help = told === null ? helpFor(form, labels) : null
  const below = told === null ? wrapped(help ?? '', room.columns).length : told.kind === 'error' ? 4 : 2
  const rows = Math.max(2, room.rows - 1 - below)
  return (
    <Box flexDirection="column">
      <Line>{strong(form.of === null ? labels.add : labels.edit(form.of.name))}</Line>
      <List items={fields} at={fields.indexOf(form.at)} rows={rows} id={name => name} label={words.recipients.title}>
        {(name, focused) =>
          isChoice(name) ? (
            <Choice
              label={labels[name]}
              value={choiceOf(name, form, words.recipients)}
              none={form.chosen[name] === null}
              focused={focused}
              labelWidth={labelWidth}
            />
          ) : (
            <Field
              label={labels[name]}
              field={form.fields[name]}
              focused={focused}
              hint={hintOf(name, form, labels, operator)}
              labelWidth={labelWidth}
            />
          )
        }
      </List>
      {help !== null && <Line over="wrap">{dim(help)}</Line>}
      <Notice note={told} />
    </Box>
  )
}

type Labels = Words['recipients']['form']

function hintOf(name: FieldName, { of }: ContactForm, labels: Labels, operator: string): string {
  switch (name) {
    case 'organisation':
      return labels.optional
    case 'client':
      return labels.clientHint
    case 'phone':
      return of?.phone == null ? labels.phoneHint : labels.stays(of.phone)
    case 'by':
      return operator
    default:
      return ''
  }
}

function choiceOf(name: keyof Chosen, form: ContactForm, words: Words['recipients']): string {
  const { how, language, system } = form.chosen
  switch (name) {
    case 'how':
      return how === null ? noneOf(form, words.form) : words.how[how]
    case 'language':
      return language === null ? words.form.unknown : words.languages[language]
    case 'system':
      return system === null ? words.form.unknown : words.systems[system]
  }
}

function noneOf({ of, fields }: ContactForm, labels: Labels): string {
  return of !== null && of.phone !== null && textOf(fields.phone) === '' ? labels.unchanged : labels.nobody
}

/** What the field in focus needs explained. */
function helpFor({ at, of, fields, chosen: { how } }: ContactForm, labels: Labels): string | null {
  if (at === 'how') return labels.howHelp
  if (at === 'phone' && of !== null && of.phone !== null && textOf(fields.phone) !== '' && how === null)
    return labels.drops
  return null
}
