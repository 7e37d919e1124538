import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardPage } from '../../cli/card-page.ts'
import { parsePhone } from '../../lib/phone.ts'
import { cardWords } from '../../src/card-words.ts'
import { type Card, cardOf, cardParts, cardText } from '../../src/index.ts'
import { channels, holds, languages, systems } from '../../src/words.ts'
import { bench } from '../support/transfers.ts'

async function desk() {
  const phone = await parsePhone('+4930123456')
  const made = await bench({ sender: { organisation: 'Example Ltd', phone, language: 'fr' } })
  const { world } = made
  const record = await made.send({ hold: true, card: true, askDeletion: '2026-12-31' })
  return { world, record, password: world.ledger.vault.get(record.id)?.use(text => text) ?? '' }
}
const shown = (card: Card) => [cardText(card), cardPage(card)]

describe('a card', () => {
  it('says neither password nor number, nor who gets what and why, whatever these are', async () => {
    const { world, record, password } = await desk()
    expect(password).toMatch(/^\S{24}$/)
    const word = fc.stringMatching(/^[A-Za-z0-9]{14,20}$/)
    const number = fc.stringMatching(/^\+49151[0-9]{8}$/)
    const request = fc.record({ recipient: word, organisation: word, phone: number, purpose: word, reference: word })
    fc.assert(
      fc.property(request, word, fc.constantFrom(...languages), (contact, name, language) => {
        const { plan, files } = record
        if (plan === null || files === null) throw new Error('shredded')
        const asked = {
          ...record,
          contact: { ...record.contact, ...contact, client: null, language },
          plan: { ...plan, final: `/tmp/${name}.zip`, paths: [`/tmp/${name}`] },
          files: files.map(file => ({ ...file, name, as: name })),
        }
        const digits = contact.phone.slice(3)
        for (const text of shown(cardOf(world, asked))) {
          for (const secret of [password, password.replaceAll('-', ''), digits, name, ...Object.values(contact)]) {
            expect(text).not.toContain(secret)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('says what this is, the receipt code, how to open it, until when, and whom to call', async () => {
    const { world, record } = await desk()
    const card = cardOf(world, record, 'en')
    expect(card).toMatchObject({ from: 'Example Ltd (Grace Hopper)', deleteBy: '2026-12-31', system: null })
    for (const text of shown({ ...card, page: 'open-WB-7K3Q-M9XP.html' })) {
      for (const said of [record.short, '7-Zip', 'Keka', 'open-WB-7K3Q-M9XP.html', '31 December 2026', '+4930123456'])
        expect(text).toContain(said)
      expect(text).toContain(card.receiptCode)
      expect(text).toContain('in a text message')
    }
  })

  it('speaks as it is asked to, else as the contact, else as the policy, and names one system where it is known', async () => {
    const { world, record } = await desk()
    const { contact } = record
    const of = (more: Partial<typeof contact>, asked?: Card['language']) =>
      cardOf(world, { ...record, contact: { ...contact, ...more } }, asked)
    expect(record.contact.language).toBe('fr')
    expect(of({ language: 'de', system: 'windows' })).toMatchObject({ language: 'de', system: 'windows' })
    expect(of({ language: 'de' }, 'es').language).toBe('es')
    expect(of({ language: null })).toMatchObject({ language: 'fr', system: null })
    const text = cardText(of({ language: 'de', system: 'windows' }))
    expect(text).toContain('Windows-Explorer')
    expect(text).not.toMatch(/Linux|macOS|Android/)
  })

  it('has the day and the colons of its language, and asks to be called before its page is trusted', async () => {
    const { world, record } = await desk()
    const card = { ...cardOf(world, record, 'fr'), deleteBy: '2027-01-01', page: 'open-WB-7K3Q-M9XP.html' }
    for (const text of shown(card)) {
      expect(text).toContain('le 1er janvier 2027')
      expect(text).toMatch(/Code de réception :/)
      expect(text).toContain('nous vous avons dit au téléphone')
    }
    expect(cardText(card)).not.toMatch(/\p{L}:(\s|$)/mu)
    expect(cardText({ ...card, language: 'en' })).toContain('once we have told you on the telephone that it is ours')
  })

  it('is a page that loads nothing, runs nothing, and shows a sender’s markup as text', async () => {
    const { world, record } = await desk()
    const page = cardPage({ ...cardOf(world, record), from: '<script>alert(1)</script>' })
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toMatch(/<script|<img|<link|src=/)
    expect(page).toContain(`<html lang="fr">`)
    expect(page).toContain('default-src &#39;none&#39;')
  })
})

describe('the sentences of a card', () => {
  it('are all there in every language, and in no two the same', () => {
    const parts = (language: Card['language']) => {
      const texts: string[] = []
      for (const system of [null, ...systems])
        for (const channel of channels)
          for (const hold of holds)
            for (const [page, phone, deleteBy] of [
              [null, null, null] as const,
              ['P', '+4930123456', '2026-12-31'] as const,
            ]) {
              const from = 'F'
              const card = { transfer: 'T', test: true, from, phone, receiptCode: 'C', channel, hold, page, deleteBy }
              texts.push(...cardText({ ...card, language, system }).split('\n'))
            }
      return [...new Set(texts)].filter(text => text !== '')
    }
    const [en = [], ...others] = languages.map(parts)
    for (const other of others) {
      expect(other).toHaveLength(en.length)
      expect(other.filter(text => en.includes(text))).toEqual([])
    }
    const known = Object.keys(cardWords.en).sort()
    for (const language of languages) expect(Object.keys(cardWords[language]).sort()).toEqual(known)
  })

  it('leave a code out that was shredded', () => {
    const card = {
      transfer: 'T',
      test: false,
      from: 'F',
      phone: null,
      channel: 'sms',
      hold: 'none',
      page: null,
    } as const
    const parts = cardParts({ ...card, language: 'en', system: 'mac', receiptCode: null, deleteBy: null })
    expect(parts.facts).toEqual([])
    expect(parts.test).toBeNull()
  })
})
