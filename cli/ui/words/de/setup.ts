import type { Words } from '../words.ts'

export const setup: Words['setup'] = {
  title: 'Willkommen',
  welcome:
    'Waybill hält fest, was Sie übergeben. Geben Sie an, wer hier arbeitet: eine Person, kein gemeinsames Konto.',
  name: 'Ihr Vor- und Nachname',
  nameHint: 'Grace Hopper',
  email: 'Ihre eigene E-Mail-Adresse',
  emailHint: 'grace.hopper@example.com',
  or: 'Oder probieren Sie mit Ctrl-T zuerst alles in der Sandbox aus: Nichts verlässt dieses Gerät.',
  where: directory => `Die Ablage wird in ${directory} liegen`,
  making: 'Die Schlüssel werden erzeugt …',
  keys: {
    next: 'weiter',
    sandbox: 'Sandbox ausprobieren',
    quit: 'beenden',
    up: 'Feld darüber',
    down: 'nächstes Feld',
  },
}
