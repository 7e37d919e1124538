/** Pairs of columns: our levels beside their floors, memory beside size. */
import { middle, peak, ratio } from '../figures.ts'
import type { Results } from '../results.ts'
import { colours } from './colours.ts'
import { bar, line, svg, text } from './svg.ts'

const WIDTH = 960
const HEIGHT = 400
const AREA = { left: 64, right: WIDTH - 24, top: 96, bottom: HEIGHT - 56 }

interface Column {
  readonly value: number
  readonly fill: string
  readonly said: string
}
interface Group {
  readonly name: string
  readonly columns: readonly Column[]
  /** Stands over the group, or null. */
  readonly over: string | null
}
interface Picture {
  readonly heading: string
  readonly subtitle: string
  readonly unit: string
  readonly groups: readonly Group[]
  readonly limits: readonly { readonly at: number; readonly said: string }[]
}

export function floorChart({ levels }: Results): string | null {
  if (levels.length === 0) return null
  const groups = levels.map(({ level, waybill, floor }) => {
    const [ours, least, over] = [middle(waybill, 'wall') ?? 0, middle(floor, 'wall') ?? 0, ratio(waybill, floor)]
    return {
      name: `level ${level}`,
      columns: [
        { value: least, fill: colours.quiet, said: `floor ${least.toFixed(2)} s` },
        { value: ours, fill: colours.ours, said: `Waybill ${ours.toFixed(2)} s` },
      ],
      over: over === null ? null : `${over.toFixed(2)} ×`,
    }
  })
  return draw({
    heading: 'export.csv: every level beside its floor',
    subtitle:
      'Grey: deflate alone, all cores, nothing else done. Green: Waybill, with hashes, encryption and archive. Above: how many times the floor.',
    unit: 's',
    groups,
    limits: [],
  })
}

export function memoryChart({ memory }: Results): string | null {
  if (memory.length === 0) return null
  const groups = memory.map(({ mebibytes, packing, checked }) => {
    const [packed, both] = [peak(packing) ?? 0, peak(checked) ?? 0]
    return {
      name: mebibytes < 1024 ? `${mebibytes} MiB` : `${(mebibytes / 1024).toFixed(mebibytes % 1024 === 0 ? 0 : 1)} GiB`,
      columns: [
        { value: packed, fill: colours.ours, said: `packing ${packed.toFixed(0)} MiB` },
        { value: both, fill: colours.theirs, said: `packing and check ${both.toFixed(0)} MiB` },
      ],
      over: null,
    }
  })
  return draw({
    heading: 'Memory against the size of the input',
    subtitle: 'Largest resident set, MiB. Green: packing. Blue: packing and check in one process. Dashed: the goals.',
    unit: 'MiB',
    groups,
    limits: [
      { at: 260, said: 'packing: 260 MiB' },
      { at: 400, said: 'with check: 400 MiB' },
    ],
  })
}

function draw({ heading, subtitle, unit, groups, limits }: Picture): string {
  const most = Math.max(
    ...groups.flatMap(({ columns }) => columns.map(({ value }) => value)),
    ...limits.map(({ at }) => at),
  )
  const y = (value: number) => AREA.bottom - (value / most) * (AREA.bottom - AREA.top)
  const room = (AREA.right - AREA.left) / groups.length
  const wide = Math.min(34, room / 3)
  const shapes = [
    text(24, 36, heading, { size: 18, bold: true }),
    text(24, 56, subtitle, { fill: colours.quiet }),
    ...marks(most).flatMap(mark => [
      line(AREA.left, y(mark), AREA.right, y(mark), colours.grid),
      text(AREA.left - 8, y(mark) + 4, `${mark} ${unit}`, { anchor: 'end', fill: colours.quiet }),
    ]),
    ...groups.flatMap((group, at) => drawGroup(group, AREA.left + (at + 0.5) * room, wide, y)),
    ...limits.flatMap(({ at, said }) => [
      line(AREA.left, y(at), AREA.right, y(at), colours.limit, true),
      text(AREA.right, y(at) - 6, said, { anchor: 'end', fill: colours.limit }),
    ]),
  ]
  const told = groups.map(({ name, columns }) => `${name}: ${columns.map(({ said }) => said).join(', ')}`)
  return svg({ width: WIDTH, height: HEIGHT, title: heading, description: `${told.join('; ')}.`, shapes })
}

function drawGroup(
  { name, columns, over }: Group,
  middle: number,
  wide: number,
  y: (value: number) => number,
): string[] {
  const start = middle - (columns.length * (wide + 4) - 4) / 2
  const highest = Math.max(...columns.map(({ value }) => value))
  return [
    ...columns.flatMap(({ value, fill }, at) =>
      bar(start + at * (wide + 4), y(value), wide, AREA.bottom - y(value), fill),
    ),
    ...(over === null
      ? columnFigures(columns, start, wide, y)
      : [text(middle, y(highest) - 8, over, { anchor: 'middle', bold: true })]),
    text(middle, AREA.bottom + 20, name, { anchor: 'middle' }),
  ]
}

function columnFigures(
  columns: readonly Column[],
  start: number,
  wide: number,
  y: (value: number) => number,
): string[] {
  return columns.map(({ value }, at) =>
    text(start + at * (wide + 4) + wide / 2, y(value) - 7, value.toFixed(0), { anchor: 'middle', bold: true }),
  )
}

function marks(most: number): number[] {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200].find(one => most / one <= 6) ?? 500
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => Math.round(at * step * 10) / 10)
}
