import type { Place } from '../place.ts'
import { Dictate } from './dictate/dictate.tsx'
import { Doctor } from './doctor/doctor.tsx'
import { Home } from './home/home.tsx'
import { Log } from './log/log.tsx'
import { Phone } from './phone/phone.tsx'
import { Policy } from './policy/policy.tsx'
import { Recipients } from './recipients/recipients.tsx'
import { Send } from './send/send.tsx'
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
    case 'recipients':
      return <Recipients />
    case 'policy':
      return <Policy />
    case 'doctor':
      return <Doctor />
    case 'send':
      return <Send place={place} />
    default:
      return <Home />
  }
}
