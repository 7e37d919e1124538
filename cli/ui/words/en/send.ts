import type { Channel, HandOver, Hiding, HidingReason } from '../../../../src/words.ts'
import type { Phase } from '../../../../src/world.ts'
import { reasonTexts } from '../../../visible-lines.ts'
import type { Choices, TextName } from '../../screens/send/answers.ts'
import type { RowName } from '../../screens/send/form.ts'
import type { Sentence, StepName } from '../../screens/send/send-state.ts'
import { terms } from './terms.ts'

const steps: Record<StepName, string> = {
  files: 'Files',
  recipient: 'Recipient',
  purpose: 'Purpose',
  protection: 'Protection',
  review: 'Review',
  sealing: 'Sealing',
  sent: 'Handed over',
}

const rows: Record<RowName, string> = {
  to: 'Name',
  client: 'Client',
  organisation: 'Organisation',
  phone: 'Phone',
  purpose: 'Purpose',
  categories: 'Categories',
  subjects: 'People concerned',
  records: 'Records',
  basis: 'Legal basis',
  reference: 'Your reference',
  channel: 'Password by',
  hold: 'Hold',
  names: 'File names',
  card: 'Card',
  opener: 'Opener page',
  deleteBy: 'Delete by',
  more: 'More',
  recipe: 'Password',
  level: 'Compression',
  keep: 'Keep archive',
  out: 'Archive as',
  force: 'Replace',
}

const hints: Record<TextName, string> = {
  to: 'who receives it',
  client: 'optional: whose data these are',
  organisation: 'optional',
  phone: 'such as +49 151 12345678',
  purpose: 'what the data are for, such as: Audit 2026',
  subjects: 'how many people the data are about',
  records: 'how many records',
  reference: 'optional',
  deleteBy: 'such as 2030-12-31: they are asked to delete the files by then',
  keep: 'as the policy says; or such as 30d, 1y',
  out: 'named after the transfer, in this folder',
}

const basis: Record<Choices['basis'], string> = { none: 'not said', ...terms.bases }

const channel: Record<Channel, string> = {
  sms: 'text message',
  phone: 'a call: you read it out',
  'in-person': 'in person',
}

const hold: Record<Choices['hold'], string> = {
  policy: 'as the policy says',
  hold: 'until they quote the receipt code',
  now: 'do not hold',
}

const names: Record<Choices['names'], string> = {
  policy: 'as the policy says',
  no: 'leave them readable',
  alias: 'numbers stand for them',
  wrap: 'everything in an inner archive',
}

const card: Record<Choices['card'], string> = {
  none: 'none',
  theirs: 'in their language',
  en: 'in English',
  de: 'in German',
  fr: 'in French',
  es: 'in Spanish',
}

const opener: Record<Choices['opener'], string> = {
  policy: 'as the policy says',
  beside: 'beside the archive',
  none: 'none',
}

const recipe: Record<Choices['recipe'], string> = {
  groups: 'groups of letters and digits',
  words: 'seven English words',
  mixed: 'small and capital letters, digits',
}

const sentences: Record<Sentence, (about: string) => string> = {
  nothingPicked: () => 'Nothing is picked yet: Space picks what the mark stands on.',
  insidePicked: name => `${name} goes along already: its folder is picked.`,
  notSendable: name => `${name} cannot be sent: only files and folders that can be read.`,
  notThere: path => `There is no such file or folder: ${path}`,
  notThese: path => `Some of these are no files or folders, such as ${path}`,
  noName: () => 'Who receives it? A name is needed.',
  noPhone: () => 'Their number for the password? Enter once more without one: you hand the password over in person.',
  noPurpose: () => 'What are the data for? A purpose is needed: it goes on record.',
  notCount: () => 'That is not a whole number.',
  notDay: () => 'Write the day like 2030-12-31.',
  notKeep: () => 'Write it like 30d or 1y.',
  stopped: () => 'Stopped. Nothing was left behind: no archive, no password. What you typed is still here.',
  cutOff: short => `${short} was stopped after its archive was complete. It waits on the home screen and can go on.`,
  changed: () => 'Something changed meanwhile: read it once more. Nothing was done.',
  recorded: () => 'On record: the archive was handed over.',
  copied: () => 'The text of the card went to the clipboard, where this terminal allows it (OSC 52).',
  noClipboard: () => 'This terminal has no clipboard to copy the card to.',
  clear: () => 'Ctrl-X once more clears everything that is typed and picked here.',
  planning: () => 'A moment: it is still being checked.',
}

const reasons: Record<HidingReason, string> = { ...reasonTexts, asked: 'you asked for it' }

const hidden: Record<Hiding, (because: string) => string> = {
  no: () => 'Names, sizes and the number of files can be read without the password.',
  alias: because =>
    `Numbers stand for the names${because}. Sizes and the number of files can be read without the password.`,
  wrap: because => `One inner archive holds all files${because}. Only its size can be read without the password.`,
}

const phases: Record<Phase, string> = {
  listing: 'Listing',
  sealing: 'Sealing',
  checking: 'Checking',
  conveying: 'Conveying',
}

const by: Record<HandOver, string> = {
  mail: 'by e-mail',
  portal: 'through a portal',
  sftp: 'by SFTP',
  person: 'in person',
}

/** What to do on this screen, where the error itself names flags of the command line. */
const mend: Readonly<Record<string, string | undefined>> = {
  'WB-POLICY-HOLD': 'Under Protection, let the policy decide about holding.',
  'WB-POLICY-NAMES': 'Under Protection, choose numbers or an inner archive for the names.',
  'WB-POLICY-NUMBER': 'Under Protection, choose another way for the password, or have the number verified.',
  'WB-EXISTS': 'Under Protection, “More”: give the archive another name, or allow it to replace the other one.',
  'WB-NO-COURIER': 'Under Protection, choose a call or in person.',
  'WB-NO-OPENER': 'This installation has no opener page: under Protection, choose none.',
  'WB-MISSING-VALUE': 'Give the number in the step Recipient, or choose in person under Protection.',
}

/** What findings say here; others keep the message that they come with. */
const findings: Readonly<Record<string, string | undefined>> = {
  'number.unverified': 'Nobody verified the number yet: have it confirmed in another way that you know, not by e-mail.',
  'number.changed': 'The number changed lately: have it confirmed in another way that you know, not by e-mail.',
  'names.shown': 'The names of the files may say something about a person, and can be read without the password.',
  'names.wrapped':
    'Some mail gateways refuse an encrypted archive with an archive inside: use another road, or numbers.',
}

export const send = {
  title: 'Send',
  steps,
  rows,
  hints,
  choices: { basis, channel, hold, names, card, opener, recipe },
  special: 'special category',
  sentences,
  reasons,
  hidden,
  phases,
  by,
  mend,
  findings,
  yes: 'yes',
  no: 'no',
  and: (items: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items),
  because: (reasons: string) => `, because ${reasons}`,
  files: {
    filter: 'Filter',
    filterHint: 'type a name or a path, or drop files here',
    reading: 'Reading the folder…',
    empty: 'Nothing is in this folder.',
    noMatch: 'Nothing here fits the filter.',
    folder: 'folder',
    other: 'no file',
    unreadable: 'not readable',
    none: 'Nothing picked yet.',
    picked: (things: number, files: string, size: string) =>
      things === 1 ? `Picked: ${files}, ${size}` : `Picked: ${files}, ${size}, from ${things} entries`,
    count: (files: number, shown: string) => (files === 1 ? '1 file' : `${shown} files`),
    counting: 'counting…',
    pickedSoon: 'Picked: counting…',
    pickedList: 'What is picked',
    in: 'In',
  },
  recipient: {
    contacts: 'Contacts',
    newOne: 'A new recipient.',
    known: 'A contact.',
    before: 'No contact, but you have sent to this name before.',
    onRecord: (number: string) => `on record: ${number}`,
    number: (number: string) => `Number: ${number}`,
    noNumber: 'No number on record.',
    checking: 'Checking the number…',
    unverified: 'Nobody verified this number yet: have it confirmed in another way that you know, not by e-mail.',
    changed: 'This number changed lately: have it confirmed in another way that you know, not by e-mail.',
  },
  purpose: {
    none: 'none chosen',
    lastSame: (purpose: string) => `Last time to this recipient: ${purpose}`,
    lastAny: (purpose: string) => `Last time: ${purpose}`,
  },
  protection: {
    fold: 'password, compression, keeping, where the archive lands',
    holdNow: 'held until they quote the receipt code',
    holdPerson: 'it waits until you read it out',
    holdNone: 'not held',
    cost: (years: string) => `1,000 graphics cards need about ${years} years to guess it`,
    bits: (bits: string) => `${bits} bits`,
    unfolded: 'fold it away',
    level: (level: number) => (level === 0 ? '0: only stored' : `${level} of 9`),
    visible: 'What a stranger sees in the archive:',
    more: (count: string) => `and ${count} more`,
    looking: 'Asking the policy…',
    card: 'A message for your e-mail: how to open the archive on their system. Never the password, the number or a file name.',
    opener: 'A page that opens the archive in a browser, for who cannot install anything.',
  },
  review: {
    archive: (files: string, size: string, where: string) =>
      `${files}, ${size}, become one encrypted archive in ${where}.`,
    archiveAs: (files: string, size: string, path: string) =>
      `${files}, ${size}, become one encrypted archive: ${path}`,
    replaces: 'A file of that name is replaced once the new archive has passed its check.',
    for: (name: string, organisation: string) =>
      organisation === '' ? `For ${name}.` : `For ${name}, ${organisation}.`,
    purpose: (purpose: string) => `Purpose: ${purpose}`,
    first: 'You have never sent anything to this recipient.',
    special: 'The data are of a special category.',
    sms: (number: string) => `The password goes by text message to ${number} at once.`,
    smsHeld: (number: string, name: string) =>
      `The password goes by text message to ${number} once ${name} quotes the receipt code.`,
    phone: (number: string, name: string) => `You call ${name} on ${number} and read the password out.`,
    phoneHeld: (number: string, name: string) =>
      `You call ${name} on ${number} and read the password out, once the receipt code was quoted.`,
    person: (name: string) => `You hand the password to ${name} in person.`,
    personHeld: (name: string) => `You hand the password to ${name} in person, once the receipt code was quoted.`,
    heldBecauseFirst: 'The policy holds it, because this recipient is new.',
    heldBecauseSpecial: 'The policy holds it, because the data are of a special category.',
    heldByPolicy: 'The policy holds every password.',
    heldAsked: 'You want it held; the policy would not ask for it.',
    overridden: 'The policy would hold it; you let it go at once. That goes on record.',
    waits: (time: string) => `It waits for ${time} at most; then it is destroyed.`,
    card: (language: string) => `A card for your e-mail is laid beside the archive, in ${language}.`,
    opener: 'The page that opens the archive in a browser is laid beside it.',
    deletion: (day: string) => `They are asked to delete the files by ${day}; you are reminded to record their answer.`,
    keep: (time: string) => `The archive is kept for ${time} and then deleted.`,
    trust: (number: string, trust: string) => `The number ${number} is ${trust}.`,
    looking: 'Asking the policy what it makes of this…',
    refused: 'This cannot be sent as it is.',
    ready: 'Enter seals it. Until then nothing is done.',
  },
  sealing: {
    left: (time: string) => `${time} left`,
    stop: 'Stop? Nothing has left yet. Enter or Esc stops, any other key goes on.',
    stopConveying: 'Stop? The password may be leaving right now. Enter or Esc stops, any other key goes on.',
    stopping: 'Stopping in good order…',
    for: (name: string) => `For ${name}`,
  },
  sent: {
    archive: 'Archive',
    card: 'Card',
    opener: 'Opener page',
    receipt: 'Receipt code',
    receiptMay: 'It travels with the archive, for example in the cover message.',
    how: (name: string) => `Send the archive to ${name} by e-mail, portal or SFTP. The password never goes along.`,
    handed: 'Handed over: yes',
    held: (until: string) => `It is held until the receipt code is quoted, until ${until} at most.`,
    person: 'It waits until you read it out.',
    failed: 'The password could not be delivered:',
    unknown: 'Nobody knows whether the password left. It is never sent again by itself.',
    mend: 'Enter opens the transfer, with what can be done.',
    handing: 'How did the archive leave?',
    phone: 'The sandbox phone',
  },
  keys: {
    next: 'go on',
    back: 'back',
    pick: 'pick',
    open: 'open',
    up: 'folder above',
    pane: 'what is picked',
    folderPane: 'folder',
    unfilter: 'no filter',
    typedPath: 'take this path',
    hidden: 'hidden files',
    remove: 'remove',
    clear: 'clear everything',
    contacts: 'contacts',
    take: 'take',
    nextField: 'next field',
    moveTo: 'other entries',
    move: 'other rows',
    change: 'change',
    tick: 'tick',
    choose: 'choose',
    done: 'done',
    asLast: 'as last time',
    seal: 'seal it',
    mend: 'mend it',
    scroll: 'scroll',
    toFiles: 'change the files',
    toRecipient: 'change the recipient',
    toPurpose: 'change the purpose',
    toProtection: 'change the protection',
    stop: 'stop',
    stopNow: 'stop',
    handed: 'it was handed over',
    handOver: 'this one',
    notYet: 'not yet',
    mail: 'by e-mail',
    portal: 'through a portal',
    sftp: 'by SFTP',
    person: 'in person',
    dictate: 'dictate',
    copy: 'copy the card',
    phone: 'look at the phone',
    hidePhone: 'hide it',
    another: 'send another',
    home: 'home',
  },
}
