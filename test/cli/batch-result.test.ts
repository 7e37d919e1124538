import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requireResultPath, resultPath, writeResult } from '../../cli/batch-result.ts'
import { parseCsv } from '../../cli/csv.ts'
import type { RowView } from '../../src/index.ts'
import { scratch, seededRandom } from '../support/world.ts'

const row: RowView = {
  row: 2,
  to: '=HYPERLINK("http://example.com")',
  transfer: 'WB-7K3Q-M9XP',
  id: '01KE6QZT1H00000000007K3QM9XP',
  state: 'failed',
  ok: false,
  before: false,
  channel: 'sms',
  hold: 'none',
  archive: '/exports/ada.zip',
  sha256: '0'.repeat(64),
  receiptCode: 'ABCD-2345',
  code: '30003',
  message: 'The handset is off.',
  hint: 'Try again.',
  findings: [],
}

describe('the result of a batch', () => {
  it('lies beside the manifest', () => {
    expect(resultPath('a/customers.csv')).toBe('a/customers.result.csv')
    expect(resultPath('customers.CSV')).toBe('customers.result.csv')
    expect(resultPath('customers')).toBe('customers.result.csv')
  })

  it('is one record a row, and no formula for a spreadsheet', () => {
    const path = join(scratch(), 'r.csv')
    writeResult(path, [row, { ...row, row: 3, transfer: null, code: null }], seededRandom(1))
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(`"'=HYPERLINK`)
    const [head = [], first, second] = parseCsv(text)
    expect(head.join()).toBe('row,to,transfer,state,channel,archive,sha256,receipt_code,code,message,hint')
    expect(first).toEqual([
      '2',
      row.to,
      'WB-7K3Q-M9XP',
      'failed',
      'sms',
      '/exports/ada.zip',
      row.sha256,
      'ABCD-2345',
      '30003',
      'The handset is off.',
      'Try again.',
    ])
    expect([second?.[2], second?.[8]]).toEqual(['', ''])
  })

  it('has names that cannot draw on the terminal', () => {
    const path = join(scratch(), 'r.csv')
    writeResult(path, [{ ...row, to: '\x1b[2JA\nda\u202e', message: '\x07 does not exist.' }], seededRandom(1))
    const [, [, to, ...others] = []] = parseCsv(readFileSync(path, 'utf8'))
    expect([to, others[7]]).toEqual(['<U+001B>[2JA<U+000A>da<U+202E>', '<U+0007> does not exist.'])
  })

  it('replaces an older result, and nothing else without force', () => {
    const folder = scratch()
    const path = join(folder, 'r.csv')
    requireResultPath(path, false)
    writeResult(path, [row], seededRandom(1))
    requireResultPath(path, false)
    for (const other of ['', 'row,to\n', 'my notes']) {
      writeFileSync(path, other)
      expect(() => requireResultPath(path, false)).toThrow(expect.objectContaining({ code: 'WB-EXISTS' }))
      expect(readFileSync(path, 'utf8')).toBe(other)
      requireResultPath(path, true)
    }
    expect(readdirSync(folder)).toEqual(['r.csv'])
  })

  it('cannot lie in a folder that is not there, nor where a folder is', () => {
    const folder = scratch()
    const missing = join(folder, 'none', 'r.csv')
    expect(() => requireResultPath(missing, true)).toThrow(expect.objectContaining({ code: 'WB-NOT-FOUND' }))
    expect(existsSync(join(folder, 'none'))).toBe(false)
    mkdirSync(join(folder, 'r.csv'))
    expect(() => requireResultPath(join(folder, 'r.csv'), true)).toThrow(
      expect.objectContaining({ code: 'WB-UNWRITABLE' }),
    )
  })
})
