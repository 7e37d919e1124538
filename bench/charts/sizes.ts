/** Points: time against size on the large table, our levels joined by a line. */
import { middle, size } from '../figures.ts'
import type { Results } from '../results.ts'
import { colours } from './colours.ts'
import { placeLabels, type Spot } from './labels.ts'
import { dot, line, path, svg, text } from './svg.ts'

const WIDTH = 960
const HEIGHT = 470
const AREA = { left: 76, right: WIDTH - 150, top: 84, bottom: HEIGHT - 56 }

interface Point {
  readonly label: string
  readonly wall: number
  /** MB */
  readonly size: number
  readonly ours: boolean
}

/** Null where the table was not packed. */
export function sizesChart({ packing, levels }: Results): string | null {
  const points = pointsOf(packing['export.csv'] ?? [], levels)
  if (points.length < 2) return null
  const [x, y] = scales(points)
  const ours = points.filter(point => point.ours)
  const spotOf = ({ wall, size, label, ours }: Point): Spot => {
    return { x: x(wall), y: y(size), label, side: ours ? 'below left' : 'right' }
  }
  const places = placeLabels(points.map(spotOf))
  const shapes = [
    text(24, 36, 'export.csv: time against size', { size: 18, bold: true }),
    text(24, 56, 'Down and to the left is better. Each point is one packer at one level; the line is Waybill.', {
      fill: colours.quiet,
    }),
    ...timeAxis(points, x),
    ...sizeAxis(points, y),
    path(
      ours.map(point => [x(point.wall), y(point.size)]),
      colours.ours,
    ),
    ...points.map(point => dot(x(point.wall), y(point.size), 5, colourOf(point))),
    ...points.map((point, at) => {
      const place = places[at] ?? { x: x(point.wall), y: y(point.size) }
      return text(place.x, place.y, point.label, { fill: colourOf(point), bold: point.ours })
    }),
  ]
  const told = points.map(
    point =>
      `${point.ours ? 'Waybill level ' : ''}${point.label}: ${point.wall.toFixed(1)} s, ${point.size.toFixed(1)} MB`,
  )
  return svg({
    width: WIDTH,
    height: HEIGHT,
    title: 'Time against size of export.csv',
    description: `${told.join('; ')}.`,
    shapes,
  })
}

function colourOf({ ours }: Point): string {
  return ours ? colours.ours : colours.theirs
}

function pointsOf(packed: NonNullable<Results['packing']['export.csv']>, levels: Results['levels']): Point[] {
  const ours =
    levels.length > 0
      ? levels.map(({ waybill }) => waybill)
      : packed.filter(one => one.maker === 'waybill' && one.work === 'pack')
  // Peers first: their longer names choose first where they stand.
  const shown = [...packed.filter(one => one.maker === 'peer'), ...ours]
  return shown.flatMap(one => {
    const [wall, bytes] = [middle(one, 'wall'), size(one)]
    if (wall === null || bytes === null) return []
    const mine = one.maker === 'waybill'
    return [
      {
        label: mine ? String(one.level) : one.label.replace(' + zip-encrypted', ''),
        wall,
        size: bytes / 1e6,
        ours: mine,
      },
    ]
  })
}

/** Time by its logarithm, because 7-Zip's own default takes many times as long as all others; size as it is. */
function scales(points: readonly Point[]): [(wall: number) => number, (size: number) => number] {
  const [walls, sizes] = [points.map(({ wall }) => Math.log(wall)), points.map(({ size }) => size)]
  const [fast, slow] = [Math.min(...walls), Math.max(...walls)]
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)]
  const pad = (large - small) * 0.06
  return [
    wall => AREA.left + 24 + ((Math.log(wall) - fast) / (slow - fast || 1)) * (AREA.right - AREA.left - 24),
    size => AREA.top + ((large + pad - size) / (large - small + 2 * pad || 1)) * (AREA.bottom - AREA.top),
  ]
}

function timeAxis(points: readonly Point[], x: (wall: number) => number): string[] {
  const walls = points.map(({ wall }) => wall)
  const marks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].filter(
    mark => mark >= Math.min(...walls) && mark <= Math.max(...walls),
  )
  return [
    line(AREA.left, AREA.bottom, WIDTH - 24, AREA.bottom, colours.grid),
    ...marks.flatMap(mark => [
      line(x(mark), AREA.top, x(mark), AREA.bottom, colours.grid),
      text(x(mark), AREA.bottom + 18, `${mark} s`, { anchor: 'middle', fill: colours.quiet }),
    ]),
    text(AREA.left, AREA.bottom + 40, 'seconds, each step the same factor', { fill: colours.quiet }),
  ]
}

function sizeAxis(points: readonly Point[], y: (size: number) => number): string[] {
  const sizes = points.map(({ size }) => size)
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)]
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find(one => (large - small) / one <= 6) ?? 50
  const marks: number[] = []
  for (let mark = Math.ceil(small / step) * step; mark <= large; mark += step) marks.push(mark)
  return marks.flatMap(mark => [
    line(AREA.left, y(mark), WIDTH - 24, y(mark), colours.grid),
    text(AREA.left - 8, y(mark) + 4, `${mark.toFixed(step < 1 ? 1 : 0)} MB`, { anchor: 'end', fill: colours.quiet }),
  ])
}
