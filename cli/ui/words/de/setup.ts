import type { Words } from '../words.ts'

export const setup: Words['setup'] = {
  title: 'Willkommen',
  welcome:
    'Waybill versiegelt Dateien und hält fest, was Sie übergeben. Wer arbeitet hier? Eine Person, kein gemeinsames Konto.',
  name: 'Vor- und Nachname',
  nameHint: 'Grace Hopper',
  email: 'Ihre eigene E-Mail',
  emailHint: 'grace.hopper@example.com',
  or: 'Oder probieren Sie mit Strg-T zuerst alles in der Sandbox aus: Nichts verlässt dieses Gerät.',
  shortOr: 'Strg-T: in der Sandbox ausprobieren.',
  where: directory => `Alles wird in ${directory} abgelegt`,
  making: 'Die Schlüssel werden erzeugt …',
  leaving: 'Noch einmal Esc beendet, und Ihre Eingaben gehen verloren.',
  mend: {
    name: 'Schreiben Sie den Vor- und den Nachnamen der Person, die hier arbeitet.',
    email: 'Schreiben Sie die Adresse dieser einen Person, etwa grace.hopper@example.com.',
  },
  keys: {
    next: 'weiter',
    sandbox: 'Sandbox ausprobieren',
    quit: 'beenden',
    up: 'Feld darüber',
    down: 'nächstes Feld',
  },
}
