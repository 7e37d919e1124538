import type { Place } from '../place.ts'
import { Home } from './home/home.tsx'
import { Log } from './log/log.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'log':
      return <Log />
    default:
      return <Home />
  }
}
