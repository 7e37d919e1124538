import { doctor } from './de/doctor.ts'
import { help } from './de/help.ts'
import { home } from './de/home.ts'
import { lock } from './de/lock.ts'
import { policy } from './de/policy.ts'
import { recipients } from './de/recipients.ts'
import type { Words } from './words.ts'

export const de: Words = {
  frame: {
    sandbox: 'SANDBOX: nichts verlässt dieses Gerät',
    sandboxShort: 'SANDBOX',
    keys: { help: 'Hilfe' },
    help: 'Tasten',
    everywhere: {
      help: 'diese Hilfe (F1 auch beim Tippen)',
      lock: 'Bildschirm leeren und sperren',
      quit: 'Laufendes anhalten und beenden',
      suspend: 'zurück zur Shell; `fg` kehrt zurück',
      redraw: 'den Bildschirm neu zeichnen',
    },
    part: (first, last, count) => `${first}–${last} von ${count}`,
    always: 'Auf jedem Bildschirm',
    close: 'schließen',
    leaving: 'Wird geordnet angehalten …',
    working: 'Arbeitet …',
    soon: 'Einen Moment …',
  },
  doctor,
  help,
  home,
  lock,
  policy,
  recipients,
}
