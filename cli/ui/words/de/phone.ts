import type { Words } from '../words.ts'

export const phone: Words['phone'] = {
  title: 'Telefon der Sandbox',
  picture: { title: 'TELEFON DER SANDBOX', none: 'noch keine SMS' },
  keys: { back: 'zurück', refresh: 'neu lesen' },
}
