export const help = {
  /** What the words mean: each with its sentence. */
  meanings: {
    transfer: ['transfer', 'One hand-over of files to one recipient. Its id is short, like WB-7K3Q-M9XP.'],
    archive: ['archive', 'The AES-256 ZIP that a transfer makes. You send it, by e-mail or another way.'],
    password: ['password', 'Opens the archive. Waybill makes it; it never takes the road of the archive.'],
    channel: ['channel', 'How the password travels: by text message, read out by telephone, or in person.'],
    courier: ['courier', 'Who carries the password over a channel: a provider of text messages, or a person.'],
    hold: ['hold', 'The password waits until it is released.'],
    receiptCode: [
      'receipt code',
      'Travels with the archive. Who quotes it has your message; then the password may be released.',
    ],
    confirmationCode: ['confirmation code', 'Stands inside the archive. Who quotes it has opened the archive.'],
    accepted: [
      'accepted, delivered, confirmed',
      'The provider took the text; it arrived on the telephone; the recipient opened the archive.',
    ],
    recipient: ['recipient', 'A person with a telephone number that somebody verified.'],
    operator: ['operator', 'You: the person at the keyboard. Your name stands beside every step.'],
    ledger: ['ledger', 'The record of every step. Nothing in it can be changed unnoticed.'],
    waybill: ['waybill', 'The certificate of one transfer, on one page.'],
    evidence: ['evidence', 'A bundle that an auditor checks without Waybill.'],
    policy: ['policy', 'The rules in force. A change is recorded.'],
    shred: ['shred', 'To destroy personal data for good. The record stays whole.'],
    sandbox: ['sandbox', 'A second home for trying things. Nothing leaves the device.'],
  } satisfies Readonly<Record<string, readonly [term: string, meaning: string]>>,
  words: 'What the words mean',
  keys: { words: 'what the words mean', keys: 'keys', scroll: 'scroll', close: 'close' },
}
