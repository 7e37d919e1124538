import type { Place } from '../place.ts'
import { Doctor } from './doctor/doctor.tsx'
import { Home } from './home/home.tsx'
import { Policy } from './policy/policy.tsx'
import { Recipients } from './recipients/recipients.tsx'

/** The screen of a place. */
export function Screen({ place }: { readonly place: Place }) {
  switch (place.at) {
    case 'recipients':
      return <Recipients />
    case 'policy':
      return <Policy />
    case 'doctor':
      return <Doctor />
    default:
      return <Home />
  }
}
