import type { Place } from '../place.ts'
import { Home } from './home/home.tsx'
import { Phone } from './phone/phone.tsx'
import { Transfer } from './transfer/transfer.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'transfer':
      return <Transfer id={place.id} act={place.act} />
    case 'phone':
      return <Phone />
    default:
      return <Home />
  }
}
