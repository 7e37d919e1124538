import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../cli/csv.ts'
import { read } from './markdown.ts'

/** Numbers that the regulators set aside for films and books, by country. */
const fictional = [
  /^\+44 7700 900\d{3}$/, // Ofcom, "Telephone numbers for use in TV and radio drama programmes"
  /^\+44 20 7946 0\d{3}$/,
  /^\+1 \d{3} 555 01\d\d$/, // ATIS-0300115, "555 NXX Line Number Reference Document"
  /^\+49 171 39200\d\d$/, // Bundesnetzagentur, "Rufnummern für Medienproduktionen"
  /^\+49 30 23125\d{3}$/,
  /^\+33 (6 39 98|1 99 00) \d\d \d\d$/, // ARCEP, plan national de numérotation, 2.5.12
  /^\+46 70 174 06 \d\d$/, // PTS, "Telefonnummer för användning i böcker och filmer"
]

describe('samples/customers.csv', () => {
  const [header = [], ...rows] = parseCsv(read('samples/customers.csv'))
  const column = (name: string) => rows.map(row => row[header.indexOf(name)] ?? '')

  it('names nobody who could exist', () => {
    expect(rows).toHaveLength(40)
    expect(column('email').filter(address => !/@example\.(com|org)$/.test(address))).toEqual([])
    expect(column('phone').filter(number => !fictional.some(range => range.test(number)))).toEqual([])
  })

  it('has names of several alphabets, in NFC', () => {
    const text = rows.flat().join()
    expect(text).toMatch(/\p{Script=Greek}/u)
    expect(text).toMatch(/[äöüß]/)
    expect(text.normalize('NFC')).toBe(text)
  })
})
