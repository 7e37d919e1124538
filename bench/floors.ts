/** What only one large file can show: every level against its floor, threads, memory against size. */
import { copyFileSync, createReadStream, createWriteStream, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { alternate } from './alternating.ts'
import type { Bench } from './bench.ts'
import { contender } from './built.ts'
import type { CorpusName } from './corpora/corpus.ts'
import { type Contender, waybill } from './packers.ts'

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Two rounds at most: nine levels take their time, and only Waybill is compared with itself. */
function twice(bench: Bench): Bench {
  return { ...bench, rounds: Math.min(2, bench.rounds) }
}

/** Each level beside the floor of that level. */
export async function againstFloor(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: levels, each beside deflate alone`)
  for (const level of levels) {
    const [floor, ours] = await alternate(twice(bench), { contenders: [floorOf(level), waybill(level)], name: corpus })
    if (floor !== undefined && ours !== undefined) bench.results.levels.push({ level, waybill: ours, floor })
  }
}

function floorOf(level: number): Contender {
  const file = contender('floor')
  const threads = availableParallelism()
  return {
    id: `floor ${level}`,
    label: `floor of level ${level}, ${threads} threads`,
    maker: 'peer',
    level,
    work: 'read', // it makes no archive
    slow: false,
    argv: ({ name }) => [process.execPath, file, name, String(level), String(threads)],
  }
}

export async function scaling(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: one worker and two`)
  const contenders = [1, 2].map(workers => waybill(6, 'pack', workers))
  const outcomes = await alternate(twice(bench), { contenders, name: corpus })
  for (const [at, outcome] of outcomes.entries()) bench.results.scaling.push({ corpus, workers: at + 1, outcome })
}

/** The same table at 64 MiB, 512 MiB and 4 GiB (cut, whole, and copied behind itself): one run each. */
export async function growing(bench: Bench): Promise<void> {
  bench.say('\nmemory against size')
  const table = join(bench.place.directory, 'export.csv')
  const whole = statSync(table).size
  for (const [name, bytes] of [
    ['eighth.csv', whole / 8],
    ['whole.csv', whole],
    ['eightfold.csv', 8 * whole],
  ] as const) {
    const path = join(bench.place.directory, name)
    await repeated(table, path, Math.floor(bytes))
    const contenders = [waybill(6), waybill(6, 'pack and check')]
    const [packing, checked] = await alternate({ ...bench, rounds: 1 }, { contenders, name })
    rmSync(path)
    const mebibytes = Math.round(bytes / 2 ** 20)
    if (packing !== undefined && checked !== undefined) bench.results.memory.push({ mebibytes, packing, checked })
  }
}

async function repeated(from: string, to: string, bytes: number): Promise<void> {
  const whole = statSync(from).size
  if (bytes === whole) return copyFileSync(from, to)
  for (let made = 0; made < bytes; made += whole) {
    const end = Math.min(whole, bytes - made) - 1
    await pipeline(createReadStream(from, { end }), createWriteStream(to, { flags: 'a' }))
  }
}
