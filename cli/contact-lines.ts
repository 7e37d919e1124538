import type { ContactPast, ContactView } from '../src/contact-view.ts'
import type { Language, NumberTrust, System, Verifying } from '../src/words.ts'
import { local } from './format.ts'
import { dim, line, ok, strong, type Text, warn } from './style.ts'
import { facts, table } from './table.ts'
import type { Terminal } from './terminal.ts'

const trustWords: Readonly<Record<NumberTrust, Text>> = {
  none: '',
  unverified: warn('not verified'),
  changed: warn('changed lately: not verified'),
  verified: ok('verified'),
}

export function trustWord(trust: NumberTrust): Text {
  return trustWords[trust]
}

const howWords: Readonly<Record<Verifying, string>> = {
  'called-back': 'called back',
  'in-person': 'told in person',
  contract: 'in a signed contract',
  'official-source': 'from an official source',
}

export const languageWords: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
}

const systemWords: Readonly<Record<System, string>> = { windows: 'Windows', mac: 'Mac', phone: 'phone', linux: 'Linux' }

/** One contact for people: who it is, and how far the number can be trusted. */
export function contactLines(view: ContactView): Text[] {
  const { name, organisation, client, phone, phoneSince, verified, numberTrust, language, system } = view
  const pairs: [Text, Text][] = [[dim('Contact'), strong(name)]]
  if (organisation !== null) pairs.push([dim('Organisation'), organisation])
  if (client !== null) pairs.push([dim('Client'), client])
  if (phone !== null)
    pairs.push([dim('Phone'), line`${phone}${phoneSince === null ? '' : `, since ${time(phoneSince)}`}`])
  if (phone !== null) pairs.push([dim('Number'), trustWord(numberTrust)])
  if (verified !== null)
    pairs.push([dim('Verified'), `${howWords[verified.how]}, ${verified.by}, ${time(verified.at)}`])
  if (language !== null) pairs.push([dim('Language'), languageWords[language]])
  if (system !== null) pairs.push([dim('System'), systemWords[system]])
  return facts(pairs)
}

/** What happened to a contact, oldest first, after an empty line; nothing where no event tells. */
export function historyLines(past: readonly ContactPast[]): Text[] {
  if (past.length === 0) return []
  const lines = facts(
    past.map(({ at, change, otherPhone, phone, verified }) => [
      dim(time(at)),
      [
        change,
        ...(otherPhone && phone !== null ? [`the number is now ${phone}`] : []),
        ...(verified === null ? [] : [`verified: ${howWords[verified.how]}, ${verified.by}`]),
      ].join('; '),
    ]),
  )
  return ['', ...lines]
}

export function contactTable(views: readonly ContactView[], terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  return table(
    [{ head: 'Name' }, { head: 'Organisation' }, { head: 'Client' }, { head: 'Phone', least: 15 }, { head: 'Number' }],
    views.map(({ name, organisation, client, phone, numberTrust }) => [
      strong(name),
      organisation ?? '',
      client ?? '',
      phone ?? '',
      trustWord(numberTrust),
    ]),
    terminal,
  )
}

function time(text: string): string {
  return local(Date.parse(text))
}
