import type { Place } from '../place.ts'
import { Home } from './home/home.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    default:
      return <Home />
  }
}
