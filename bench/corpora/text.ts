import type { Dice } from './dice.ts'
import { HEADER, personRow } from './people.ts'

/** Makes one line after another, each with its newline. */
export type Lines = (dice: Dice, index: number) => string

const PIECE = 2 ** 20

/** Exactly `length` bytes of lines, in pieces; the last line is cut, as where a copy broke off. */
export function* text(length: number, dice: Dice, header: string, lines: Lines): Generator<Uint8Array> {
  let gathered = header
  let left = length
  for (let index = 0; left > 0; index++) {
    gathered += lines(dice, index)
    if (gathered.length < Math.min(left, PIECE)) continue
    const bytes = Buffer.from(gathered).subarray(0, left)
    left -= bytes.length
    gathered = ''
    yield bytes
  }
}

export const csv: readonly [string, Lines] = [HEADER, (dice, index) => personRow(dice, 100_000 + index)]

export const json: readonly [string, Lines] = [
  '',
  (dice, index) =>
    `{"id":${index},"at":"${stamp(dice, index)}","kind":"${dice.skewed(kinds)}","actor":{"team":"${dice.skewed(teams)}","number":${dice.below(900)}},"ok":${!dice.once(20)},"duration_ms":${dice.below(2_000)},"tags":["${dice.skewed(kinds)}","${dice.skewed(teams)}"]}\n`,
]

export const log: readonly [string, Lines] = [
  '',
  (dice, index) =>
    `${stamp(dice, index)} ${dice.skewed(grades)} [${dice.skewed(teams)}-${dice.between(1, 8)}] ${dice.skewed(kinds)} from 10.${dice.below(4)}.${dice.below(256)}.${dice.below(256)} took ${dice.below(900)} ms, ${dice.below(60_000)} bytes\n`,
]

export const prose: readonly [string, Lines] = [
  '',
  dice => {
    const words = Array.from({ length: dice.between(6, 22) }, () => dice.skewed(vocabulary))
    return `${words.join(' ')}.${dice.once(6) ? '\n\n' : ' '}`
  },
]

const grades = ['INFO', 'INFO', 'INFO', 'DEBUG', 'DEBUG', 'WARN', 'ERROR']
const kinds = [
  'invoice.printed',
  'invoice.sent',
  'login',
  'customer.changed',
  'payment.booked',
  'letter.returned',
  'contract.ended',
  'mandate.revoked',
  'meter.read',
]
const teams = ['billing', 'service', 'dunning', 'archive', 'import', 'legal', 'field']

function stamp(dice: Dice, index: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [hour, minute] = [Math.floor(index / 3_600) % 24, Math.floor(index / 60) % 60]
  return `2026-01-05T${two(hour)}:${two(minute)}:${two(index % 60)}.${String(dice.below(1_000)).padStart(3, '0')}Z`
}

/** Made up of syllables, some 3 000 words: what an unknown language looks like to a packer. */
const vocabulary: readonly string[] = (() => {
  const [starts, middles, ends] = [
    'b d f g k l m n p r s t v w st br kl sch tr h',
    'a e i o u ei au ie',
    'n r l s t ng m ch nd rt',
  ].map(list => list.split(' '))
  const words = [
    'und',
    'der',
    'die',
    'in',
    'zu',
    'den',
    'das',
    'nicht',
    'von',
    'sie',
    'ist',
    'des',
    'sich',
    'mit',
    'dem',
  ]
  for (const end of ends ?? [])
    for (const middle of middles ?? [])
      for (const start of starts ?? []) {
        words.push(start + middle + end, `${start}${middle}${start}${middle}${end}`)
      }
  return words
})()
