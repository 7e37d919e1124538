import type { Results } from '../results.ts'
import { floorChart, memoryChart } from './columns.ts'
import { packingChart } from './packing.ts'
import { sizesChart } from './sizes.ts'

/** File names beside the page, and what is drawn there from the results; null where they hold nothing for it. */
export const charts: Readonly<Record<string, (results: Results) => string | null>> = {
  'performance-packing.svg': packingChart,
  'performance-sizes.svg': sizesChart,
  'performance-floor.svg': floorChart,
  'performance-memory.svg': memoryChart,
}
