import { durationWords, formatDuration } from '../lib/duration.ts'
import { formatSize } from '../lib/size.ts'
import type { Policy } from './policy.ts'
import { defaultBackups } from './policy-defaults.ts'
import { getPolicyKey } from './policy-set.ts'

/** What one key of the policy means, for people. */
export interface PolicyExplanation {
  readonly key: PolicyKey
  /** As the file writes it; `–` when it is not set. */
  readonly value: string
  /** One sentence. */
  readonly sentence: string
  /** False: the key is kept and recorded, but nothing in this version acts on it. */
  readonly enforced: boolean
}

/** Every key in the order of product.md, set or not; in another language with sentences of that language. */
export function explainPolicy(policy: Policy, sentences: PolicySentences = policySentences): PolicyExplanation[] {
  return policyKeys.map(key => ({
    key,
    value: show(policy, key),
    sentence: sentences[key](policy),
    enforced: !unenforced.has(key),
  }))
}

/** The keys of product.md whose part of the product is not built in this version. */
const unenforced: ReadonlySet<string> = new Set(['removableMedia', 'diskEncryption', 'scan', 'agreements', 'approval'])

function show(policy: Policy, key: string): string {
  const value = getPolicyKey(policy, key)
  return value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
}

const english = {
  'password.minLength': ({ password }) =>
    `A password has at least ${password.minLength} characters; no policy goes below 12.`,
  'password.minBits': ({ password }) => `A password has at least ${password.minBits} bits; no policy goes below 60.`,
  'password.recipe': ({ password }) =>
    ({
      groups: 'Waybill makes passwords of 20 random symbols, in five groups of four.',
      words: 'Waybill makes passwords of seven random words.',
      mixed: 'Waybill makes passwords of 16 random letters and digits.',
    })[password.recipe],
  'release.mode': ({ release }) =>
    ({
      now: 'A password is released at once; nobody has to quote the receipt code.',
      'on-receipt-when-new':
        'A password is held until the recipient quotes the receipt code, when they were never sent to before or the data are of a special category; else it is released at once.',
      'on-receipt': 'Every password is held until the recipient quotes the receipt code.',
    })[release.mode],
  'release.locked': ({ release }) =>
    release.locked
      ? 'A hold that the policy asks for cannot be skipped.'
      : 'A hold that the policy asks for can be skipped with --no-hold, which is recorded.',
  'release.holdFor': ({ release }) =>
    `A held password expires after ${words(release.holdFor)}: it is destroyed, and the archive stays closed.`,
  'release.wrongCodes': ({ release }) =>
    release.wrongCodes === 1
      ? 'One wrong receipt code locks the transfer.'
      : `${release.wrongCodes} wrong receipt codes lock the transfer.`,
  closeAfter: ({ closeAfter }) =>
    `A transfer closes ${words(closeAfter)} after its password was accepted or delivered: the password is destroyed.`,
  'names.hide': ({ names }) =>
    ({
      auto: 'File names are replaced by numbers where a name may be personal or the data are of a special category.',
      alias: 'File names are replaced by numbers, and never left readable; the true names stand in WAYBILL.txt.',
      wrap: 'All files are put into one inner ZIP, so that their names are never readable without the password.',
      no: 'File names can be read without the password, unless the sender hides them with --hide-names.',
    })[names.hide],
  'check.budget': ({ check }) =>
    check.budget === 'full'
      ? 'Before an archive is published, zip.js reads all of it.'
      : `Before an archive is published, zip.js reads up to ${bytes(check.budget.total)} of it, entries of up to ${bytes(check.budget.entry)}; our own reader reads the rest.`,
  symlinks: ({ symlinks }) =>
    symlinks === 'refuse'
      ? 'Links among the files are refused.'
      : 'Links that stay inside the folder are followed; links that lead outside or nowhere are refused.',
  'numbers.unverified': ({ numbers }) =>
    ({
      warn: 'A phone number that nobody verified gives a warning.',
      refuse: 'A phone number that nobody verified is refused.',
      allow: 'A phone number that nobody verified is used without a word.',
    })[numbers.unverified],
  'numbers.coolingOff': ({ numbers }) =>
    `A phone number that changed less than ${words(numbers.coolingOff)} ago counts as not verified.`,
  'keep.archive': ({ keep }) =>
    `An archive is due for deletion by \`waybill purge\` ${words(keep.archive)} after it was made; --keep says otherwise.`,
  'keep.contact': ({ keep }) =>
    `What the ledger knows of a recipient is due for shredding ${words(keep.contact)} after the end of the transfer.`,
  'keep.identity': ({ keep }) =>
    `What the ledger knows of an operator is due for shredding ${words(keep.identity)} after the quarter, or the transfer.`,
  'keep.files': ({ keep }) =>
    `The list of files of a transfer is due for shredding ${words(keep.files)} after its end.`,
  'keep.backups': ({ keep }) =>
    `Backups may hold what was shredded for ${words(keep.backups ?? defaultBackups)} more: each shred says until when.`,
  'lock.idle': ({ lock }) => `The terminal UI clears and locks after ${words(lock.idle)} without a key.`,
  courier: ({ courier }) =>
    courier === undefined
      ? 'No courier for text messages is set up: a person conveys the password.'
      : `Text messages are carried by the courier ${courier.use}.`,
  'sender.name': ({ sender }) =>
    sender.name === undefined
      ? 'Text messages do not name an organisation.'
      : `Text messages begin with ${sender.name}, shortened where there is no room.`,
  'sender.organisation': ({ sender }) =>
    sender.organisation === undefined
      ? 'WAYBILL.txt does not name an organisation.'
      : `WAYBILL.txt names ${sender.organisation} as the sender.`,
  'sender.phone': ({ sender }) =>
    sender.phone === undefined
      ? 'Recipients are told to call their usual contact.'
      : `Recipients are told to call ${sender.phone}.`,
  'sender.language': ({ sender }) =>
    `Text messages are written in ${{ en: 'English', de: 'German', fr: 'French', es: 'Spanish' }[sender.language ?? 'en']}.`,
  'sender.id': ({ sender }) =>
    sender.id === undefined
      ? "The recipient's telephone shows the number that the courier chooses."
      : `The recipient's telephone shows ${sender.id} as the sender.`,
  'sender.countries': ({ sender }) =>
    sender.countries === undefined
      ? 'The sender shown is the same in every country.'
      : `The sender shown differs in ${Object.keys(sender.countries).join(', ')}.`,
  templates: ({ templates }) => {
    const own = Object.keys(templates)
    return own.length === 0
      ? 'Text messages follow the built-in templates.'
      : `Text messages follow templates of your own in: ${own.join(', ')}.`
  },
  opener: ({ opener }) =>
    ({
      off: 'The page that opens an archive in a browser lies beside it only with --opener.',
      beside: 'The page that opens an archive in a browser is laid beside every archive.',
    })[opener ?? 'off'],
  removableMedia: ({ removableMedia }) =>
    ({
      deny: 'An archive on a removable device is refused.',
      warn: 'An archive on a removable device gives a warning.',
      allow: 'Removable devices are not looked at.',
    })[removableMedia ?? 'allow'],
  diskEncryption: ({ diskEncryption }) =>
    ({
      require: 'Nothing is sealed on a disk that is not encrypted.',
      warn: 'A disk that is not encrypted gives a warning.',
      off: 'Disk encryption is not looked at.',
    })[diskEncryption ?? 'off'],
  scan: ({ scan }) =>
    ({
      require: 'Files are sealed only when a virus scanner passed them.',
      warn: 'Files are scanned for viruses; a scanner that is missing gives a warning.',
      off: 'Files are not scanned for viruses.',
    })[scan ?? 'off'],
  agreements: ({ agreements }) =>
    ({
      require: 'A recipient without a valid data-protection agreement is refused.',
      warn: 'A recipient without a valid data-protection agreement gives a warning.',
      off: 'Data-protection agreements are not looked at.',
    })[agreements ?? 'off'],
  approval: ({ approval }) =>
    ({
      never: 'No second person approves a release.',
      special: 'A second person approves a release when the data are of a special category.',
      'new-or-special':
        'A second person approves a release when the recipient is new or the data are of a special category.',
      always: 'A second person approves every release.',
    })[approval ?? 'never'],
} satisfies Readonly<Record<string, (policy: Policy) => string>>

/** Every key that has a sentence. */
export type PolicyKey = keyof typeof english
/** One sentence for each key: what it means with this policy. */
export type PolicySentences = Readonly<Record<PolicyKey, (policy: Policy) => string>>

export const policySentences: PolicySentences = english
const policyKeys = Object.keys(english).filter((key): key is PolicyKey => key in english)

function words(milliseconds: number): string {
  return durationWords(formatDuration(milliseconds))
}

/** `256MiB` as `256 MiB`. */
function bytes(count: number): string {
  return formatSize(count).replace(/(?=[A-Z])/, ' ')
}
