import { parseDuration } from '../../../../lib/duration.ts'
import type { SendRequest } from '../../../../src/intent.ts'
import { type Basis, bases, type Category, type Channel, type Hiding, hidings, recipes } from '../../../../src/words.ts'
import type { SendFields } from '../../place.ts'
import { emptyField, fieldWith, type TextField, textOf } from '../../text-field.ts'

/** Everything that is typed and chosen, in all steps: the one place that a step writes to, so that no way back loses it. */
export interface Answers {
  readonly texts: Readonly<Record<TextName, TextField>>
  readonly choices: Choices
  readonly categories: readonly Category[]
  readonly force: boolean
  /** Said on the command line, and asked nowhere here. */
  readonly carried: Pick<SendFields, 'card' | 'language' | 'opener' | 'askDeletion'>
}

export const textNames = [
  'to',
  'client',
  'organisation',
  'phone',
  'purpose',
  'subjects',
  'records',
  'reference',
  'keep',
  'out',
] as const
export type TextName = (typeof textNames)[number]

export interface Choices {
  readonly basis: Basis | 'none'
  readonly channel: Channel
  /** `policy`: as it says. */
  readonly hold: 'policy' | 'hold' | 'now'
  readonly names: Hiding | 'policy'
  readonly recipe: NonNullable<SendRequest['recipe']>
  readonly level: Level
}
export type ChoiceName = keyof Choices
type Level = NonNullable<SendRequest['level']>

/** What does not change while the screen is open. */
export interface Setting {
  /** Absolute: where the picker begins and where the archive lands. */
  readonly directory: string
  /** Whether a text message can be sent from this home. */
  readonly courier: boolean
  readonly recipe: Choices['recipe']
}

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly Level[]
/** As `send` has it without `--level` (src/intent.ts). */
const usualLevel: Level = 5

export function optionsOf(setting: Setting): { readonly [Name in ChoiceName]: readonly Choices[Name][] } {
  return {
    basis: ['none', ...bases],
    channel: setting.courier ? ['sms', 'phone', 'in-person'] : ['phone', 'in-person'],
    hold: ['policy', 'hold', 'now'],
    names: ['policy', ...hidings],
    recipe: recipes,
    level: levels,
  }
}

/** The choice after (`by` 1) or before (`by` -1) the one that is made; past the end comes the beginning. */
export function turned<Name extends ChoiceName>(answers: Answers, setting: Setting, name: Name, by: 1 | -1): Answers {
  const options: readonly Choices[Name][] = optionsOf(setting)[name]
  const next = options[(options.indexOf(answers.choices[name]) + by + options.length) % options.length]
  return next === undefined ? answers : { ...answers, choices: { ...answers.choices, [name]: next } }
}

export function withText(answers: Answers, name: TextName, field: TextField): Answers {
  return { ...answers, texts: { ...answers.texts, [name]: field } }
}

export function typed(answers: Answers, name: TextName): string {
  return textOf(answers.texts[name]).trim()
}

export function answersFrom(fields: SendFields, setting: Setting): Answers {
  const field = (text: string | number | undefined) => (text === undefined ? emptyField : fieldWith(String(text)))
  const channel = fields.channel ?? (setting.courier ? 'sms' : 'phone')
  return {
    texts: {
      to: field(fields.to),
      client: field(fields.client),
      organisation: field(fields.organisation),
      phone: field(fields.phone),
      purpose: field(fields.purpose),
      subjects: field(fields.subjects),
      records: field(fields.records),
      reference: field(fields.reference),
      keep: field(fields.keep === undefined ? undefined : durationText(fields.keep)),
      out: field(fields.out),
    },
    choices: {
      basis: fields.basis ?? 'none',
      channel: channel === 'sms' && !setting.courier ? 'phone' : channel,
      hold: fields.hold === undefined ? 'policy' : fields.hold ? 'hold' : 'now',
      names: fields.hideNames ?? 'policy',
      recipe: fields.recipe ?? setting.recipe,
      level: fields.level ?? usualLevel,
    },
    categories: fields.categories ?? [],
    force: fields.force ?? false,
    carried: {
      card: fields.card,
      language: fields.language,
      opener: fields.opener,
      askDeletion: fields.askDeletion,
    },
  }
}

/** Only what is said: everything else is for the policy and the contact to say. Texts must have passed `wrongText`. */
export function requestOf(answers: Answers, paths: readonly string[], setting: Setting): SendRequest {
  const text = (name: TextName) => typed(answers, name) || undefined
  const count = (name: TextName) => countOf(typed(answers, name)) ?? undefined
  const { basis, channel, hold, names, recipe, level } = answers.choices
  return {
    ...answers.carried,
    paths,
    directory: setting.directory,
    to: typed(answers, 'to'),
    purpose: typed(answers, 'purpose'),
    organisation: text('organisation'),
    phone: text('phone'),
    client: text('client'),
    reference: text('reference'),
    out: text('out'),
    subjects: count('subjects'),
    records: count('records'),
    keep: keepOf(typed(answers, 'keep')) ?? undefined,
    categories: answers.categories,
    channel,
    level,
    recipe,
    hold: hold === 'policy' ? undefined : hold === 'hold',
    hideNames: names === 'policy' ? undefined : names,
    basis: basis === 'none' ? undefined : basis,
    force: answers.force,
  }
}

/** A text that is not empty and means nothing: the first such one among these. */
export function wrongText(answers: Answers, names: readonly TextName[]): 'subjects' | 'records' | 'keep' | null {
  const wrong = (name: TextName, read: (text: string) => number | null) =>
    names.includes(name) && typed(answers, name) !== '' && read(typed(answers, name)) === null
  if (wrong('subjects', countOf)) return 'subjects'
  if (wrong('records', countOf)) return 'records'
  return wrong('keep', keepOf) ? 'keep' : null
}

/** `1200`, `1,200`, `1.200`, `1 200`. */
function countOf(text: string): number | null {
  const digits = text.replace(/(?<=\d)[ .,'\u00a0\u202f](?=\d{3}(?!\d))/g, '')
  const value = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN
  return Number.isSafeInteger(value) ? value : null
}

function keepOf(text: string): number | null {
  try {
    return text === '' ? null : parseDuration(text.replaceAll(' ', ''))
  } catch {
    return null
  }
}

/** `durationText(parseDuration(text))` means the same as `text`. */
function durationText(milliseconds: number): string {
  const day = 86_400_000
  return milliseconds % day === 0 ? `${milliseconds / day}d` : `${Math.round(milliseconds / 1000)}s`
}
