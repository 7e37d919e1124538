import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitise } from '../../cli/sanitise.ts'
import { bare, ok, render } from '../../cli/style.ts'
import { facts, table } from '../../cli/table.ts'
import { displayWidth } from '../../cli/width.ts'

const wide = { width: Number.POSITIVE_INFINITY, unicode: true }

describe('table', () => {
  it('aligns by columns of the screen', () => {
    const lines = table(
      [{ head: 'Name' }, { head: 'Bytes', align: 'right' }, { head: 'State' }],
      [
        ['東京', '12', ok('sent')],
        ['a.csv', '1,024', 'held'],
        ['b.csv', '', ''],
      ],
      wide,
    )
    expect(lines.map(bare)).toEqual(['Name   Bytes  State', '東京      12  sent', 'a.csv  1,024  held', 'b.csv'])
  })

  it('leaves the heads away when there are none', () => {
    expect(
      facts([
        ['Archive', 'x.zip'],
        ['SHA-256', 'ab'],
      ]).map(bare),
    ).toEqual(['Archive  x.zip', 'SHA-256  ab'])
  })

  it('shrinks the widest column first and cuts in the middle where asked', () => {
    const columns = [{ head: 'Id' }, { head: 'Path', cut: 'middle' as const }]
    const rows = [['WB-7K3Q-M9XP', '/home/ada/exports/customers.csv']]
    expect(table(columns, rows, { width: 30, unicode: true }).map(bare)).toEqual([
      'Id            Path',
      'WB-7K3Q-M9XP  /home/ad…ers.csv',
    ])
    expect(table(columns, rows, { width: 30, unicode: false }).map(bare)[1]).toBe('WB-7K3Q-M9XP  /home/a...rs.csv')
  })

  it('keeps the role of a cut value, and makes control characters visible before it measures', () => {
    const [cell] = table([{ head: '' }], [[ok('a\x1b[31mbcdefghijk')]], { width: 8, unicode: true })
    expect(render(cell ?? '', true)).toBe('\x1b[32ma<U+001…\x1b[39m')
  })

  it('never exceeds the width while the least widths fit into it', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 28, max: 60 }),
        (rows, width) => {
          const lines = table([{ head: 'A' }, { head: 'B', align: 'right' }, { head: 'C' }], rows, {
            width,
            unicode: true,
          })
          expect(lines.length).toBe(rows.length + 1)
          for (const line of lines) expect(displayWidth(bare(line))).toBeLessThanOrEqual(width)
        },
      ),
    )
  })

  it('shows whole values where nothing limits the width', () => {
    const cell = fc.string({ maxLength: 200 }).map(text => sanitise(text).trim())
    fc.assert(
      fc.property(cell, cell, (first, second) => {
        expect(bare(table([{ head: '' }, { head: '' }], [[first, second]], wide)[0] ?? '')).toContain(first)
        expect(bare(table([{ head: '' }, { head: '' }], [[first, second]], wide)[0] ?? '')).toContain(second)
      }),
    )
  })

  it('takes a hundred thousand rows', () => {
    expect(
      table(
        [{ head: 'N' }],
        Array.from({ length: 150_000 }, (_, at) => [String(at)]),
        wide,
      ),
    ).toHaveLength(150_001)
  })
})
