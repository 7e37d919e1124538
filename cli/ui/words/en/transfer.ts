import type { DeletionAnswer, HandOver } from '../../../../src/words.ts'
import { leftWords } from '../../../what-left.ts'
import type { Action, proofs } from '../../screens/transfer/actions.ts'
import type { FormAction, Problem, stops } from '../../screens/transfer/form.ts'

const actions: Record<Action, string> = {
  release: 'receipt code',
  override: 'release with a reason',
  'other-channel': 'another channel',
  dictate: 'dictate',
  resume: 'go on',
  status: 'ask the provider',
  'handed-over': 'handed over',
  confirm: 'confirm',
  deleted: 'deletion',
  cancel: 'cancel',
}

/** The same as an invitation. */
const invitations: Record<Action, string> = {
  release: 'enter the receipt code',
  override: 'release it with a reason',
  'other-channel': 'take another channel',
  dictate: 'dictate the password',
  resume: 'go on where it was cut off',
  status: 'ask the provider',
  'handed-over': 'hand over the archive',
  confirm: 'confirm',
  deleted: 'record whether they deleted it',
  cancel: 'cancel it',
}

const ways: Record<HandOver, string> = {
  mail: 'by e-mail',
  portal: 'through a portal',
  sftp: 'by SFTP',
  person: 'in person',
}

const proofOptions: Record<(typeof proofs)[number], string> = {
  code: 'the recipient quotes the confirmation code',
  word: 'they say so, without the code: recorded as your word',
}

const stopOptions: Record<(typeof stops)[number], string> = {
  keep: 'no, leave it as it is',
  stop: 'yes, cancel it',
  'mis-sent': 'yes: it went to the wrong person or number',
}

const answers: Record<DeletionAnswer, string> = {
  deleted: 'they deleted the files',
  kept: 'they keep the files',
}

const titles: Record<FormAction, string> = {
  release: 'Which receipt code does the recipient quote?',
  override: 'Why may it go without the code?',
  'other-channel': 'How shall the password travel instead?',
  'handed-over': 'How did the archive leave?',
  confirm: 'How do you know that they opened it?',
  deleted: 'What does the recipient say about deleting the files?',
  cancel: 'Cancel this transfer?',
}

const problems: Record<Problem, string> = {
  code: 'A code has eight letters and digits, like 7K3Q-M9XP.',
  reason: 'Say in a few words why: it is recorded.',
  choice: 'Choose one first, with the arrows.',
}

export const transfer = {
  title: 'Transfer',
  actions,
  invitations,
  keys: {
    back: 'back',
    refresh: 'look again',
    stop: 'stop',
    scroll: 'scroll',
    enter: 'do it',
    choose: 'choose',
    close: 'not now',
  },
  form: {
    titles,
    /** Said where a failed one goes once more to the same number. */
    again: 'How was the number confirmed?',
    /** Said where the sender's word counts no more. */
    late: 'Which confirmation code does the recipient quote?',
    code: 'Code',
    reason: 'Reason',
    by: 'Who says so',
    codeHint: '7K3Q-M9XP',
    byHint: 'optional',
    ways,
    proofs: proofOptions,
    stops: stopOptions,
    answers,
    problems,
  },
  working: (action: Action) => `${actions[action]}…`,
  busy: 'This page follows along, and shows it as soon as it is done.',
  stopped: 'Stopped. What was done until then is on record.',
  done: {
    released: 'Released. A person conveys it now.',
    accepted: (key: string) => `Released, and the provider took it. Whether it arrives is another matter: ${key} asks.`,
    delivered: 'Delivered.',
    handedOver: 'Recorded: the archive was handed over.',
    confirmed: 'Recorded: the archive was opened.',
    deleted: 'Recorded: they deleted the files, on your word.',
    kept: 'Recorded: they keep the files, on your word.',
    cancelled: 'Cancelled, and the password is destroyed.',
    same: 'Nothing new.',
    state: (state: string) => `Now it is ${state}.`,
  },
  left: leftWords,
  road: {
    head: 'The road of the password',
    notYet: 'not yet',
    never: 'no',
    refused: 'failed',
    unknown: 'nobody says',
    needless: 'not needed: a person conveys it',
    took: (courier: string) => `says ${courier}: taken`,
    handset: (courier: string) => `says ${courier}: arrived`,
    readOut: 'says the operator: read out',
    opened: 'the code from inside was quoted',
    word: 'says the sender',
    by: {
      'no-hold': 'without a hold',
      receipt: 'on the receipt code',
      override: 'on the operator’s word',
      person: 'to be read out',
      'other-channel': 'to another channel',
      again: 'once more, with a reason',
    },
  },
  now: {
    unknown: 'Nobody says whether the password left: no answer came. It is never sent a second time by itself.',
    look: (key: string) =>
      `${key} looks for it at the provider. Only when two looks, ten minutes apart, find nothing may it be sent again.`,
    lookAgain: (first: string, from: string) =>
      `A look at ${first} found nothing. One after ${from} that finds nothing either lets you send it again.`,
    again: (key: string) => `Two looks found nothing. ${key} sends it again, with a reason that is recorded.`,
    nobody: (key: string) => `Nobody can look for it at this courier. ${key} cancels it; then send the files anew.`,
    failed: 'It did not arrive. The courier says:',
    other: (key: string) => `${key} takes another channel, with the same password.`,
    retry: (key: string) => `Was the number right all the same? ${key} tries it once more, with a reason.`,
    wrongNumber: (key: string) => `Is the number wrong? ${key} cancels it; then send the files anew.`,
    locked: (override: string, cancel: string) =>
      `Locked: too many wrong receipt codes. ${override} releases it with a reason, ${cancel} cancels it.`,
    heldReceipt: (until: string) => `Held until the recipient quotes the receipt code; it expires on ${until}.`,
    heldPerson: (until: string) => `Held until a person reads it out; it expires on ${until}.`,
    notHandedOver: (key: string, code: string) =>
      `Send the archive to the recipient, with the receipt code${code === '' ? '' : ` ${code}`}; then ${key} records how it left.`,
    cutOff: (key: string) =>
      `It was cut off in the middle of a step, or another command is at it just now. ${key} goes on; no password is sent twice.`,
    person: (key: string) => `Let go, for a person to convey: ${key} shows it.`,
    accepted: 'The provider took the text. Whether it arrives it says later.',
    deletionAsked: (day: string) => `They were asked to delete the files by ${day}.`,
    deletionDue: (day: string, key: string) =>
      `They were asked to delete the files by ${day}, and no answer is on record. Ask them; ${key} records what they say.`,
    numberGone:
      'The number of this transfer is not the recipient’s any more, or was shredded: no password goes there. Hand it over in person, or cancel it and send the files anew.',
    noPassword:
      'The password is not in this home: a restore does not bring it back. Cancel it and send the files anew.',
    expired: 'Nobody released it in time. The password is destroyed: send the files anew.',
    rejected: 'The check of the archive failed. Nothing was published, and the password is destroyed.',
    closed: 'It is over, and the password is destroyed.',
  },
}
