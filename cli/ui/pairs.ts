import { dim, line, type Text } from '../style.ts'
import { displayWidth, pad } from '../width.ts'
import { wrapped } from './wrapped.ts'

export type Pair = readonly [label: string, value: Text]

/** Below this there is no room for two columns: labels stand above their values. */
const least = 34

/**
 * Names and values in two columns, each value wrapped beside its name; a value of `null` is left out. Every row is at most
 * `width` wide. `labelWidth` keeps several lists in one line.
 */
export function pairRows(pairs: readonly Pair[], width: number, labelWidth = labelsOf(pairs)): Text[] {
  const indent = width < least ? 2 : labelWidth + 2
  return pairs.flatMap(([label, value]) => {
    const rows = wrapped(value, width - indent)
    if (width < least) return [dim(label), ...rows.map(row => line`  ${row}`)]
    return rows.map((row, at) => line`${dim(pad(at === 0 ? label : '', labelWidth))}  ${row}`)
  })
}

export function labelsOf(pairs: readonly Pair[]): number {
  return Math.max(0, ...pairs.map(([label]) => displayWidth(label)))
}
