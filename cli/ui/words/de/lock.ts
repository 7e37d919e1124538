import type { Words } from '../words.ts'

export const lock: Words['lock'] = {
  title: 'Gesperrt',
  locked: 'Dieses Home ist gesperrt.',
  passphrase: 'Passphrase',
  hint: 'Was Sie tippen, ist nicht zu sehen.',
  opening: 'Wird geöffnet …',
  keys: { unlock: 'entsperren', quit: 'beenden' },
}
