import { describe, expect, it } from 'vitest'
import { exitStatus } from '../../cli/exit.ts'
import { type ErrorCode, WaybillError } from '../../lib/error.ts'
import { codes, read, tableUnder } from './markdown.ts'

/** The codes of the closed union, from its source: a type has no list at run time. */
const union = [...read('lib/error.ts').matchAll(/^ {2}'(WB-[A-Z0-9-]+)': '/gm)].map(([, code = '']) => code)
/** Codes that are no `WaybillError`: a bug (`cli/exit.ts`) and a Node that cannot be started (`bin/waybill.js`). */
const outside = new Map([
  ['WB-BUG', 70],
  ['WB-NODE', 1],
])

const page = read('docs/errors.md')
const rows = tableUnder(page, 'Codes').map(([code = '', status = '', ...words]) => ({
  code: codes(code).join(),
  status: status.split(', ').map(Number),
  words,
}))

function isCode(text: string): text is ErrorCode {
  return union.includes(text)
}

describe('docs/errors.md', () => {
  it('has one row for each code', () => {
    expect(union.length).toBeGreaterThan(50)
    expect(rows.map(({ code }) => code).sort()).toEqual([...new Set(union), ...outside.keys()].sort())
  })

  it('gives the exit status of each', () => {
    const real = rows.map(({ code }) => [
      code,
      isCode(code) ? exitStatus(new WaybillError(code, '', '')) : outside.get(code),
    ])
    expect(rows.map(({ code, status }) => [code, status[0]])).toEqual(real)
  })

  it('says of each what is wrong and what to do', () => {
    const poor = rows.filter(({ words }) => words.length !== 2 || words.some(sentence => sentence.length < 8))
    expect(poor).toEqual([])
  })

  it('explains every exit status that a code has', () => {
    const explained = tableUnder(page, 'Exit statuses').map(([status]) => Number(status))
    const used = rows.flatMap(({ status }) => status)
    expect(used.filter(status => !explained.includes(status))).toEqual([])
  })

  it('knows no code that looks like a short id', () => {
    expect(union.filter(code => /^WB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toEqual([])
  })
})
