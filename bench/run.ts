/**
 * `npm run bench`: Waybill beside its peers on four corpora, and what it takes by itself. All figures of one run are of
 * the same machine in the same hour: compare the ratios, not the times. See docs/performance.md.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { buildContenders } from './built.ts'
import { command } from './command.ts'
import type { CorpusName } from './corpora/corpus.ts'
import { againstFloor, growing, scaling } from './floors.ts'
import { judge } from './goal.ts'
import { goals } from './goals.ts'
import { commitNow, machineOf } from './machine.ts'
import { type Options, optionsFrom, type PartName, usage } from './options.ts'
import { writePage } from './page.ts'
import { cancelling, firstBytes, packing, reading, redrawing } from './parts.ts'
import { bring, enter, leave, type Place, shelf, takeAway } from './place.ts'
import { type Results, resultsSchema } from './results.ts'
import { sending } from './send.ts'
import { startUp } from './startup.ts'
import { goalLines } from './tables.ts'
import { findTools, installPeers } from './tools.ts'

const say = (line: string) => console.log(line)

try {
  const options = optionsFrom(process.argv.slice(2))
  if (options === 'help') say(usage)
  else if (options.from !== null) finish(resultsSchema.parse(JSON.parse(readFileSync(options.from, 'utf8'))), options)
  else await run(options)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function run(options: Options): Promise<void> {
  const tools = findTools()
  installPeers(say)
  await buildContenders()
  const place = enter(options.directory, options.scale)
  const stop = () => {
    leave(place)
    process.exit(130)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const results = blank(options, place)
    const bench: Bench = { place, tools, rounds: options.rounds, results, say }
    say(`${results.machine.processor}, ${results.machine.cores} cores; works in ${place.described}`)
    if (options.parts.includes('start-up')) await starting(bench)
    const needed = options.parts.some(part => part !== 'start-up')
    for (const corpus of needed ? options.corpora : []) {
      await measureCorpus(bench, corpus, options.parts)
      keep(results, options)
    }
    finish(results, options)
  } finally {
    leave(place)
  }

  function blank({ scale, rounds }: Options, at: Place): Results {
    return {
      version: 1,
      date: new Date().toISOString(),
      commit: commitNow(),
      command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
      scale,
      rounds,
      machine: machineOf(tools, at),
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
    }
  }
}

async function measureCorpus(bench: Bench, corpus: CorpusName, wanted: readonly PartName[]): Promise<void> {
  const { bytes, files, made } = bring(bench.place, corpus)
  say(
    `\n${corpus}: ${(bytes / 1e6).toFixed(0)} MB in ${files} file${files === 1 ? '' : 's'}, ${made ? 'made' : 'kept'}, verified`,
  )
  const on = (part: PartName, ...corpora: CorpusName[]) => wanted.includes(part) && corpora.includes(corpus)
  if (wanted.includes('packing')) await packing(bench, corpus)
  if (wanted.includes('reading')) await reading(bench, corpus)
  if (on('levels', 'export.csv')) await againstFloor(bench, corpus)
  if (on('scaling', 'export.csv', 'mixed')) await scaling(bench, corpus)
  if (on('first-byte', 'export.csv')) await firstBytes(bench, corpus)
  if (on('memory', 'export.csv')) await growing(bench)
  if (on('send', 'export.csv')) await withCommand(waybill => sending(bench, waybill))
  if (on('cancelling', 'export.csv', 'tiny')) await cancelling(bench, corpus)
  if (on('redraws', 'export.csv', 'tiny')) await redrawing(bench, corpus)
  takeAway(bench.place, corpus)
}

async function starting({ results }: Bench): Promise<void> {
  await withCommand(waybill => {
    results.startUp = startUp(waybill, 15)
    say('\nStart-up, 15 rounds')
    for (const { name, median, over } of results.startUp) {
      say(`  ${name.padEnd(36)} ${median.toFixed(0).padStart(6)} ms, ${over.toFixed(0)} more than node`)
    }
  })
}

/** With what is built, in a home that is thrown away; says so where nothing is built. */
async function withCommand(use: (waybill: ReturnType<typeof command>) => void | Promise<void>): Promise<void> {
  const waybill = command()
  try {
    if (existsSync(waybill.bundle)) await use(waybill)
    else say('\nLeft out, because nothing is built (`npm run build`): the whole command.')
  } finally {
    rmSync(waybill.place, { recursive: true, force: true })
  }
}

function finish(results: Results, options: Options): void {
  say(`\nGoals\n${goalLines(judge(goals, results)).join('\n')}`)
  keep(results, options)
  const directory = outOf(options)
  writePage(results, directory)
  const failed = [...Object.entries(results.packing), ...Object.entries(results.reading)].flatMap(
    ([corpus, outcomes]) =>
      (outcomes ?? []).flatMap(({ label, failed }) => (failed === null ? [] : [`${corpus}, ${label}: ${failed}`])),
  )
  for (const line of failed) console.error(`Failed: ${line}`)
  if (failed.length > 0 && options.from === null) process.exitCode = 1
  say(`\nWritten: ${join(directory, 'performance.md')}, its charts, performance.json`)
}

function keep(results: Results, options: Options): void {
  const directory = outOf(options)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'performance.json'), `${JSON.stringify(results, null, 2)}\n`)
}

function outOf({ out, from, whole }: Options): string {
  if (out !== null) return out
  return whole && from === null ? join(import.meta.dirname, '../docs') : join(shelf, 'last')
}
