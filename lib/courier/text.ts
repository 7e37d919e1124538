import { WaybillError } from '../error.ts'
import { Secret } from '../secret.ts'
import { isReference } from './courier.ts'
import { segmentSeptets, septets } from './gsm7.ts'

/**
 * The text that conveys a password: one GSM 7 bit segment or nothing. It begins with neutral words, since lock screens
 * show them; it holds the full short id, by which it is found again at a provider; it holds no link, no file name and
 * nothing about the data.
 */
export type Language = 'en' | 'de' | 'fr' | 'es'

/** í, á, ç and the like are outside the alphabet, so these sentences do without them. */
const texts: Readonly<Record<Language, string>> = {
  en: '{sender}: message for transfer {transfer}. Password: {password}. Questions? Call your usual contact.',
  de: '{sender}: Nachricht zur Sendung {transfer}. Passwort: {password}. Fragen? Gewohnten Kontakt anrufen.',
  fr: "{sender} : pour l'envoi {transfer}. Mot de passe : {password}. Questions ? Appelez votre contact.",
  es: '{sender}: mensaje de la entrega {transfer}. Clave: {password}. ¿Dudas? Llame a su contacto habitual.',
}

const placeholders = ['sender', 'transfer', 'password'] as const
type Placeholder = (typeof placeholders)[number]

/** A template that passed `parseTemplate`: fixed texts and placeholders in turn. */
export interface Template {
  readonly parts: readonly (string | { readonly slot: Placeholder })[]
}

/** The built-in template of a language, or the one that the policy sets in its place. */
export function templateFor(
  language: Language,
  overrides: { readonly [L in Language]?: string | undefined },
): Template {
  return parseTemplate(overrides[language] ?? texts[language])
}

/**
 * Throws WB-TEXT-TEMPLATE unless the template is one line of the GSM 7 bit alphabet without a link, with `{transfer}`
 * and then `{password}` once each, `{sender}` at most once, and room for a default password in one segment.
 */
export function parseTemplate(text: string): Template {
  const parts = text
    .split(/(\{[^{}]*\})/)
    .filter(part => part !== '')
    .map(parsePart)
  const slots = parts.flatMap(part => (typeof part === 'string' ? [] : [part.slot]))
  const fixed = parts.filter(part => typeof part === 'string').join('')
  const length = septets(fixed)
  if (new Set(slots).size !== slots.length) throw badTemplate('names a placeholder twice')
  if (!slots.includes('transfer') || !slots.includes('password')) throw badTemplate('lacks {transfer} or {password}')
  if (slots.indexOf('password') < slots.indexOf('transfer')) throw badTemplate('names {password} before {transfer}')
  if (/[\p{L}\p{N}-]\{password\}|\{password\}[\p{L}\p{N}-]/u.test(text))
    throw badTemplate('lets {password} touch a word')
  if (/[{}]/.test(fixed)) throw badTemplate('holds a brace that belongs to no placeholder')
  if (/:\/\/|www\./i.test(fixed)) throw badTemplate('holds a link')
  if (length === null || /\s/.test(fixed.replaceAll(' ', ''))) {
    throw badTemplate('holds a character that a text message cannot carry at its normal length')
  }
  const least = length + shortIdLength + defaultPasswordLength + (slots.includes('sender') ? shortestSender : 0)
  if (least > segmentSeptets) throw badTemplate('is longer than one text message')
  return { parts }
}

/** `WB-7K3Q-M9XP`; five groups of four with hyphens between them; the least of a name that still says something. */
const shortIdLength = 12
const defaultPasswordLength = 24
const shortestSender = 3

function parsePart(part: string): string | { slot: Placeholder } {
  if (!/^\{.*\}$/s.test(part)) return part
  const slot = placeholders.find(name => part === `{${name}}`)
  if (slot === undefined) throw badTemplate('names a placeholder that does not exist')
  return { slot }
}

function badTemplate(reason: string): WaybillError {
  return new WaybillError(
    'WB-TEXT-TEMPLATE',
    `The template of the text message ${reason}.`,
    'Write one line such as: {sender}: message for transfer {transfer}. Password: {password}.',
  )
}

/**
 * The text, a `Secret` because it holds the password. A sender's name that leaves no room is shortened, whole words
 * first. Throws WB-TEXT-CHARACTER when the name or the password holds a character outside the GSM 7 bit alphabet,
 * WB-TEXT-TOO-LONG when even a short name leaves more than one segment. Never sends half of anything.
 */
export function composeText(
  template: Template,
  values: { readonly sender: string; readonly transfer: string; readonly password: Secret },
): Secret {
  const { transfer } = values
  if (!isReference(transfer)) throw new RangeError('A text needs the full short id of its transfer.')
  const name = values.sender.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (name === '') throw new RangeError('A text needs the name of its sender.')
  if (septets(name) === null) throw foreignSender()
  return values.password.use(password => {
    if (septets(password) === null) throw foreignPassword()
    const sender = shorten(name, segmentSeptets - measure(fill(template, { sender: '', transfer, password })))
    const text = fill(template, { sender, transfer, password })
    if (measure(text) > segmentSeptets) throw tooLong()
    return Secret.fromText(text)
  })
}

/** One pass: a value that looks like a placeholder stays what it is. */
function fill(template: Template, values: Readonly<Record<Placeholder, string>>): string {
  return template.parts.map(part => (typeof part === 'string' ? part : values[part.slot])).join('')
}

/** The longest beginning of the name that fits: whole words, else no less than three characters of the first. */
function shorten(name: string, room: number): string {
  if (measure(name) <= room) return name
  const words = name.split(' ')
  for (let count = words.length - 1; count > 0; count--) {
    const kept = words
      .slice(0, count)
      .join(' ')
      .replace(/[ ,;:&+/(-]+$/, '')
    if (kept.length >= shortestSender && measure(kept) <= room) return kept
  }
  const [first = ''] = words
  let length = first.length
  while (length > shortestSender && measure(first.slice(0, length)) > room) length -= 1
  return first.slice(0, length)
}

function measure(text: string): number {
  return septets(text) ?? Number.POSITIVE_INFINITY
}

function foreignSender(): WaybillError {
  return new WaybillError(
    'WB-TEXT-CHARACTER',
    "The sender's name holds a character that a text message cannot carry at its normal length.",
    'Set sender.name in the policy to a spelling without it, or convey the password by phone.',
  )
}

function foreignPassword(): WaybillError {
  return new WaybillError(
    'WB-TEXT-CHARACTER',
    'The password holds a character that a text message cannot carry at its normal length.',
    'Let Waybill make the password, or convey it by phone or in person.',
  )
}

function tooLong(): WaybillError {
  return new WaybillError(
    'WB-TEXT-TOO-LONG',
    'The text with this password is longer than one text message.',
    'Convey it by phone or in person, or use the recipe groups, whose passwords are shorter.',
  )
}
