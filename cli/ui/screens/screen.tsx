import type { Place } from '../place.ts'
import { Dictate } from './dictate/dictate.tsx'
import { Home } from './home/home.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'dictate':
      return <Dictate id={place.id} />
    default:
      return <Home />
  }
}
