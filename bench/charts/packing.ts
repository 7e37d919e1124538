/** Bars: how long each packer took, a panel for each corpus. */
import { type CorpusName, corpusNames } from '../corpora/corpus.ts'
import { middle, size } from '../figures.ts'
import type { Outcome, Results } from '../results.ts'
import { colours } from './colours.ts'
import { bar, svg, text } from './svg.ts'

const WIDTH = 960
const MARGIN = 24
const GAP = 32
const PANEL = (WIDTH - 2 * MARGIN - GAP) / 2
const ROW = 21
const LABEL = 178
const FIGURES = 104
const TOP = 78

/** Null where nothing was packed. */
export function packingChart(results: Results): string | null {
  const panels = corpusNames.flatMap(name => {
    const shown = (results.packing[name] ?? []).filter(({ runs }) => runs.length > 0)
    return shown.length === 0 ? [] : [{ name, outcomes: shown }]
  })
  if (panels.length === 0) return null
  const shapes = [
    text(MARGIN, 36, 'Packing into an AES-256 ZIP', { size: 18, bold: true }),
    text(MARGIN, 56, 'Seconds, median; shorter is better. Beside it the size of the archive.', { fill: colours.quiet }),
  ]
  const heights = panels.map(({ outcomes }) => 34 + outcomes.length * ROW)
  let y = TOP
  for (let row = 0; row < panels.length; row += 2) {
    for (const [column, panel] of panels.slice(row, row + 2).entries()) {
      shapes.push(...drawPanel(MARGIN + column * (PANEL + GAP), y, panel.name, panel.outcomes))
    }
    y += Math.max(...heights.slice(row, row + 2)) + 18
  }
  return svg({ width: WIDTH, height: y + 6, title: 'Packing times', description: descriptionOf(panels), shapes })
}

type Panel = { readonly name: CorpusName; readonly outcomes: readonly Outcome[] }

function drawPanel(x: number, y: number, name: string, outcomes: readonly Outcome[]): string[] {
  const sorted = outcomes.toSorted((a, b) => (middle(a, 'wall') ?? 0) - (middle(b, 'wall') ?? 0))
  const longest = Math.max(...sorted.map(one => middle(one, 'wall') ?? 0))
  const room = PANEL - LABEL - FIGURES
  return [
    text(x, y + 14, name, { size: 14, bold: true }),
    ...sorted.flatMap((one, row) => {
      const wall = middle(one, 'wall') ?? 0
      const top = y + 28 + row * ROW
      const long = (wall / longest) * room
      const ours = one.maker === 'waybill'
      const figures = `${seconds(wall)} · ${megabytes(one)}`
      return [
        text(x, top + 11.5, shortLabel(one), ours ? { bold: true } : { fill: colours.quiet }),
        bar(x + LABEL, top, long, 15, ours ? colours.ours : colours.theirs, one.work === 'pack' ? 1 : 0.65),
        text(x + LABEL + Math.max(1, long) + 7, top + 11.5, figures, ours ? {} : { fill: colours.quiet }),
      ]
    }),
  ]
}

function descriptionOf(panels: readonly Panel[]): string {
  return panels
    .map(({ name, outcomes }) => {
      const told = outcomes.map(one => `${one.label} ${seconds(middle(one, 'wall') ?? 0)}, ${megabytes(one)}`)
      return `${name}: ${told.join('; ')}.`
    })
    .join(' ')
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`
}

function megabytes(outcome: Outcome): string {
  const bytes = size(outcome) ?? 0
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 2 : bytes < 100e6 ? 1 : 0)} MB`
}

function shortLabel({ label }: Outcome): string {
  return label.replace('archiver + zip-encrypted', 'archiver').replace('Waybill level', 'Waybill')
}
