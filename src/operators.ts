import type { Ledger } from '../lib/ledger/store.ts'
import { normalised } from '../lib/ledger/tags.ts'
import type { Operator } from './world.ts'

/** Who stands behind each pseudonym, in the order of the quarters; null where the name was shredded. */
export function operators(ledger: Pick<Ledger, 'events' | 'disclosed'>): Map<string, Operator | null> {
  const named = [...ledger.events({ type: 'operator.named' })]
  return new Map(
    named.map(event => {
      const fields = ledger.disclosed(event).filter(field => field !== 'shredded')
      const value = (name: string) => fields.find(field => field.name === name)?.value
      const [name, email] = [value('name'), value('email')]
      return [event.op, typeof name === 'string' && typeof email === 'string' ? { name, email } : null]
    }),
  )
}

/** The pseudonyms of the person with this name or address, one for each quarter. */
export function pseudonymsOf(ledger: Pick<Ledger, 'events' | 'disclosed'>, nameOrEmail: string): string[] {
  const wanted = normalised(nameOrEmail)
  const isWanted = (one: Operator | null) =>
    one !== null && (normalised(one.name) === wanted || normalised(one.email) === wanted)
  return [...operators(ledger)].filter(([, one]) => isWanted(one)).map(([op]) => op)
}
