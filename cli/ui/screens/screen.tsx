import type { Place } from '../place.ts'
import { Home } from './home/home.tsx'
import { Send } from './send/send.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'send':
      return <Send place={place} />
    default:
      return <Home />
  }
}
