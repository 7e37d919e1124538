import type { Words } from '../words.ts'

export const phone: Words['phone'] = {
  title: 'Telefon der Sandbox',
  keys: { back: 'zurück', refresh: 'neu lesen' },
}
