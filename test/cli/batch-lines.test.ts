import { describe, expect, it } from 'vitest'
import { batchLines, findingLines, holdLine, nextLines, stateCounts } from '../../cli/batch-lines.ts'
import { bare } from '../../cli/style.ts'
import type { RowState, RowView } from '../../src/index.ts'

const wide = { width: Number.POSITIVE_INFINITY, unicode: true }

function view(row: number, state: RowState, more: Partial<RowView> = {}): RowView {
  const none = { transfer: null, id: null, channel: null, hold: null, archive: null, sha256: null, receiptCode: null }
  const right = { ok: true, before: false, code: null, message: null, hint: null, findings: [] }
  return { row, to: `Person ${row}`, state, ...none, ...right, ...more }
}

function wrong(row: number): RowView {
  return view(row, 'failed', { ok: false, transfer: 'WB-7K3Q-M9XP', code: '30003', message: 'Off.', hint: 'Try.' })
}

describe('what became of a batch', () => {
  it('is the rows that went wrong with their reason, then how many are where, in the order of a life', () => {
    const rows = [view(2, 'delivered'), view(3, 'held'), wrong(4), view(5, 'held')]
    expect(batchLines(rows, wide).map(bare)).toEqual([
      'Row  To        State   Transfer',
      '  4  Person 4  failed  WB-7K3Q-M9XP',
      '     30003: Off. Try.',
      '',
      '4 rows: 2 held, 1 delivered, 1 failed',
    ])
  })

  it('is a number of what was left, and of what was sent before', () => {
    const rows = [view(2, 'held', { before: true }), ...[3, 4].map(row => view(row, 'left', { ok: false }))]
    expect(batchLines(rows, wide).map(bare)).toEqual([
      '3 rows: 1 held, 2 left',
      '1 row had a transfer before and was not sent again; --again sends all anew.',
      'Run the same command again to go on with what is left.',
    ])
  })

  it('lists twenty rows and says how many more there are', () => {
    const lines = batchLines([...Array(25).keys()].map(wrong), wide).map(bare)
    expect(lines.length).toBe(1 + 20 * 2 + 3)
    expect(lines.at(-3)).toBe('… and 5 more rows: the result and --json have them all.')
  })

  it('has names that cannot draw on the terminal', () => {
    const [, row = ''] = batchLines([{ ...wrong(2), to: '\x1b[2JAda\u202e' }], wide)
    expect(bare(row)).toContain('<U+001B>[2JAda<U+202E>')
  })
})

it('counts are written with their thousands', () => {
  expect(stateCounts(Array(12_400).fill('held'))).toBe('12,400 held')
})

it('a finding is told once, with its rows', () => {
  const finding = { level: 'warning', code: 'number.landline', message: 'A landline.' } as const
  const rows = [2, 3, 4, 5, 6, 7, 8].map(row => view(row, 'held', { findings: [finding] }))
  expect(findingLines(rows)).toEqual(['A landline. (rows 2, 3, 4, 5, 6 and 2 more)'])
  expect(findingLines(rows.slice(0, 1))).toEqual(['A landline. (row 2)'])
})

it('passwords that would wait are counted by why', () => {
  const rows = (['none', 'receipt', 'none', 'person'] as const).map((hold, at) => view(at, 'ready', { hold }))
  expect(holdLine([...rows, view(9, 'refused')])).toBe(
    'Passwords: 2 at once, 1 held until the receipt code is quoted, 1 held until you read it out.',
  )
})

it('archives are to be sent where there are any', () => {
  const sha256 = '0'.repeat(64)
  expect(nextLines([view(2, 'ready')], false)).toEqual(['Nothing was done.'])
  expect(nextLines([view(2, 'refused'), view(3, 'cancelled', { sha256 }), view(4, 'left')], true)).toEqual([])
  expect(nextLines([view(2, 'refused'), view(3, 'unknown', { sha256, ok: false })], true).length).toBe(1)
})
