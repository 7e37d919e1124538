import { dictate } from './de/dictate.ts'
import { doctor } from './de/doctor.ts'
import { errors } from './de/errors.ts'
import { events } from './de/events.ts'
import { help } from './de/help.ts'
import { home } from './de/home.ts'
import { lock } from './de/lock.ts'
import { log } from './de/log.ts'
import { phone } from './de/phone.ts'
import { policy } from './de/policy.ts'
import { recipients } from './de/recipients.ts'
import { send } from './de/send.ts'
import { setup } from './de/setup.ts'
import { terms } from './de/terms.ts'
import { transfer } from './de/transfer.ts'
import { waybill } from './de/waybill.ts'
import type { Words } from './words.ts'

export const de: Words = {
  frame: {
    sandbox: 'SANDBOX: nichts verlässt dieses Gerät',
    sandboxShort: 'SANDBOX',
    keys: { help: 'Hilfe' },
    printed: {
      ctrl: 'Strg',
      space: 'Leertaste',
      y: 'j',
      pageup: 'Bild auf',
      pagedown: 'Bild ab',
      home: 'Pos1',
      end: 'Ende',
      delete: 'Entf',
      backspace: 'Rücktaste',
      'shift-tab': 'Umschalt-Tab',
    },
    help: 'Tasten',
    everywhere: {
      help: 'diese Hilfe (F1 auch beim Tippen)',
      lock: 'Bildschirm leeren und sperren',
      quit: 'Laufendes anhalten und beenden',
      suspend: 'zurück zur Shell; `fg` kehrt zurück',
    },
    empty: (label, hint) => (hint === '' ? `${label}: leer` : `${label}: leer, ${hint}`),
    part: (first, last, count) => `${first}–${last} von ${count}`,
    always: 'Auf jedem Bildschirm',
    close: 'schließen',
    leaving: 'Wird geordnet angehalten …',
    hard: 'Noch zweimal Strg-C beendet sofort; `waybill resume` setzt fort, was abgebrochen wurde.',
    working: 'Arbeitet …',
    soon: 'Einen Moment …',
  },
  errors,
  events,
  home,
  lock,
  log,
  setup,
  dictate,
  transfer,
  phone,
  terms,
  waybill,
  doctor,
  help,
  policy,
  recipients,
  send,
}
