import type { DeletionAnswer } from '../../../../src/words.ts'
import { count } from '../../../format.ts'

/** The waybill of one transfer. */
export const waybill = {
  title: 'Waybill',
  label: {
    transfer: 'Transfer',
    recipient: 'For',
    number: 'Number',
    purpose: 'Purpose',
    archive: 'Archive',
    card: 'Card',
    opener: 'Opener page',
    size: 'Size',
    names: 'Names',
    readBack: 'Read back',
    password: 'Password',
    conveyed: 'Conveyed',
    receipt: 'Receipt code',
    heldUntil: 'Held until',
    unknown: 'Unknown',
    attested: 'Attested',
    deletion: 'Deletion',
    failure: 'Failure',
    operator: 'Sent by',
    client: 'Client',
    reference: 'Reference',
    basis: 'Legal basis',
    categories: 'Categories',
    concerns: 'Concerns',
    list: 'List digest',
    ledger: 'Ledger',
    root: 'Root',
    key: 'Key',
  },
  heads: { steps: 'Steps', files: 'Files', why: 'Why and by whom', ledger: 'Signed state of the ledger' },
  shredded: '(shredded)',
  entries: (entries: number) => count(entries, 'entry', 'entries'),
  readBack: (whole: number, more: number) => `${whole} whole by zip.js, ${more} more by Waybill`,
  password: (length: number, bits: number, recipe: string) => `${length} characters, ${bits} bits (${recipe})`,
  unknown:
    'The password may have left, and nobody says. It is never sent again by itself: asking the provider looks for it where that is possible.',
  attested: (by: string, to: string, inPerson: boolean) =>
    `read out by ${by} to ${to}, ${inPerson ? 'handed over in person' : 'who was called on the number on record'}`,
  deletion: (day: string | null, answer: DeletionAnswer | null, by: string | null) => {
    const asked = day === null ? 'not asked for' : `asked for by ${day}`
    if (answer === null) return `${asked}, no answer yet`
    const who = by ?? 'the recipient'
    return `${asked}; ${answer === 'deleted' ? `deleted, says ${who}` : `${who} keeps the files`}`
  },
  special: 'special (GDPR Art. 9 or 10)',
  people: (people: number) => count(people, 'person', 'people'),
  records: (records: number) => count(records, 'record'),
  events: (events: string) => `${events} events`,
  moreFiles: (files: number) => `and ${count(files, 'more file')}: waybill show --json lists all`,
  filesGone: (files: number) => `The list of ${count(files, 'file')} was shredded.`,
}
