import type { Words } from '../words.ts'

const actions: Words['transfer']['actions'] = {
  release: 'Empfangscode',
  override: 'mit Begründung freigeben',
  'other-channel': 'anderer Weg',
  dictate: 'vorlesen',
  resume: 'fortsetzen',
  status: 'Anbieter fragen',
  'handed-over': 'übergeben',
  confirm: 'bestätigen',
  deleted: 'Löschung',
  cancel: 'abbrechen',
}

export const transfer: Words['transfer'] = {
  title: 'Übergabe',
  actions,
  invitations: {
    release: 'Empfangscode eingeben',
    override: 'mit Begründung freigeben',
    'other-channel': 'anderen Weg nehmen',
    dictate: 'Passwort vorlesen',
    resume: 'nach dem Abbruch fortsetzen',
    status: 'den Anbieter fragen',
    'handed-over': 'das Archiv übergeben',
    confirm: 'bestätigen',
    deleted: 'vermerken, ob gelöscht wurde',
    cancel: 'abbrechen',
  },
  keys: {
    back: 'zurück',
    refresh: 'neu lesen',
    stop: 'anhalten',
    scroll: 'blättern',
    enter: 'ausführen',
    choose: 'auswählen',
    close: 'nicht jetzt',
  },
  form: {
    titles: {
      release: 'Welchen Empfangscode nennt der Empfänger?',
      override: 'Warum darf es ohne den Code gehen?',
      'other-channel': 'Auf welchem Weg soll das Passwort stattdessen gehen?',
      'handed-over': 'Wie hat das Archiv das Haus verlassen?',
      confirm: 'Woher wissen Sie, dass es geöffnet wurde?',
      deleted: 'Was sagt der Empfänger zum Löschen der Dateien?',
      cancel: 'Diese Übergabe abbrechen?',
    },
    again: 'Wie wurde die Nummer bestätigt?',
    late: 'Welchen Bestätigungscode nennt der Empfänger?',
    code: 'Code',
    reason: 'Begründung',
    by: 'Wer sagt es',
    codeHint: '7K3Q-M9XP',
    byHint: 'freiwillig',
    ways: {
      mail: 'per E-Mail',
      portal: 'über ein Portal',
      sftp: 'per SFTP',
      person: 'persönlich',
    },
    proofs: {
      code: 'der Empfänger nennt den Bestätigungscode',
      word: 'er sagt es, ohne den Code: als Ihr Wort vermerkt',
    },
    stops: {
      keep: 'nein, nichts ändern',
      stop: 'ja, abbrechen',
      'mis-sent': 'ja: es ging an die falsche Person oder Nummer',
    },
    answers: { deleted: 'die Dateien sind gelöscht', kept: 'die Dateien werden behalten' },
    problems: {
      code: 'Ein Code hat acht Buchstaben und Ziffern, etwa 7K3Q-M9XP.',
      reason: 'Sagen Sie in wenigen Worten, warum: Es wird vermerkt.',
      choice: 'Wählen Sie zuerst aus, mit den Pfeiltasten.',
    },
  },
  working: action => `${actions[action]} …`,
  busy: 'Diese Seite verfolgt es und zeigt, sobald es getan ist.',
  stopped: 'Angehalten. Was bis dahin geschah, ist vermerkt.',
  done: {
    released: 'Freigegeben. Nun übermittelt es eine Person.',
    accepted: key =>
      `Freigegeben, und der Anbieter hat es angenommen. Zugestellt ist es damit noch nicht: ${key} fragt nach.`,
    delivered: 'Zugestellt.',
    deleted: 'Vermerkt, auf Ihr Wort: Die Dateien sind gelöscht.',
    kept: 'Vermerkt, auf Ihr Wort: Die Dateien werden behalten.',
    handedOver: 'Vermerkt: Das Archiv wurde übergeben.',
    confirmed: 'Vermerkt: Das Archiv wurde geöffnet.',
    cancelled: 'Abgebrochen, und das Passwort ist vernichtet.',
    same: 'Nichts Neues.',
    state: state => `Jetzt: ${state}.`,
  },
  left: {
    archive: {
      none: 'Kein Archiv wurde veröffentlicht.',
      made: 'Das Archiv wurde erstellt, und nichts besagt, dass es übergeben wurde; ohne sein Passwort kann es niemand öffnen.',
      'handed-over': 'Das Archiv wurde übergeben.',
    },
    password: {
      kept: 'Das Passwort wurde nie freigegeben: Der Inhalt bleibt unverständlich, was ein Risiko für Personen gewöhnlich unwahrscheinlich macht (Art. 33 Abs. 1, Art. 34 Abs. 3 lit. a DSGVO).',
      released: 'Das Passwort wurde freigegeben, und nichts besagt, dass es übermittelt wurde.',
      unknown:
        'Das Passwort kann hinausgegangen sein, und niemand weiß es: Nehmen Sie an, dass es kennt, wer diese Nummer hat.',
      accepted: 'Der Kurier hatte das Passwort angenommen: Nehmen Sie an, dass es kennt, wer diese Nummer hat.',
      delivered: 'Das Passwort wurde zugestellt.',
      failed: 'Der Kurier sagt, dass das Passwort nicht zugestellt wurde.',
    },
    leaked:
      'Das Passwort wurde nie freigegeben, und jemand hat es dennoch: Brechen Sie die Übergabe ab, und klären Sie, wie das geschah.',
    withdrawn: 'Die SMS wurde beim Kurier zurückgezogen, bevor sie hinausging.',
    names: 'Die Namen der Dateien im Archiv sind ohne das Passwort lesbar.',
    incident:
      'Ging es an die falsche Person, so ist es ein Vorfall, der zu vermerken und zu bewerten ist (Art. 33 Abs. 5 DSGVO), siehe docs/mis-sent.md.',
  },
  road: {
    head: 'Der Weg des Passworts',
    notYet: 'noch nicht',
    never: 'nein',
    refused: 'fehlgeschlagen',
    unknown: 'niemand weiß es',
    needless: 'nicht nötig: eine Person übermittelt es',
    took: courier => `sagt ${courier}: angenommen`,
    handset: courier => `sagt ${courier}: angekommen`,
    readOut: 'sagt der Bearbeiter: vorgelesen',
    opened: 'der Code von innen wurde genannt',
    word: 'sagt der Absender',
    by: {
      'no-hold': 'ohne Halten',
      receipt: 'auf den Empfangscode hin',
      override: 'auf das Wort des Bearbeiters',
      person: 'zum Vorlesen',
      'other-channel': 'auf einen anderen Weg',
      again: 'noch einmal, mit Begründung',
    },
  },
  now: {
    unknown:
      'Niemand weiß, ob das Passwort hinausging: Es kam keine Antwort. Von selbst wird es nie ein zweites Mal gesendet.',
    look: key =>
      `${key} sucht es beim Anbieter. Nur wenn zwei Blicke im Abstand von zehn Minuten nichts finden, darf es noch einmal gesendet werden.`,
    lookAgain: (first, from) =>
      `Ein Blick um ${first} fand nichts. Findet einer nach ${from} wieder nichts, dürfen Sie es noch einmal senden.`,
    again: key => `Zwei Blicke fanden nichts. ${key} sendet es noch einmal, mit einer Begründung, die vermerkt wird.`,
    nobody: key => `Bei diesem Kurier kann niemand danach suchen. ${key} bricht ab; senden Sie die Dateien danach neu.`,
    failed: 'Es kam nicht an. Der Kurier sagt:',
    other: key => `${key} nimmt einen anderen Weg, mit demselben Passwort.`,
    retry: key => `War die Nummer doch richtig? ${key} versucht es noch einmal, mit Begründung.`,
    wrongNumber: key => `Ist die Nummer falsch? ${key} bricht ab; senden Sie die Dateien danach neu.`,
    locked: (override, cancel) =>
      `Gesperrt: zu viele falsche Empfangscodes. ${override} gibt mit Begründung frei, ${cancel} bricht ab.`,
    heldReceipt: until => `Gehalten, bis der Empfänger den Empfangscode nennt; läuft ab am ${until}.`,
    heldPerson: until => `Gehalten, bis eine Person es vorliest; läuft ab am ${until}.`,
    notHandedOver: (key, code) =>
      `Senden Sie dem Empfänger das Archiv, mit dem Empfangscode${code === '' ? '' : ` ${code}`}; danach vermerkt ${key}, auf welchem Weg.`,
    cutOff: key =>
      `Mitten in einem Schritt abgebrochen, oder ein anderer Befehl arbeitet gerade daran. ${key} setzt fort; kein Passwort wird zweimal gesendet.`,
    person: key => `Freigegeben, damit eine Person es übermittelt: ${key} zeigt es.`,
    accepted: 'Der Anbieter hat die SMS angenommen. Ob sie ankommt, sagt er später.',
    deletionAsked: day => `Der Empfänger wurde gebeten, die Dateien bis ${day} zu löschen.`,
    deletionDue: (day, key) =>
      `Der Empfänger wurde gebeten, die Dateien bis ${day} zu löschen, und keine Antwort ist vermerkt. Fragen Sie nach; ${key} vermerkt sie.`,
    numberGone:
      'Die Nummer dieser Übergabe ist nicht mehr die des Empfängers, oder sie wurde vernichtet: Dorthin geht kein Passwort. Geben Sie es persönlich weiter, oder brechen Sie ab und senden Sie die Dateien neu.',
    noPassword:
      'Das Passwort ist nicht in dieser Ablage: Eine Wiederherstellung bringt es nicht zurück. Brechen Sie ab und senden Sie die Dateien neu.',
    expired: 'Niemand hat sie rechtzeitig freigegeben. Das Passwort ist vernichtet: Senden Sie die Dateien neu.',
    rejected: 'Die Prüfung des Archivs schlug fehl. Nichts wurde veröffentlicht, und das Passwort ist vernichtet.',
    closed: 'Sie ist abgeschlossen, und das Passwort ist vernichtet.',
  },
}
