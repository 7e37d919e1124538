import type { Words } from '../words.ts'

export const help: Words['help'] = {
  meanings: {
    transfer: ['Übergabe', 'Einmal Dateien an einen Empfänger. Ihre Kennung ist kurz, wie WB-7K3Q-M9XP.'],
    archive: ['Archiv', 'Das AES-256-ZIP, das eine Übergabe erzeugt. Sie senden es, per E-Mail oder anders.'],
    password: ['Passwort', 'Öffnet das Archiv. Waybill bildet es; es nimmt nie den Weg des Archivs.'],
    channel: ['Weg', 'Wie das Passwort reist: per SMS, am Telefon vorgelesen oder persönlich.'],
    courier: ['Kurier', 'Wer das Passwort übermittelt: ein Anbieter von SMS oder ein Mensch.'],
    hold: ['halten', 'Das Passwort wartet, bis es freigegeben wird.'],
    receiptCode: [
      'Empfangscode',
      'Reist mit dem Archiv. Wer ihn nennt, hat Ihre Nachricht; dann darf das Passwort freigegeben werden.',
    ],
    confirmationCode: ['Bestätigungscode', 'Steht im Archiv. Wer ihn nennt, hat das Archiv geöffnet.'],
    accepted: [
      'angenommen, zugestellt, bestätigt',
      'Der Anbieter nahm die SMS an; sie kam auf dem Telefon an; der Empfänger hat das Archiv geöffnet.',
    ],
    recipient: ['Empfänger', 'Ein Mensch mit einer Telefonnummer, die jemand geprüft hat.'],
    operator: ['Bearbeiter', 'Sie: der Mensch an der Tastatur. Ihr Name steht bei jedem Schritt.'],
    ledger: ['Protokollbuch', 'Hält jeden Schritt fest. Nichts darin lässt sich unbemerkt ändern.'],
    waybill: ['Begleitschein', 'Die Bescheinigung einer Übergabe, auf einer Seite.'],
    evidence: ['Nachweis', 'Ein Bündel, das Prüfer ohne Waybill prüfen.'],
    policy: ['Regeln', 'Was gilt. Jede Änderung wird protokolliert.'],
    shred: ['vernichten', 'Persönliche Daten endgültig zerstören. Das Protokollbuch bleibt heil.'],
    sandbox: ['Sandbox', 'Eine zweite Ablage zum Ausprobieren. Nichts verlässt das Gerät.'],
  },
  words: 'Was die Wörter bedeuten',
  keys: { words: 'was die Wörter bedeuten', keys: 'Tasten', scroll: 'blättern', close: 'schließen' },
}
