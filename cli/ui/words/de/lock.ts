import type { Words } from '../words.ts'

export const lock: Words['lock'] = {
  title: 'Gesperrt',
  closed: 'Geschlossen',
  shut: 'Diese Ablage ließ sich nicht öffnen. Jede Taste versucht es noch einmal.',
  locked: 'Diese Ablage ist gesperrt.',
  idle: 'Eine Weile wurde keine Taste gedrückt, deshalb wurde der Bildschirm geleert.',
  cleared: 'Der Bildschirm wurde geleert.',
  unprotected:
    'Die Schlüssel dieser Ablage haben keine Passphrase: Jede Taste öffnet sie wieder. `waybill key passphrase` setzt eine.',
  passphrase: 'Passphrase',
  hint: ' was Sie tippen, wird nicht angezeigt',
  symbols: count => (count === 1 ? 'ein Zeichen getippt' : `${count} Zeichen getippt`),
  opening: 'Wird geöffnet …',
  working: 'Die Arbeit geht weiter und behält die Schlüssel, bis sie fertig ist.',
  wrong: 'Die Passphrase ist falsch.',
  left: tries =>
    tries === 1
      ? 'Versuchen Sie es noch einmal: Die nächste falsche sperrt die Ablage.'
      : `Versuchen Sie es noch einmal: ${tries} Versuche bleiben.`,
  unfit: {
    'too-long': 'Das ist zu lang. Tippen Sie es noch einmal.',
    'several-lines': 'Das Eingefügte hat mehrere Zeilen. Fügen Sie eine ein.',
  },
  notText: 'Das Getippte ist kein gültiger Text. Tippen Sie es noch einmal.',
  out: 'Fünf falsche Passphrasen haben diese Ablage gesperrt. Der Wiederherstellungscode, der beim Anlegen gezeigt wurde, öffnet sie und verlangt eine neue Passphrase.',
  recovery: 'Wiederherstellung',
  codeWhere:
    'Der Wiederherstellungscode liegt, wo Sie ihn aufgeschrieben haben. Er bleibt gültig: Bewahren Sie ihn auf.',
  code: 'Wiederherstellungscode',
  newPassphrase: {
    label: 'Neue Passphrase',
    sameAgain: 'Noch einmal dieselbe',
    why: 'Eine Passphrase schützt die Schlüssel dieser Ablage auf diesem Gerät: Sie geben sie ein, wenn Sie Waybill öffnen. Am besten ist eine lange aus mehreren Wörtern.',
    missing: 'Noch ist nichts eingegeben.',
    again: 'Tippen Sie sie ein zweites Mal, damit ein Tippfehler Sie nicht aussperrt.',
    declining:
      'Ohne Passphrase kann, wer diese Ablage kopiert, mit ihrem Schlüssel unterschreiben und ihre persönlichen Angaben lesen. Dass Sie verzichtet haben, wird festgehalten. Ohne fortfahren? (j/n)',
  },
  different: 'Die beiden sind nicht gleich. Tippen Sie sie noch zweimal.',
  recoveryCode:
    'Der Wiederherstellungscode öffnet die Ablage, wenn die Passphrase vergessen ist. Er wird nur dieses eine Mal gezeigt: Schreiben Sie ihn auf, und bewahren Sie ihn getrennt von diesem Gerät auf.',
  keys: {
    unlock: 'entsperren',
    open: 'öffnen',
    recover: 'Wiederherstellungscode eingeben',
    next: 'weiter',
    back: 'zurück',
    decline: 'ohne Passphrase',
    sure: 'ja, ohne',
    keep: 'nein, zurück',
    show: 'zeigen',
    hide: 'verbergen',
    written: 'ich habe ihn aufgeschrieben',
    quit: 'beenden',
  },
}
