import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { charts } from '../../bench/charts/charts.ts'
import { placeLabels } from '../../bench/charts/labels.ts'
import { writePage } from '../../bench/page.ts'
import { resultsSchema } from '../../bench/results.ts'
import { scratch } from '../support/world.ts'
import { outcome, results } from './results.ts'

const packed = [
  outcome('waybill 6', [1, 1.2], 900),
  outcome('7-zip 1', [4], 1_000),
  outcome('bsdtar', [], null, { failed: 'no' }),
]
const whole = results({
  packing: { 'export.csv': packed, random: packed },
  reading: { tiny: [outcome('waybill', [1], null, { work: 'read' })] },
  levels: [1, 6].map(level => ({
    level,
    waybill: outcome('waybill', [level], 900 - level, { level }),
    floor: outcome('floor', [1], null),
  })),
  memory: [{ mebibytes: 64, packing: outcome('waybill 6', [1], 1), checked: outcome('waybill 6', [1], 1) }],
})

/** Tags that were opened and not closed, and characters that XML does not allow as they are. */
function faults(svg: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, closing, name = '', alone] of svg.matchAll(
    /<(\/?)([a-z]+)(?:\s+[a-zA-Z0-9:-]+="[^"<&]*")*\s*(\/?)>/g,
  )) {
    if (closing === '/') wrong.push(...(open.pop() === name ? [] : [name]))
    else if (alone !== '/') open.push(name)
  }
  const rest = svg.replace(/<\/?[a-z]+(?:\s+[a-zA-Z0-9:-]+="[^"<&]*")*\s*\/?>/g, '')
  return [...open, ...wrong, ...(rest.match(/[<>]|&(?!#\d+;)|NaN|Infinity|undefined/g) ?? [])]
}

describe('the charts', () => {
  it.each(Object.entries(charts))('%s is well-formed, can be read aloud, and has real text', (_, draw) => {
    const svg = draw(whole) ?? ''
    expect(faults(svg)).toEqual([])
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*>\n<title id="title">.+<\/title>\n<desc id="desc">.+<\/desc>/)
    expect(svg).toContain('<text ')
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  it.each(Object.entries(charts))('%s is not drawn where nothing was measured', (_, draw) => {
    expect(draw(results())).toBeNull()
  })

  it('put no name upon another', () => {
    const spots = [0, 2, 4].map(x => ({ x, y: 0, label: 'packer', side: 'right' as const }))
    expect(new Set(placeLabels(spots).map(({ x, y }) => `${x} ${y}`)).size).toBe(3)
  })
})

describe('the page', () => {
  it('has every part that was measured, and its charts beside it', () => {
    const directory = scratch()
    writePage(whole, directory)
    const page = readFileSync(join(directory, 'performance.md'), 'utf8')
    for (const name of readdirSync(directory)) if (name.endsWith('.svg')) expect(page).toContain(`](${name})`)
    expect(page.match(/^## .+/gm)).toEqual([
      '## Goals',
      '## Packing',
      '## Time against size',
      '## Where the time goes',
      '## Reading',
      '## Memory',
      '## How it is measured',
    ])
    expect(page).toContain('| <waybill 6> | 1.10 | 1.00–1.20 |')
    expect(page).toContain('| <bsdtar> | failed: no |')
    expect(page).toContain('| <7-zip 1> ¹ | 4.00 |')
  })

  it('keeps what people wrote, and nothing else', () => {
    const directory = scratch()
    const page = join(directory, 'performance.md')
    writePage(whole, directory)
    const mine = readFileSync(page, 'utf8').replace(/(<!-- by hand: begin -->)[\s\S]*?(?=<!--)/, '$1\nMy own words.\n')
    writeFileSync(page, `${mine}And more at the end.`)
    writePage(whole, directory)
    expect(readFileSync(page, 'utf8')).toBe(mine)
  })

  it('is made from results that can be kept as JSON', () => {
    expect(resultsSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole)
  })
})
