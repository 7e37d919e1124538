import { startOf } from '../lib/day.ts'
import type { Card } from './card.ts'
import { cardWords } from './card-words.ts'
import { systems } from './words.ts'

/** What a card says, before it is a text or a page. */
export interface CardParts {
  /** Above all, where it was made in a sandbox. */
  readonly test: string | null
  readonly title: string
  /** What stands between a name and its value. */
  readonly colon: string
  readonly opening: readonly string[]
  /** What must be found at a glance. */
  readonly facts: readonly (readonly [name: string, value: string, means: string])[]
  readonly stepsTitle: string
  readonly steps: readonly string[]
  readonly closing: readonly string[]
}

export function cardParts(card: Card): CardParts {
  const words = cardWords[card.language]
  const { transfer, from, phone, receiptCode, channel, hold, page, deleteBy } = card
  const ways = (card.system === null ? systems : [card.system]).map(system => words.systems[system])
  return {
    test: card.test ? words.test : null,
    title: words.title(transfer),
    colon: words.colon,
    opening: [words.what(from), words.road[channel]],
    facts: receiptCode === null ? [] : [[words.receipt, receiptCode, words.receiptMeans[hold]]],
    stepsTitle: words.stepsTitle,
    steps: [...(page === null ? [] : [words.page(page)]), ...ways, words.type, words.first],
    closing: [
      ...(deleteBy === null ? [] : [words.deleteBy(longDay(deleteBy, card.language))]),
      phone === null ? words.usualContact : words.call(phone),
    ],
  }
}

/** The card as plain text, one paragraph a line, for a mail program to wrap. */
export function cardText(card: Card): string {
  const { test, title, colon, opening, facts, stepsTitle, steps, closing } = cardParts(card)
  const paragraphs = [
    ...(test === null ? [] : [test]),
    title,
    ...opening,
    ...facts.map(([name, value, means]) => `${name}${colon} ${value}\n${means}`),
    [`${stepsTitle}${colon}`, ...steps.map(step => `- ${step}`)].join('\n'),
    ...closing,
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function longDay(day: string, language: Card['language']): string {
  // In English everywhere, and never in an order of numbers that another country reads otherwise.
  const locale = language === 'en' ? 'en-GB' : language
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(startOf(day))
  // CLDR knows no ordinal for the first of a month.
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text
}
