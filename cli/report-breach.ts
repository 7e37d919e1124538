import type { Affected } from '../src/reports/affected.ts'
import type { Breach, Restore, Stated } from '../src/reports/breach.ts'
import { count, list, utc } from './format.ts'
import { consequences, measures, reachRows } from './report-breach-words.ts'
import { markdownTable, plain } from './report-markdown.ts'
import { periodWords } from './report-period.ts'

/** What only a person can know. */
const ask = (what: string) => `**[to be filled in by a person: ${what}]**`

/** A draft of the notification in the order of GDPR Art. 33(3)(a) to (d), with what 33(2) and 34 ask. */
export function breachMarkdown(report: Breach, made: string): string {
  const { totals, checkpoint } = report
  const blocks = [
    ['# Personal data breach: draft of a notification (GDPR Art. 33)'],
    [
      `${made} It claims only what the ledger of this device holds (${count(checkpoint.size, 'event')}, root \`${checkpoint.root}\`); what only a person can know is marked. It is no legal advice.`,
    ],
    [`**What it is about:** ${scopeWords(report)}`],
    ['## Dates'],
    [
      `- The breach happened: ${ask('when, or since when')}`,
      `- You became aware of it: ${ask('date and time')} The authority is told within 72 hours after that; a later notification gives the reasons (Art. 33(1)).`,
      `- The transfers concerned began: ${dates(report.transfers)}`,
    ],
    ['## (a) Nature of the breach (Art. 33(3)(a))'],
    [`What happened: ${ask('what happened, how it was noticed')}`],
    markdownTable(['', 'what the ledger holds'], natureRows(report)),
    ['## (b) Contact point (Art. 33(3)(b))'],
    [ask('name and contact details of the data protection officer, or of another contact point')],
    ['## (c) Likely consequences (Art. 33(3)(c))'],
    ['How far anybody could get at the content:'],
    markdownTable(['transfers', 'what the ledger holds'], reachRows(totals)),
    consequences(report),
    [`Likely consequences for the people: ${ask('consequences')}`],
    ['## (d) Measures taken or proposed (Art. 33(3)(d))'],
    [
      ...measures(report),
      `- Besides: ${ask('for example: the recipient was asked to delete the archive and to confirm that in writing')}`,
    ],
    ['## If you act for a client (Art. 33(2))'],
    [
      totals.clients.length === 0
        ? 'The ledger names no client for these transfers.'
        : `Clients named in these transfers: ${list(totals.clients.map(plain))}. A processor tells its client without undue delay after becoming aware.`,
      '',
      ask('who was told, and when; or that you act for nobody else'),
    ],
    ['## Telling the people (Art. 34)'],
    [art34(report)],
    [ask('the decision and its reasons')],
    ...deviceBlocks(report),
    ['## The transfers'],
    report.transfers.length === 0 ? ['None.'] : markdownTable(transferHeads, report.transfers.map(transferRow)),
    ['## What this report cannot say'],
    limits(report),
  ]
  return `${blocks.map(block => block.join('\n')).join('\n\n')}\n`
}

function scopeWords({ scope, device, totals }: Breach): string {
  const found = count(totals.transfers, 'transfer')
  if (scope.transfer !== null) return `the transfer ${scope.transfer}.`
  const which = [
    ...(scope.to === null ? [] : [`to ${plain(scope.to)}`]),
    ...(scope.reference === null ? [] : [`with the reference ${plain(scope.reference)}`]),
    ...(scope.client === null ? [] : [`for the client ${plain(scope.client)}`]),
    ...(device === null ? [] : ['of this device']),
  ]
  return `all transfers ${which.join(', ')}, begun ${periodWords(scope)}: ${found}.`
}

function natureRows({ totals }: Breach): string[][] {
  const { categories, withoutCategories, special, transfers } = totals
  const without = withoutCategories === 0 ? '' : `; not stated for ${count(withoutCategories, 'transfer')}`
  return [
    ['Transfers', String(transfers)],
    ['Categories of data', `${list(categories) || 'none stated'}${without}`],
    [
      'Special categories (Art. 9, 10)',
      special === 0 ? 'none stated' : `${special} of ${count(transfers, 'transfer')}`,
    ],
    ['Categories of people', ask('for example customers, employees, children')],
    ['People, approximate number', statedWords(totals.subjects, transfers)],
    ['Records, approximate number', statedWords(totals.records, transfers)],
  ]
}

function statedWords({ sum, unknown }: Stated, transfers: number): string {
  if (unknown === transfers) return `unknown: nobody stated a number. ${ask('an estimate')}`
  const known = `${sum}, the sum of what the senders stated; the same one may be counted more than once`
  return unknown === 0 ? known : `${known}; unknown for ${count(unknown, 'transfer')}. ${ask('an estimate for those')}`
}

function dates(transfers: readonly Affected[]): string {
  const [first, last] = [transfers[0], transfers.at(-1)]
  if (first === undefined || last === undefined) return 'there are none.'
  return `${at(first.began)} to ${at(last.began)}`
}

function art34({ totals: { reach, transfers }, device }: Breach): string {
  const open = reach.unknown + reach.readable + reach.opened
  if (transfers === 0) return 'The ledger holds no transfer that fits.'
  if (open === 0) {
    const but = device === null || device.passphrase ? '' : ' Who has this device is another matter: see below.'
    return `The ledger says of no transfer that its password may have reached anybody. The content stays unintelligible to whoever has only the archive, so that the people normally need not be told (Art. 34(3)(a)).${but}`
  }
  return `For ${open} of ${count(transfers, 'transfer')} the password was let go, or may have been: where the wrong person may have it and the archive, take the content as read. The people are told when the risk to them is high (Art. 34(1)); special categories weigh heavily.`
}

function deviceBlocks({ device }: Breach): string[][] {
  if (device === null) return []
  const protectedWords = device.passphrase
    ? 'The keys of the home are protected by a passphrase.'
    : 'The keys of the home have no passphrase: who has this device, and can read its disk, can read all that Waybill keeps on it.'
  return [
    ['## This device'],
    [
      `- ${protectedWords}`,
      `- Passwords that are still kept here, encrypted under those keys: ${device.passwords}. Contacts: ${device.contacts}.`,
      `- Pseudonym of the device in the ledger: \`${device.host}\`.`,
      `- ${ask('whether the disk was encrypted, whether the device was locked, which sources and archives were on it')}`,
    ],
  ]
}

const transferHeads = [
  'Transfer',
  'Begun',
  'For',
  'Categories',
  'People',
  'Records',
  'Archive',
  'Password',
  'Opened',
  'Names',
  'Bits',
]

function transferRow(one: Affected): string[] {
  const who = [one.recipient, one.organisation].filter(name => name !== null).map(plain)
  return [
    one.transfer,
    at(one.began),
    one.shredded ? '(shredded)' : who.join(', '),
    `${list(one.categories) || 'not stated'}${one.special ? ' (special)' : ''}`,
    one.subjects === null ? 'unknown' : String(one.subjects),
    one.records === null ? 'unknown' : String(one.records),
    archiveWords(one),
    passwordWords(one),
    openedWords(one),
    one.archive === 'none' && !one.lost ? '' : one.names === 'no' ? 'readable' : 'hidden',
    String(one.bits),
  ]
}

function archiveWords({ archive, handedOver, lost }: Affected): string {
  if (archive === 'none') return lost ? 'none on record; events are lost' : 'none'
  return handedOver === null ? 'made; nobody says that it left' : `left by ${handedOver.by}, says the operator`
}

function passwordWords({ password, outcome, cancelled, lost }: Affected): string {
  if (lost && password === 'unknown') return 'unknown: events are lost'
  if (cancelled?.withdrawn) return 'withdrawn before it left, says the provider'
  if (password === 'kept') return 'never released'
  if (password === 'unknown' || outcome?.what === 'unknown') return 'released; nobody says whether it left'
  if (outcome === null) return 'released; nobody says that it was conveyed'
  return `released; ${outcomes[outcome.what]}, says ${outcome.says}`
}

const outcomes = { accepted: 'taken', delivered: 'delivered', failed: 'not delivered' } as const

function openedWords({ opened }: Affected): string {
  if (opened === null) return 'nobody says so'
  return opened.proof === 'code' ? 'yes: the code from inside was quoted' : 'yes, says the sender'
}

function limits({ notSearchable, transfers, restores }: Breach): string[] {
  return [
    ...lostWords(restores, transfers.filter(({ lost }) => lost).length),
    '- Anything that was not sent with Waybill, or from another home.',
    '- Whether an archive that nobody confirmed was opened: no word is not the word no.',
    '- Whether the numbers of people and records are right: they are what the senders stated.',
    ...(notSearchable === 0
      ? []
      : [
          `- Whether more transfers of the period belong here: of ${notSearchable} what they would be found by was shredded.`,
        ]),
    ...(transfers.some(({ shredded }) => shredded)
      ? ['- For whom the transfers were that are marked as shredded.']
      : []),
  ]
}

function lostWords(restores: readonly Restore[], lost: number): string[] {
  if (restores.length === 0) return []
  const each = restores.map(({ at: time, fromSize, toSize }) => {
    const had = fromSize === null ? 'nobody knows how many the lost home had' : `the lost home had ${fromSize} or more`
    return `- What was recorded after a backup of ${count(toSize, 'event')}, restored ${at(time)}; ${had}. Whole transfers may be among it.`
  })
  if (lost === 0) return each
  return [...each, `- So also what became of ${count(lost, 'transfer')} after the backup.`]
}

function at(time: string): string {
  return utc(Date.parse(time))
}
