import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCsv, parseCsv } from '../../cli/csv.ts'
import { wellFormedText } from '../support/texts.ts'

const field = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'\'"=+-@\t\r\n＝＋－＠,;ab日') }),
  wellFormedText(),
)
const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 6 })

describe('CSV', () => {
  it('quotes everything and disarms formulas', () => {
    expect(
      encodeCsv([['a', 'say "hi"', '=1+1', '+49', '-x', '@SUM', '\tx', '\rx', '\nx', '＝x', '', "'s-Hertogenbosch"]]),
    ).toBe(`"a","say ""hi""","'=1+1","'+49","'-x","'@SUM","'\tx","'\rx","'\nx","'＝x","","'s-Hertogenbosch"\r\n`)
    expect(encodeCsv([['＋', '－', '＠', "'=x"]])).toBe(`"'＋","'－","'＠","''=x"\r\n`)
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(rows, value => {
        expect(parseCsv(encodeCsv(value))).toEqual(value)
      }),
      { numRuns: 1_000 },
    )
  })

  it('never lets a field begin like a formula', () => {
    fc.assert(
      fc.property(field, value => {
        expect(encodeCsv([[value]])).not.toMatch(/^"[=+\-@\t\r\n＝＋－＠]/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads what other programs write', () => {
    expect(parseCsv('\ufeffname,phone\nAda,+49151\r\n"Lovelace, A.",\n')).toEqual([
      ['name', 'phone'],
      ['Ada', '+49151'],
      ['Lovelace, A.', ''],
    ])
    expect(parseCsv('a;"b;c"', ';')).toEqual([['a', 'b;c']])
    expect(parseCsv('a\tb', '\t')).toEqual([['a', 'b']])
    expect(parseCsv("'=1,'s,'")).toEqual([['=1', "'s", "'"]])
    expect(parseCsv('a\rb\r\nc\n\rd\r')).toEqual([['a'], ['b'], ['c'], [''], ['d']])
    expect(parseCsv('a,\n')).toEqual([['a', '']])
    expect(parseCsv('')).toEqual([])
    expect(parseCsv('\n')).toEqual([['']])
  })

  it.each(['a"b', '"a"b', '"a', 'x\n"a" ,b', '"'])('refuses misplaced quotes: %j', text => {
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
  })

  it.each(['x', '""', '\n'])('reads a field of many million characters, quoted or not: %j', part => {
    const long = part.repeat(9_000_000 / part.length)
    const [[quoted, bare] = []] = parseCsv(`"${long}",${'x'.repeat(9_000_000)}`)
    expect([quoted?.length, bare?.length]).toEqual([part === '""' ? 4_500_000 : 9_000_000, 9_000_000])
  })

  it('reads no more records than it is told', () => {
    expect(parseCsv('a\n\nb', ',', 3).length).toBe(3)
    expect(() => parseCsv('a\n\nb\n\n', ',', 3)).toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
  })

  const python = spawnSync('python3', ['-c', 'import csv'])
  it.skipIf(python.status !== 0)('is read by the csv module of Python as written, apostrophes included', () => {
    const value = [
      ['Name', 'a"b', 'x\r\ny'],
      ['=1', '日本', ''],
    ]
    const script =
      'import csv, io, json, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline="")))))'
    const read = spawnSync('python3', ['-c', script], { input: encodeCsv(value), encoding: 'utf8' })
    expect(JSON.parse(read.stdout)).toEqual([
      ['Name', 'a"b', 'x\r\ny'],
      ["'=1", '日本', ''],
    ])
  })
})
