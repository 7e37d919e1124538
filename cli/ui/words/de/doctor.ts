import type { Words } from '../words.ts'

export const doctor: Words['doctor'] = {
  title: 'Diagnose',
  looking: 'Wird nachgesehen …',
  asking: courier => `${courier} wird gefragt: eine harmlose Anfrage, die protokolliert wird …`,
  nothingWrong: 'Alles in Ordnung.',
  wrong: count => (count === 1 ? 'Eines ist falsch.' : `${count} Dinge sind falsch.`),
  look: count => (count === 1 ? 'Eines sollten Sie ansehen.' : `${count} Dinge sollten Sie ansehen.`),
  bad: 'Es hielt der Prüfung in dieser Sitzung nicht stand: Das Protokoll sagt mit v, was gefunden wurde. Verlassen Sie sich nicht darauf.',
  levels: { error: 'falsch', warning: 'ansehen', note: 'gut' },
  headings: {
    ledger: 'Protokollbuch',
    keys: 'Schlüssel',
    policy: 'Regeln',
    courier: 'Kurier',
    credentials: 'Zugangsdaten',
    sender: 'Absender',
    shreds: 'Vernichtetes',
    backup: 'Sicherungen',
    retention: 'Lange genug',
    transfers: 'Übergaben',
    texts: 'SMS',
    number: 'Nummer',
  },
  keys: { ask: 'Anbieter fragen', stop: 'anhalten', reload: 'neu nachsehen', scroll: 'blättern', back: 'zurück' },
}
