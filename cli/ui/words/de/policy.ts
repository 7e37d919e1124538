import { formatSize } from '../../../../lib/size.ts'
import { defaultBackups } from '../../../../src/policy-defaults.ts'
import type { PolicySentences } from '../../../../src/policy-explain.ts'
import type { Words } from '../words.ts'
import { accusative, dative } from './duration.ts'

const sentences: PolicySentences = {
  'password.minLength': ({ password }) =>
    `Ein Passwort hat mindestens ${password.minLength} Zeichen; weniger als 12 erlaubt keine Regel.`,
  'password.minBits': ({ password }) =>
    `Ein Passwort hat mindestens ${password.minBits} Bit; weniger als 60 erlaubt keine Regel.`,
  'password.recipe': ({ password }) =>
    ({
      groups: 'Waybill bildet Passwörter aus 20 zufälligen Zeichen, in fünf Gruppen zu vier.',
      words: 'Waybill bildet Passwörter aus sieben zufälligen Wörtern.',
      mixed: 'Waybill bildet Passwörter aus 16 zufälligen Buchstaben und Ziffern.',
    })[password.recipe],
  'release.mode': ({ release }) =>
    ({
      now: 'Ein Passwort wird sofort freigegeben; niemand muss den Empfangscode nennen.',
      'on-receipt-when-new':
        'Ein Passwort wird gehalten, bis der Empfänger den Empfangscode nennt, wenn ihm noch nie gesendet wurde oder die Daten besonderer Art sind; sonst wird es sofort freigegeben.',
      'on-receipt': 'Jedes Passwort wird gehalten, bis der Empfänger den Empfangscode nennt.',
    })[release.mode],
  'release.locked': ({ release }) =>
    release.locked
      ? 'Verlangen die Regeln, dass ein Passwort gehalten wird, so lässt sich das nicht umgehen.'
      : 'Verlangen die Regeln, dass ein Passwort gehalten wird, so lässt sich das mit --no-hold umgehen; das wird protokolliert.',
  'release.holdFor': ({ release }) =>
    `Ein gehaltenes Passwort verfällt nach ${dative(release.holdFor)}: Es wird vernichtet, und das Archiv bleibt zu.`,
  'release.wrongCodes': ({ release }) =>
    release.wrongCodes === 1
      ? 'Ein falscher Empfangscode sperrt die Übergabe.'
      : `${release.wrongCodes} falsche Empfangscodes sperren die Übergabe.`,
  closeAfter: ({ closeAfter }) =>
    `Eine Übergabe wird ${accusative(closeAfter)} nach Annahme oder Zustellung des Passworts abgeschlossen: Das Passwort wird vernichtet.`,
  'names.hide': ({ names }) =>
    ({
      auto: 'Dateinamen werden durch Nummern ersetzt, wo ein Name persönlich sein kann oder die Daten besonderer Art sind.',
      alias: 'Dateinamen werden immer durch Nummern ersetzt; die wahren Namen stehen in WAYBILL.txt.',
      wrap: 'Alle Dateien kommen in ein inneres ZIP, sodass ihre Namen ohne Passwort nie lesbar sind.',
      no: 'Dateinamen sind ohne Passwort lesbar, außer man verbirgt sie beim Senden mit --hide-names.',
    })[names.hide],
  'check.budget': ({ check }) =>
    check.budget === 'full'
      ? 'Bevor ein Archiv seinen Namen bekommt, liest zip.js alles.'
      : `Bevor ein Archiv seinen Namen bekommt, liest zip.js bis zu ${size(check.budget.total)} davon, Einträge bis ${size(check.budget.entry)}; den Rest liest unser eigener Leser.`,
  symlinks: ({ symlinks }) =>
    symlinks === 'refuse'
      ? 'Verknüpfungen unter den Dateien werden abgelehnt.'
      : 'Verknüpfungen innerhalb des Ordners werden verfolgt; solche nach außen oder ins Leere werden abgelehnt.',
  'numbers.unverified': ({ numbers }) =>
    ({
      warn: 'Bei einer Telefonnummer, die niemand geprüft hat, wird gewarnt.',
      refuse: 'Eine Telefonnummer, die niemand geprüft hat, wird abgelehnt.',
      allow: 'Eine Telefonnummer, die niemand geprüft hat, wird ohne Weiteres benutzt.',
    })[numbers.unverified],
  'numbers.coolingOff': ({ numbers }) =>
    `Eine Telefonnummer, die sich vor weniger als ${dative(numbers.coolingOff)} geändert hat, gilt als nicht geprüft.`,
  'keep.archive': ({ keep }) =>
    `Ein Archiv darf \`waybill purge\` ${accusative(keep.archive)} nach dem Erstellen löschen; --keep bestimmt es anders.`,
  'keep.contact': ({ keep }) =>
    `Was das Protokollbuch von einem Empfänger weiß, wird ${accusative(keep.contact)} nach dem Ende der Übergabe zum Vernichten fällig.`,
  'keep.identity': ({ keep }) =>
    `Was das Protokollbuch von einem Bearbeiter weiß, wird ${accusative(keep.identity)} nach dem Quartal oder der Übergabe zum Vernichten fällig.`,
  'keep.files': ({ keep }) =>
    `Die Dateiliste einer Übergabe wird ${accusative(keep.files)} nach deren Ende zum Vernichten fällig.`,
  'keep.backups': ({ keep }) =>
    `In Sicherungen kann Vernichtetes noch ${accusative(keep.backups ?? defaultBackups)} stehen: Jede Vernichtung sagt, bis wann.`,
  'lock.idle': ({ lock }) => `Nach ${dative(lock.idle)} ohne Taste wird diese Oberfläche geleert und gesperrt.`,
  courier: ({ courier }) =>
    courier === undefined
      ? 'Kein Kurier für SMS ist eingerichtet: Ein Mensch übermittelt das Passwort.'
      : `SMS übermittelt der Kurier ${courier.use}.`,
  'sender.name': ({ sender }) =>
    sender.name === undefined
      ? 'SMS nennen keine Organisation.'
      : `SMS beginnen mit ${sender.name}, gekürzt, wo der Platz fehlt.`,
  'sender.organisation': ({ sender }) =>
    sender.organisation === undefined
      ? 'WAYBILL.txt nennt keine Organisation.'
      : `WAYBILL.txt nennt ${sender.organisation} als Absender.`,
  'sender.phone': ({ sender }) =>
    sender.phone === undefined
      ? 'Empfänger sollen ihren üblichen Kontakt anrufen.'
      : `Empfänger sollen ${sender.phone} anrufen.`,
  'sender.language': ({ sender }) =>
    `SMS sind auf ${{ en: 'Englisch', de: 'Deutsch', fr: 'Französisch', es: 'Spanisch' }[sender.language ?? 'en']}.`,
  'sender.id': ({ sender }) =>
    sender.id === undefined
      ? 'Das Telefon des Empfängers zeigt die Nummer, die der Kurier wählt.'
      : `Das Telefon des Empfängers zeigt ${sender.id} als Absender.`,
  'sender.countries': ({ sender }) =>
    sender.countries === undefined
      ? 'Der angezeigte Absender ist in jedem Land derselbe.'
      : `Ein anderer Absender wird angezeigt in: ${Object.keys(sender.countries).join(', ')}.`,
  templates: ({ templates }) => {
    const own = Object.keys(templates)
    return own.length === 0
      ? 'SMS folgen den eingebauten Vorlagen.'
      : `SMS folgen eigenen Vorlagen in: ${own.join(', ')}.`
  },
  opener: ({ opener }) =>
    ({
      off: 'Die Seite, die ein Archiv im Browser öffnet, liegt nur mit --opener daneben.',
      beside: 'Die Seite, die ein Archiv im Browser öffnet, liegt neben jedem Archiv.',
    })[opener ?? 'off'],
  removableMedia: ({ removableMedia }) =>
    ({
      deny: 'Ein Archiv auf einem Wechseldatenträger wird abgelehnt.',
      warn: 'Bei einem Archiv auf einem Wechseldatenträger wird gewarnt.',
      allow: 'Ob ein Datenträger wechselbar ist, wird nicht geprüft.',
    })[removableMedia ?? 'allow'],
  diskEncryption: ({ diskEncryption }) =>
    ({
      require: 'Auf einem unverschlüsselten Datenträger wird nichts versiegelt.',
      warn: 'Bei einem unverschlüsselten Datenträger wird gewarnt.',
      off: 'Ob der Datenträger verschlüsselt ist, wird nicht geprüft.',
    })[diskEncryption ?? 'off'],
  scan: ({ scan }) =>
    ({
      require: 'Dateien werden nur versiegelt, wenn ein Virenscanner nichts fand.',
      warn: 'Dateien werden auf Viren geprüft; fehlt der Virenscanner, wird gewarnt.',
      off: 'Dateien werden nicht auf Viren geprüft.',
    })[scan ?? 'off'],
  agreements: ({ agreements }) =>
    ({
      require: 'Ein Empfänger ohne gültige Vereinbarung zum Datenschutz wird abgelehnt.',
      warn: 'Bei einem Empfänger ohne gültige Vereinbarung zum Datenschutz wird gewarnt.',
      off: 'Vereinbarungen zum Datenschutz werden nicht geprüft.',
    })[agreements ?? 'off'],
  approval: ({ approval }) =>
    ({
      never: 'Eine Freigabe braucht keine zweite Person.',
      special: 'Sind die Daten besonderer Art, gibt eine zweite Person frei.',
      'new-or-special': 'Ist der Empfänger neu oder sind die Daten besonderer Art, gibt eine zweite Person frei.',
      always: 'Jede Freigabe braucht eine zweite Person.',
    })[approval ?? 'never'],
}

/** `256 MiB` of `256MiB`. */
function size(count: number): string {
  return formatSize(count).replace(/(?=[A-Z])/, ' ')
}

export const policy: Words['policy'] = {
  title: 'Regeln',
  sentences,
  groups: {
    password: 'Passwörter',
    release: 'Freigabe',
    archive: 'Archive',
    numbers: 'Telefonnummern',
    keep: 'Wie lange etwas aufbewahrt wird',
    device: 'Dieses Gerät',
    texts: 'SMS',
  },
  unenforced: 'noch ohne Wirkung',
  digest: digest => `Prüfsumme ${digest}`,
  since: (when, ago) => `In Kraft seit ${when} (${ago})`,
  change: 'Ändern Sie sie auf der Kommandozeile; die Änderung wird mit ihrem Unterschied protokolliert:',
  command: 'waybill policy set release.holdFor 3d',
  keys: { scroll: 'blättern', back: 'zurück' },
}
