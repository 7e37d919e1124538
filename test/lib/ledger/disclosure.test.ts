import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf, encodeDisclosure, newDisclosure, parseDisclosure } from '../../../lib/ledger/disclosure.ts'
import { wellFormedText } from '../../support/texts.ts'
import { seededRandom } from '../../support/world.ts'

describe('a disclosure', () => {
  it('is undone by parsing', () => {
    fc.assert(
      fc.property(wellFormedText(), wellFormedText(), fc.integer(), (name, value, seed) => {
        const made = newDisclosure(name, [value, { name: value }], seededRandom(seed))
        const parsed = parseDisclosure(encodeDisclosure(made))
        expect(parsed).toEqual({ ...made, salt: Buffer.from(made.salt) })
      }),
    )
  })

  it('has a salt of 128 random bits', () => {
    const random = seededRandom('salt')
    const [a, b] = [newDisclosure('phone', '+4915112345678', random), newDisclosure('phone', '+4915112345678', random)]
    expect(a.salt).toHaveLength(16)
    expect(digestOf(encodeDisclosure(a))).not.toBe(digestOf(encodeDisclosure(b)))
  })

  it('has the digest of the example in RFC 9901 §4.2.3', () => {
    const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0'
    expect(Buffer.from(digestOf(text), 'hex').toString('base64url')).toBe('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0')
    expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })

  const salt = Buffer.alloc(16, 7).toString('base64url')
  const d = (json: string) => Buffer.from(json).toString('base64url')
  it.each([
    ['padding', `${d(`["${salt}","n","v"]`)}=`],
    ['white space', d(`["${salt}", "n", "v"]`)],
    ['a short salt', d('["AAAA","n","v"]')],
    ['a salt with a second spelling', d(`["${salt.slice(0, -1)}x","n","v"]`)],
    ['no value', d(`["${salt}","n"]`)],
    ['two values', d(`["${salt}","n","v","w"]`)],
    ['a name that is no text', d(`["${salt}",1,"v"]`)],
    ['an object', d(`{"n":"v"}`)],
    ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64url')],
    ['standard Base64', d(`["${salt}","n","???>>>"]`).replaceAll('_', '/').replaceAll('-', '+')],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => parseDisclosure(text)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })
})
