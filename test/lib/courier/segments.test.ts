import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { septets } from '../../../lib/courier/gsm7.ts'
import { composeText, type Language, templateFor } from '../../../lib/courier/text.ts'
import { WaybillError } from '../../../lib/error.ts'
import { Secret } from '../../../lib/secret.ts'

/** Twilio's own calculator is the other opinion; `smart` encoding is off, as in what the courier sends. */
function opinion(text: string) {
  const message = new SegmentedMessage(text, 'auto', false)
  return { encoding: message.getEncodingName(), segments: message.segmentsCount, bits: message.messageSize }
}

describe('the text, in the opinion of another calculator', () => {
  it('is one GSM 7 bit segment, whatever is composed', () => {
    const name = fc.string({ unit: fc.constantFrom(...'ABCaeiouäöüßÉñ€[]{}~^|\\&./- '), minLength: 1, maxLength: 60 })
    const password = fc.string({ unit: fc.constantFrom(...'abcdefgh23456789-'), minLength: 12, maxLength: 60 })
    let composed = 0
    fc.assert(
      fc.property(fc.constantFrom<Language>('en', 'de', 'fr', 'es'), name, password, (language, sender, password) => {
        fc.pre(sender.trim() !== '')
        const text = compose(language, sender, password)
        if (text === null) return
        expect(opinion(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 })
        composed += 1
      }),
      { numRuns: 1_000, seed: 5 },
    )
    expect(composed).toBeGreaterThan(500)
  })

  it('takes as many septets as we count, and the same characters make it UCS-2', () => {
    const character = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
      fc.constantFrom(...'äçÇ€àá’–Δ'),
    )
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 150 }), characters => {
        const text = characters.join('')
        const own = septets(text)
        const { encoding, bits } = opinion(text)
        expect(encoding).toBe(own === null ? 'UCS-2' : 'GSM-7')
        if (own !== null && own <= 160) expect(bits).toBe(own * 7)
      }),
      { numRuns: 1_000, seed: 6 },
    )
  })
})

function compose(language: Language, sender: string, password: string): string | null {
  try {
    const values = { sender, transfer: 'WB-7K3Q-M9XP', password: Secret.fromText(password) }
    return composeText(templateFor(language, {}), values).use(text => text)
  } catch (error) {
    if (error instanceof WaybillError) return null
    throw error
  }
}
