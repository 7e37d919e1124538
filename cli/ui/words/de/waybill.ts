import { counted } from '../../when.ts'
import type { Words } from '../words.ts'

export const waybill: Words['waybill'] = {
  title: 'Begleitschein',
  label: {
    transfer: 'Übergabe',
    recipient: 'Für',
    number: 'Nummer',
    purpose: 'Zweck',
    archive: 'Archiv',
    card: 'Begleittext',
    opener: 'Öffnerseite',
    size: 'Größe',
    names: 'Namen',
    readBack: 'Gegengelesen',
    password: 'Passwort',
    conveyed: 'Übermittelt',
    receipt: 'Empfangscode',
    heldUntil: 'Gehalten bis',
    unknown: 'Unbekannt',
    attested: 'Bezeugt',
    deletion: 'Löschung',
    failure: 'Fehler',
    operator: 'Gesendet von',
    client: 'Mandant',
    reference: 'Zeichen',
    basis: 'Grundlage',
    categories: 'Kategorien',
    concerns: 'Betrifft',
    list: 'Listen-Digest',
    ledger: 'Umfang',
    root: 'Wurzel',
    key: 'Schlüssel',
  },
  heads: {
    steps: 'Schritte',
    files: 'Dateien',
    why: 'Warum und von wem',
    ledger: 'Signierter Stand des Protokollbuchs',
  },
  shredded: '(vernichtet)',
  entries: entries => counted(entries, 'Eintrag', 'Einträge'),
  readBack: (whole, more) => `${whole} ganz durch zip.js, ${more} weitere durch Waybill`,
  password: (length, bits, recipe) => `${length} Zeichen, ${bits} Bit (${recipe})`,
  unknown:
    'Das Passwort kann abgegangen sein, und niemand sagt es. Von selbst wird es nie noch einmal gesendet: Eine Nachfrage beim Anbieter sucht es, wo das möglich ist.',
  attested: (by, to, inPerson) =>
    `vorgelesen von ${by}, gehört von ${to}, ${inPerson ? 'persönlich übergeben' : 'angerufen unter der hinterlegten Nummer'}`,
  deletion: (day, answer, by) => {
    const asked = day === null ? 'nicht erbeten' : `erbeten bis ${day}`
    if (answer === null) return `${asked}, noch keine Antwort`
    const who = by ?? 'der Empfänger'
    return `${asked}; ${answer === 'deleted' ? `gelöscht, sagt ${who}` : `${who} behält die Dateien`}`
  },
  special: 'besondere (DSGVO Art. 9 oder 10)',
  people: people => counted(people, 'Person', 'Personen'),
  records: records => counted(records, 'Datensatz', 'Datensätze'),
  events: events => `${events} Ereignisse`,
  moreFiles: files => `und ${counted(files, 'weitere Datei', 'weitere Dateien')}: „waybill show --json“ nennt alle`,
  filesGone: files => `Die Liste von ${counted(files, 'Datei', 'Dateien')} wurde vernichtet.`,
}
