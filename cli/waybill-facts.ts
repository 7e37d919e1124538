import type { Says } from '../src/says.ts'
import type { WaybillView } from '../src/waybill-view.ts'
import { type Html, html } from './html.ts'

/** The five facts that people mix up, each with its time, or that nobody says so. */
export function factStrip({ life }: WaybillView): Html {
  const cells = facts.map(({ name, events, means }) => {
    const found = life.findLast(({ event }) => events.includes(event))
    if (found === undefined) return html`<div class="no"><b>not ${name}</b><span>nothing on record</span></div>`
    const time = `${found.at.slice(0, 10)} ${found.at.slice(11, 16)}`
    return html`<div><b>${name}</b><span>${time} UTC</span><span>${means(found.event, found.says)}</span></div>`
  })
  return html`<div class="facts">${cells}</div>`
}

interface Fact {
  readonly name: string
  readonly events: readonly string[]
  readonly means: (event: string, says: Says) => string
}

const facts: readonly Fact[] = [
  { name: 'checked', events: ['transfer.checked'], means: () => 'another reader read the archive back' },
  { name: 'released', events: ['transfer.released'], means: () => 'the password was let go' },
  { name: 'accepted', events: ['password.accepted'], means: () => 'the provider took the text' },
  {
    name: 'delivered',
    events: ['password.delivered', 'password.dictated'],
    means: event =>
      event === 'password.dictated' ? 'the operator says: read out' : 'the provider says: on the handset',
  },
  {
    name: 'confirmed',
    events: ['transfer.confirmed', 'confirmation.quoted'],
    means: (_, says) => (says === 'recipient' ? 'the code from inside was quoted' : 'the sender says: opened'),
  },
]
