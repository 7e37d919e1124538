import { describe, expect, it } from 'vitest'
import { senderFor } from '../../../lib/courier/sender.ts'
import { parsePhone } from '../../../lib/phone.ts'

const countries = { US: '+12025550123', DE: 'Acme DE' }

describe('the sender that a telephone shows', () => {
  it.each([
    ['+4915112345678', { id: 'ACME', countries }, 'Acme DE'],
    ['+12133734253', { id: 'ACME', countries }, '+12025550123'],
    // Canada shares its country code with the USA.
    ['+16132345678', { id: 'ACME', countries }, 'ACME'],
    ['+33612345678', { id: 'ACME', countries }, 'ACME'],
    ['+33612345678', { countries }, null],
    ['+33612345678', { id: 'ACME' }, 'ACME'],
    ['+33612345678', {}, null],
  ])('for %s is the one of the country, else the general one: %j', async (to, senders, expected) => {
    expect(await senderFor(senders, await parsePhone(to))).toBe(expected)
  })
})
