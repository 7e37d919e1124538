import type { Facts } from './controls-facts.ts'

/** Something that was counted, or looked at on this machine. */
export interface Evidence {
  readonly what: string
  readonly value: number | string
}

/** One measure of a company's list (GDPR Art. 32): the clause numbers are those of that list. */
export interface Control {
  readonly clause: string
  readonly measure: string
  readonly by: string
  /** Keys of the policy and commands without which it is not built. */
  readonly keys?: readonly string[]
  readonly needs?: readonly string[]
  /** Why it is not built, where no key and no command would tell. */
  readonly missing?: string
  readonly evidence?: (facts: Facts) => readonly Evidence[]
  /** Sentences. */
  readonly gaps?: (facts: Facts) => readonly string[]
}

const events = (what: string, type: string, fields?: Record<string, string | boolean>) => (facts: Facts) => ({
  what,
  value: facts.count(type, fields),
})
const all =
  (...counts: readonly ((facts: Facts) => Evidence)[]) =>
  (facts: Facts) =>
    counts.map(count => count(facts))
const passphrase = ({ passphrase }: Facts): Evidence => ({
  what: 'keys protected by a passphrase',
  value: passphrase ? 'yes' : 'no',
})
const noneMade = (what: string, type: string) => (facts: Facts) => ({ what, value: facts.count(type) || 'none made' })
const when = (is: boolean, sentence: string) => (is ? [sentence] : [])

export const controls: readonly Control[] = [
  {
    clause: '5.1',
    measure:
      'Transfer: AES-256 archives, the password in person, by telephone or by text message, at least 12 characters',
    by: 'Every archive is an AES-256 ZIP, read back before it gets its name. Waybill makes the password; no policy goes below 12 characters and 60 bits. It never travels with the archive.',
    evidence: facts => [
      ...all(
        events('archives checked and published', 'transfer.checked'),
        events('archives rejected', 'transfer.rejected'),
      )(facts),
      { what: 'fewest bits of a password', value: facts.leastBits ?? 'no password' },
      { what: 'least length in the policy', value: facts.policy.password.minLength },
      { what: 'passwords held first', value: facts.count('transfer.held') },
      { what: 'contacts whose number is verified', value: `${facts.contacts.verified} of ${facts.contacts.all}` },
    ],
    gaps: facts => [
      ...several(
        facts.count('transfer.released', { by: 'override' }),
        'password was',
        'passwords were',
        'released on the operator’s own word',
      ),
      ...several(
        facts.count('transfer.intended', { number: 'unverified' }),
        'transfer',
        'transfers',
        'used a number that nobody had verified',
      ),
      ...several(
        facts.count('transfer.intended', { names: 'no' }),
        'archive',
        'archives',
        'left the names of files readable',
      ),
    ],
  },
  {
    clause: '5.2',
    measure: 'Ban on removable storage',
    by: 'A source or an archive on a removable device is refused.',
    keys: ['removableMedia'],
  },
  {
    clause: '5.3',
    measure: 'Full disk encryption on laptops',
    by: 'The disk of the home and of the archive is looked at.',
    keys: ['diskEncryption'],
  },
  {
    clause: '5.4',
    measure: 'Encryption at rest and of all backups with AES-256',
    by: 'Personal fields and held passwords are AES-256-GCM; a backup is an AES-256 archive.',
    needs: ['backup'],
    evidence: all(passphrase, noneMade('backups', 'backup.made')),
    gaps: facts => [
      ...when(!facts.passphrase, 'The keys have no passphrase: who copies this home can use it.'),
      ...when(facts.count('backup.made') === 0, 'No backup was made in the period.'),
    ],
  },
  {
    clause: '5.5',
    measure: 'TLS 1.2',
    by: 'Every connection to a courier refuses less than TLS 1.2; without TLS only this machine itself is spoken to.',
    evidence: all(events('requests to providers', 'provider.request')),
    gaps: ({ policy }) =>
      when(policy.courier?.use === 'command', 'The courier is a program of your own: its connections are not seen.'),
  },
  {
    clause: '5.6',
    measure: 'Compliant destruction',
    by: 'Sources are never copied in clear. Archives are deleted and personal fields shredded when they are due, each with an event.',
    keys: ['keep.archive', 'keep.contact', 'keep.identity', 'keep.files'],
    needs: ['purge'],
    evidence: all(
      events('passwords destroyed', 'password.destroyed'),
      events('shreds of personal fields', 'personal.shredded'),
      events('archives deleted', 'archive.deleted'),
    ),
    gaps: facts =>
      when(
        facts.scrubPending,
        'Shredded bytes may still lie in the write-ahead log: close other readers of the ledger.',
      ),
  },
  {
    clause: '5.7',
    measure: 'E-mail rules, virus protection',
    by: 'Files are scanned before they are sealed.',
    keys: ['scan'],
  },
  {
    clause: '6.1',
    measure: 'Log of all file modifications by a named user, with time stamps',
    by: 'The ledger: every file sealed, checked, handed over and opened, with operator and time. `waybill verify` re-derives it.',
    evidence: all(
      events('archives sealed', 'transfer.sealed'),
      events('archives handed over', 'archive.handed-over'),
      events('archives opened here', 'archive.opened'),
    ),
  },
  {
    clause: '6.2',
    measure: 'System and network access logs',
    by: 'Each request to a provider is an event: host, outcome, duration, never its content.',
    evidence: all(
      events('answered', 'provider.request', { outcome: 'ok' }),
      events('refused', 'provider.request', { outcome: 'refused' }),
      events('without an answer', 'provider.request', { outcome: 'none' }),
    ),
  },
  {
    clause: '6.3',
    measure: 'Least privilege',
    by: 'The ledger is append-only and signed; files of the home are readable by their owner alone.',
    gaps: () => [
      'What the key of a provider may do is not known here.',
      'There are no roles: a home has one operator.',
    ],
  },
  {
    clause: '2.1',
    measure: 'Four-eyes issuing of accounts',
    by: 'Operators of a team are named and countersigned.',
    missing: 'This version knows no team: nobody countersigns who works in a home.',
  },
  {
    clause: '2.2',
    measure: 'No generic or shared accounts',
    by: 'A name and an address are needed; root, admin, support and the like are refused.',
    evidence: all(events('operators named', 'operator.named')),
  },
  {
    clause: '2.3',
    measure: 'Guidelines for passwords',
    by: 'The policy counts bits; what a person types is judged with zxcvbn and lists of known passwords.',
    evidence: ({ policy }) => [{ what: 'least bits in the policy', value: policy.password.minBits }],
  },
  {
    clause: '2.5',
    measure: 'Lock-out after failed logins',
    by: 'Five wrong passphrases lock the home; the recovery code unlocks it.',
    evidence: all(passphrase, events('unlocked with the recovery code', 'home.unlocked')),
    gaps: facts => when(!facts.passphrase, 'The keys have no passphrase, so there is nothing to lock.'),
  },
  {
    clause: '2.7',
    measure: 'Second factor for administrators',
    by: 'Changes of the policy are signed by an administrator’s key.',
    missing: 'This version signs a change of the policy with the key of the home alone.',
  },
  {
    clause: '2.9',
    measure: 'Screen lock after 15 minutes idle',
    by: 'The terminal UI locks and clears the screen.',
    keys: ['lock.idle'],
    gaps: facts =>
      when(!facts.passphrase, 'The keys have no passphrase: the screen is cleared, and any key opens it again.'),
  },
  {
    clause: '3.1–3.3',
    measure: 'Formal approvals, need to know, role profiles',
    by: 'A second person approves a release.',
    keys: ['approval'],
  },
  {
    clause: '4.1',
    measure: 'Separation of the data of different clients',
    by: 'Contacts belong to a client and are not found under another; the keys of personal fields are apart for each transfer.',
    gaps: () => ['One operator sees the transfers of all clients of a home: a home for each client keeps them apart.'],
  },
  {
    clause: '4.2',
    measure: 'Separation of production and test',
    by: 'The sandbox is a home of its own; neither reads the other, and no real courier works in a sandbox.',
    evidence: ({ kind }) => [{ what: 'this home', value: kind }],
  },
  {
    clause: '7.1',
    measure: 'Availability: backup and recovery',
    by: '`waybill backup` and `waybill restore`.',
    needs: ['backup', 'restore'],
    evidence: all(noneMade('backups', 'backup.made'), events('restored', 'ledger.restored')),
    gaps: facts => when(facts.count('backup.made') === 0, 'No backup was made in the period.'),
  },
  {
    clause: '7.6',
    measure: 'Health monitoring',
    by: '`waybill doctor --json` answers a monitoring agent. Whether one asks is not known here.',
    needs: ['doctor'],
  },
  {
    clause: '7.7',
    measure: 'Change management',
    by: 'A policy that is not the recorded one stops everything; each change is an event with its difference.',
    evidence: all(events('changes of the policy', 'policy.changed')),
  },
  {
    clause: '8.5',
    measure: 'Record of processing (Art. 30)',
    by: '`waybill report recipients`.',
    needs: ['report recipients'],
    evidence: all(events('reports made', 'report.made', { name: 'recipients' })),
  },
  {
    clause: '8.7–8.9',
    measure: 'Breach notification (Art. 33, 34, 28(3)(f))',
    by: '`waybill report breach`.',
    needs: ['report breach'],
    evidence: all(
      events('reports made', 'report.made', { name: 'breach' }),
      events('transfers cancelled as mis-sent', 'transfer.cancelled', { reason: 'mis-sent' }),
    ),
  },
  {
    clause: '8.10',
    measure: 'Protective defaults',
    by: 'The strict choice is the default; each exception has a decision record.',
    evidence: ({ notDefault }) => [{ what: 'keys of the policy that are not the default', value: notDefault.length }],
    gaps: ({ notDefault }) => when(notDefault.length > 0, `Changed, for better or worse: ${notDefault.join(', ')}.`),
  },
  {
    clause: '8.11',
    measure: 'Key figures only without persons',
    by: '`waybill report activity`: groups under five are suppressed, and others with them, so that no sum gives them back.',
    needs: ['report activity'],
    evidence: all(events('reports made', 'report.made', { name: 'activity' })),
  },
  {
    clause: '8.13',
    measure: 'Deletion when the purpose is obsolete',
    by: '`--keep`, and `waybill purge` for what the policy says is due. Recipients are asked with `--ask-deletion`, and `waybill status` reminds of answers that are missing.',
    keys: ['keep.contact', 'keep.files'],
    needs: ['purge'],
    evidence: facts => [
      { what: 'shreds of personal fields', value: facts.count('personal.shredded') },
      { what: 'recipients who said that they deleted', value: facts.count('deletion.answered', { answer: 'deleted' }) },
      { what: 'recipients who keep the files', value: facts.count('deletion.answered', { answer: 'kept' }) },
      { what: 'transfers older than keep.contact, still named', value: facts.overdue.contact },
      { what: 'transfers older than keep.files, files still listed', value: facts.overdue.files },
    ],
    gaps: ({ overdue }) => when(overdue.contact + overdue.files > 0, 'Something is due: run `waybill purge`.'),
  },
  {
    clause: '8.17',
    measure: 'Data-protection agreements with third parties',
    by: 'A contact carries its agreement and its end date.',
    keys: ['agreements'],
  },
]

/** Not the product’s business, so nothing is said of it. */
export const outside = 'premises, keys of doors, fire protection, training, certifications, penetration tests by others'

function several(count: number, one: string, many: string, did: string): string[] {
  return count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many} ${did}.`]
}
