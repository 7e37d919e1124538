import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phonePicture } from '../../cli/phone-picture.ts'
import { sanitise } from '../../cli/sanitise.ts'
import { displayWidth } from '../../cli/width.ts'
import { wellFormedText } from '../support/texts.ts'

const text = {
  from: 'ACME',
  to: '+4915112345678',
  text: 'ACME: message for transfer WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf. Questions? Call your usual contact.',
  at: '09:00',
}

describe('phonePicture', () => {
  it('draws the phone with its text', () => {
    expect(`\n${phonePicture([text], { width: 80, unicode: true }).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      ╭────────────────────────────────────────────╮
      │                   ▂▂▂▂▂                    │
      │                                            │
      │               SANDBOX PHONE                │
      │               +4915112345678               │
      │ ────────────────────────────────────────── │
      │ ACME                                 09:00 │
      │ ╭──────────────────────────────────────╮   │
      │ │ ACME: message for transfer           │   │
      │ │ WB-7K3Q-M9XP. Password:              │   │
      │ │ k7qm-9xwp-3htz-6rvn-2cdf. Questions? │   │
      │ │ Call your usual contact.             │   │
      │ ╰──────────────────────────────────────╯   │
      │                                            │
      │ ────────────────────────────────────────── │
      │                     ○                      │
      ╰────────────────────────────────────────────╯
      "
    `)
  })

  it('draws it in ASCII', () => {
    expect(`\n${phonePicture([text], { width: 36, unicode: false }).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      .----------------------------------.
      |              _____               |
      |                                  |
      |          SANDBOX PHONE           |
      |          +4915112345678          |
      | -------------------------------- |
      | ACME                       09:00 |
      | .----------------------------.   |
      | | ACME: message for transfer |   |
      | | WB-7K3Q-M9XP. Password:    |   |
      | | k7qm-9xwp-3htz-6rvn-2cdf.  |   |
      | | Questions? Call your usual |   |
      | | contact.                   |   |
      | '----------------------------'   |
      |                                  |
      | -------------------------------- |
      |               ( )                |
      '----------------------------------'
      "
    `)
  })

  it('shows an empty phone', () => {
    const picture = phonePicture([], { width: 80, unicode: true }).join('\n')
    expect(picture).toContain('no texts yet')
    expect(picture).not.toContain('+49')
  })

  it('keeps its shape whatever the texts are', () => {
    const value = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), wellFormedText())
    const texts = fc.array(
      fc.record({ from: value, to: fc.string({ maxLength: 20 }), text: value, at: fc.constant('09:00') }),
    )
    fc.assert(
      fc.property(texts, fc.integer({ min: 30, max: 120 }), fc.boolean(), (texts, width, unicode) => {
        const lines = phonePicture(texts, { width, unicode })
        expect(new Set(lines.map(displayWidth)).size).toBe(1)
        expect(lines.map(sanitise)).toEqual(lines) // or the widths would be those of something else
        expect(displayWidth(lines[0] ?? '')).toBeLessThanOrEqual(Math.min(width, 46))
      }),
      { numRuns: 50 },
    )
  })

  it('never breaks a password that fits on a line', () => {
    const password = fc.string({ unit: fc.constantFrom(...'23456789abc-'), minLength: 12, maxLength: 26 })
    fc.assert(
      fc.property(password, fc.integer({ min: 34, max: 80 }), (password, width) => {
        const lines = phonePicture([{ ...text, text: `Password: ${password} .` }], { width, unicode: false })
        expect(lines.some(line => line.includes(password))).toBe(true)
      }),
    )
  })
})
