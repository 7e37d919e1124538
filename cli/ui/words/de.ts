import { home } from './de/home.ts'
import { lock } from './de/lock.ts'
import { send } from './de/send.ts'
import type { Words } from './words.ts'

export const de: Words = {
  frame: {
    sandbox: 'SANDBOX: nichts verlässt dieses Gerät',
    keys: { help: 'Hilfe' },
    help: 'Tasten',
    everywhere: {
      help: 'diese Hilfe (F1 auch beim Tippen)',
      quit: 'Laufendes anhalten und beenden',
      suspend: 'zurück zur Shell; `fg` kehrt zurück',
      redraw: 'den Bildschirm neu zeichnen',
    },
    close: 'schließen',
    leaving: 'Wird geordnet angehalten …',
    working: 'Arbeitet …',
    soon: 'Einen Moment …',
  },
  home,
  lock,
  send,
}
