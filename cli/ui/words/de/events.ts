import { duration } from '../../../format.ts'
import { counted } from '../../when.ts'
import type { Words } from '../words.ts'

export const events: Words['events'] = {
  'ledger.created': d => `Protokollbuch begonnen (${d.kind === 'sandbox' ? 'Sandbox' : 'Produktion'})`,
  'operator.named': () => 'Bearbeiter für dieses Quartal benannt',
  'policy.changed': d => `Regeln geändert: ${d.keys}`,
  'contact.changed': d =>
    `Kontakt ${of(contactChanges, d.change)}${d.phone ? ', mit anderer Nummer' : ''}${d.verified ? ', Nummer überprüft' : ''}`,
  'transfer.refused': d => `von den Regeln abgelehnt: ${d.rule}`,
  'archive.opened': d => `Archiv hier geöffnet: ${counted(Number(d.entries), 'Eintrag', 'Einträge')}`,
  'transfer.intended': d =>
    `beabsichtigt: ${counted(Number(d.sources), 'Quelle', 'Quellen')}${of(names, d.names)}, Passwort ${of(channels, d.channel)}`,
  'transfer.sealed': () => 'in eine vorläufige Datei versiegelt',
  'transfer.checked': d =>
    d.again ? 'nach einem Absturz noch einmal geprüft' : 'von einem anderen Leser geprüft und veröffentlicht',
  'transfer.rejected': d => `verworfen: Die Prüfung fand Fehler (${d.findings})`,
  'transfer.held': d =>
    d.receipt ? 'gehalten, bis der Empfangscode genannt wird' : 'gehalten, bis es vorgelesen wird',
  'transfer.released': d => `freigegeben${of(releases, d.by)}: darf gehen ${of(channels, d.channel)}`,
  'transfer.locked': d => `gesperrt nach ${d.wrong} falschen Codes`,
  'transfer.expired': () => 'abgelaufen: Niemand hat es rechtzeitig freigegeben',
  'transfer.cancelled': d =>
    `abgebrochen${d.reason === 'mis-sent' ? ' als fehlgeleitet' : ''}: Archiv ${of(archives, d.archive)}, Passwort ${of(passwords, d.password)}${d.withdrawn ? ', SMS zurückgezogen' : ''}`,
  'transfer.confirmed': d =>
    d.proof === 'code' ? 'bestätigt: Der Empfänger hat den Code von innen genannt' : 'bestätigt, sagt der Absender',
  'confirmation.quoted': () => 'der Code von innen wurde genannt: Jemand hat das Archiv geöffnet',
  'transfer.closed': () => 'abgeschlossen',
  'receipt.wrong': d => `falscher Empfangscode (${d.wrong})`,
  'provider.request': d =>
    `${d.host ?? d.courier} gefragt (${d.call}): ${of(outcomes, d.outcome)}, ${duration(Number(d.ms)).replace('.', ',')}`,
  'password.requested': d => `Passwort übergeben an ${d.courier}`,
  'password.accepted': d => `angenommen, sagt ${d.courier}${d.adopted ? ' (später dort gefunden)' : ''}`,
  'password.failed': d => `fehlgeschlagen, sagt ${d.courier}`,
  'password.unknown': () => 'unbekannt: Niemand sagt, ob es abgegangen ist',
  'password.delivered': d => `zugestellt, sagt ${d.courier}`,
  'password.redacted': d => `Text gelöscht bei ${d.courier}`,
  'password.shown': d => `Passwort dem Bearbeiter gezeigt (${of(channels, d.channel)})`,
  'password.dictated': d => `vorgelesen (${of(channels, d.channel)}), sagt der Bearbeiter`,
  'password.destroyed': () => 'Passwort vernichtet',
  'key.rotated': d => `Signaturschlüssel gewechselt zu ${start(d.to)}`,
  'key.accepted': d => `der neue Schlüssel ${start(d.fingerprint)} signiert`,
  'key.revoked': d => `Schlüssel ${start(d.fingerprint)} widerrufen: ${of(revocations, d.reason)}`,
  'key.passphrase': d => `Passphrase der Schlüssel ${of(passphrases, d.change)}`,
  'home.locked': d =>
    `Ablage gesperrt nach ${d.wrong} falschen Passphrasen, um ${new Date(Number(d.at)).toISOString()}`,
  'home.unlocked': () => 'Ablage mit dem Wiederherstellungscode entsperrt',
  'backup.made': d => `Sicherung gemacht, bis Ereignis ${d.size}`,
  'ledger.restored': d =>
    `aus einer Sicherung von ${d.toSize} Ereignissen wiederhergestellt${d.fromSize === null ? '' : `; die verlorene Ablage hatte mindestens ${d.fromSize}`}`,
  'clock.jump': d =>
    `die Uhr wurde um ${duration(Number(d.ms)).replace('.', ',')} ${d.direction === 'back' ? 'zurückgestellt' : 'vorgestellt, oder das Gerät schlief'}`,
  'report.made': d => `Bericht ${of(reports, d.name)} gemacht (${d.format})`,
  'archive.deleting': d => `Archiv wird gelöscht, ${d.reason === 'due' ? 'lange genug aufbewahrt' : 'wie verlangt'}`,
  'archive.deleted': d => of(archiveOutcomes, d.outcome),
  'personal.shredded': d => `endgültig vernichtet: ${of(classes, d.class)}, ${of(shredReasons, d.reason)}`,
  'evidence.exported': d => `Nachweis ausgegeben: Ereignisse ${d.from} bis ${Number(d.to) - 1} von ${d.size}`,
  'archive.accompanied': d =>
    `neben dem Archiv: ${[...(d.card ? ['ein Begleittext'] : []), ...(d.opener === null ? [] : ['die Öffnerseite'])].join(' und ')}`,
  'deletion.answered': d =>
    d.answer === 'kept'
      ? 'der Empfänger behält die Dateien, sagt der Bearbeiter'
      : 'vom Empfänger gelöscht, sagt der Bearbeiter',
  'archive.handed-over': d => `Archiv übergeben ${of(handOvers, d.by)}, sagt der Bearbeiter`,
}

type Table = Readonly<Record<string, string>>

/** The word for a value of a closed list; a value that a newer version wrote stays as it is. */
function of(table: Table, value: unknown): string {
  return value === undefined ? '' : (table[String(value)] ?? String(value))
}

const channels: Table = { sms: 'per SMS', phone: 'am Telefon', 'in-person': 'persönlich' }
const contactChanges: Table = { added: 'angelegt', changed: 'geändert', removed: 'entfernt' }
const names: Table = { no: '', alias: ' unter Nummern', wrap: ' in einem inneren Archiv' }
const releases: Table = {
  'no-hold': ' ohne Halten',
  receipt: ' auf den Empfangscode',
  override: ' auf das Wort des Bearbeiters',
  person: ' zum Vorlesen',
  'other-channel': ' für einen anderen Weg',
  again: ' noch einmal',
}
const archives: Table = { none: 'nicht entstanden', made: 'entstanden', 'handed-over': 'übergeben' }
const passwords: Table = {
  kept: 'nicht abgegangen',
  released: 'freigegeben',
  unknown: 'unbekannt',
  accepted: 'angenommen',
  delivered: 'zugestellt',
  failed: 'nicht zugestellt',
}
const outcomes: Table = { ok: 'in Ordnung', refused: 'abgelehnt', none: 'keine Antwort' }
const revocations: Table = { compromised: 'kompromittiert', retired: 'außer Dienst', lost: 'verloren' }
const passphrases: Table = { set: 'gesetzt', changed: 'geändert', removed: 'entfernt' }
const reports: Table = {
  recipients: 'Empfänger',
  breach: 'Datenpanne',
  activity: 'Tätigkeit',
  controls: 'Maßnahmen',
}
const archiveOutcomes: Table = {
  deleted: 'Archiv gelöscht',
  missing: 'Archiv nicht gelöscht: Es war nicht mehr da',
  changed: 'Archiv nicht gelöscht: Eine andere Datei hat seinen Namen',
}
const classes: Table = {
  contact: 'alles über den Empfänger',
  identity: 'Namen von Bearbeitern',
  files: 'die Liste der Dateien',
}
const shredReasons: Table = {
  due: 'lange genug aufbewahrt',
  asked: 'wie verlangt',
  removed: 'mit seinem Kontakt',
  restored: 'noch einmal nach einer Wiederherstellung',
}
const handOvers: Table = { mail: 'per E-Mail', portal: 'über ein Portal', sftp: 'per SFTP', person: 'persönlich' }

/** Enough of a fingerprint to tell keys apart. */
function start(fingerprint: unknown): string {
  return `${String(fingerprint).slice(0, 16)}…`
}
