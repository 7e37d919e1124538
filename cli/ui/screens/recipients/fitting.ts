import { textOf } from '../../text-field.ts'
import type { ContactRow, RecipientsState } from './recipients-state.ts'

/** The rows in which every word of the filter stands somewhere: in the name, the organisation or the client. */
export function fitting({ rows, filter }: Pick<RecipientsState, 'rows' | 'filter'>): readonly ContactRow[] {
  const words = folded(textOf(filter)).split(/\s+/)
  return (rows ?? []).filter(({ view: { name, organisation, client } }) => {
    const all = folded([name, organisation, client].join(' '))
    return words.every(word => all.includes(word))
  })
}

/** Letter case and accents do not matter: `muller` finds Müller. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
