/** Results of a run that never was: two packers of one table, two rounds. */
import type { Outcome, Results } from '../../bench/results.ts'

export function outcome(
  id: string,
  walls: readonly number[],
  bytes: number | null,
  more: Partial<Outcome> = {},
): Outcome {
  const runs = walls.map(wall => ({ wall, cpu: 2 * wall, peak: 100, bytes }))
  const maker = id.startsWith('waybill') ? 'waybill' : 'peer'
  return { id, label: `<${id}>`, maker, level: 6, work: 'pack', runs, failed: null, ...more }
}

export function results(more: Partial<Results> = {}): Results {
  return {
    version: 1,
    date: '2026-11-25T20:00:00.000Z',
    commit: '0000000',
    command: 'npm run bench',
    scale: 'full',
    rounds: 2,
    machine: {
      processor: 'A & B',
      cores: 2,
      memory: '24 GiB',
      system: 'Linux',
      node: '26',
      tools: [],
      directory: '/dev/shm',
    },
    packing: {},
    reading: {},
    levels: [],
    scaling: [],
    memory: [],
    firstByte: [],
    send: null,
    startUp: [],
    cancelling: [],
    redraws: [],
    ...more,
  }
}
