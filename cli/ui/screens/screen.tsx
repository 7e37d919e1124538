import type { Place } from '../place.ts'
import { Dictate } from './dictate/dictate.tsx'
import { Home } from './home/home.tsx'
import { Log } from './log/log.tsx'
import { Phone } from './phone/phone.tsx'
import { Transfer } from './transfer/transfer.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'log':
      return <Log />
    case 'dictate':
      return <Dictate id={place.id} />
    case 'transfer':
      return <Transfer place={place} />
    case 'phone':
      return <Phone />
    default:
      return <Home />
  }
}
