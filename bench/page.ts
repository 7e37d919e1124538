/** docs/performance.md, whole, from the results; the one part that people write is kept from the page that was there. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { charts } from './charts/charts.ts'
import { corpusNames, descriptions } from './corpora/corpus.ts'
import { judge, type Verdict } from './goal.ts'
import { goals } from './goals.ts'
import { handWritten } from './page-by-hand.ts'
import type { Results } from './results.ts'
import * as tables from './tables.ts'

/** Writes the page and its charts into the directory; what is there is replaced. */
export function writePage(results: Results, directory: string): void {
  mkdirSync(directory, { recursive: true })
  const drawn = new Set<string>()
  for (const [name, draw] of Object.entries(charts)) {
    const picture = draw(results)
    if (picture === null) rmSync(join(directory, name), { force: true })
    else {
      writeFileSync(join(directory, name), picture)
      drawn.add(name)
    }
  }
  const path = join(directory, 'performance.md')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  writeFileSync(path, pageOf(results, drawn, handWritten(before)))
}

/** `drawn`: file names of the charts that exist. `byHand`: the hand-written section with its markers. */
export function pageOf(results: Results, drawn: ReadonlySet<string>, byHand: string): string {
  const picture = (name: string, alt: string) => (drawn.has(name) ? [`![${alt}](${name})`] : [])
  const verdicts = judge(goals, results)
  const sections: readonly (readonly string[])[] = [
    [heading(results)],
    ['## Goals', summary(verdicts), tables.goalTable(verdicts), RATIOS],
    [
      '## Packing',
      ...picture('performance-packing.svg', 'Packing times of all packers on four corpora'),
      ...packingParts(results),
    ],
    [
      '## Time against size',
      ...picture('performance-sizes.svg', 'Time against size of export.csv'),
      ...levelParts(results),
    ],
    [...picture('performance-floor.svg', 'Each level beside its floor')],
    ['## Where the time goes', byHand],
    ['## Reading', READING, ...corpusTables(results.reading, tables.readingTable)],
    ...when(results.scaling.length, ['## One worker and two', tables.scalingTable(results)]),
    ...when(results.memory.length, [
      '## Memory',
      MEMORY,
      ...picture('performance-memory.svg', 'Memory against the size of the input'),
      tables.memoryTable(results),
    ]),
    ...when(results.firstByte.length, ['## Time to first byte', FIRST_BYTE, tables.firstByteTable(results)]),
    ...when(results.startUp.length, ['## The whole command', ...startUpParts(results)]),
    ...when(results.cancelling.length, ['## Breaking off', CANCELLING, tables.cancellingTable(results)]),
    ...when(results.redraws.length, ['## The progress line', REDRAWS, tables.redrawTable(results)]),
    ['## How it is measured', METHOD],
  ]
  return `${sections.flat().join('\n\n')}\n`
}

function when(count: number, section: readonly string[]): readonly (readonly string[])[] {
  return count > 0 ? [section] : []
}

function heading({ date, commit, command, scale, rounds, machine }: Results): string {
  const { processor, cores, memory, system, node, tools, directory } = machine
  const rows = [
    ['date', `${date.slice(0, 16).replace('T', ' ')} UTC`],
    ['commit', `\`${commit}\``],
    ['command', `\`${command}\``],
    ['machine', `${processor}, ${cores} cores, ${memory}; ${system}`],
    ['Node', node],
    ['peers', tools.join(' · ')],
    ['directory', directory],
    ['rounds', String(rounds)],
  ]
  const reduced =
    scale === 'full'
      ? ''
      : '\n\n**A quick run: corpora of a tenth of the size, where starting up weighs ten times as much. The goals are for the full size.**'
  return `# Performance\n\nMade by \`npm run bench\`, not written by hand: it says what it saw in one run on one machine. Compare ratios, not times.${reduced}\n\n${tables.table(['', ''], rows)}`
}

function summary(verdicts: readonly Verdict[]): string {
  const measured = verdicts.filter(({ verdict }) => verdict !== 'not measured')
  const missed = measured.filter(({ verdict }) => verdict === 'not met')
  const stretched = measured.filter(({ verdict }) => verdict === 'stretch met').length
  const all = `${measured.length - missed.length} of ${verdicts.length} goals met, ${stretched} of them with their stretch`
  const unmeasured = verdicts.length - measured.length
  return `${all}; ${missed.length} not met${unmeasured === 0 ? '' : `; ${unmeasured} not measured in this run`}.`
}

function packingParts({ packing, rounds }: Results): string[] {
  const note = rounds > 1 ? ['¹ one round: it takes minutes.'] : []
  return [...corpusTables(packing, tables.packingTable), ...note]
}

function corpusTables(
  by: Results['packing'],
  tableOf: (outcomes: NonNullable<Results['packing']['tiny']>) => string,
): string[] {
  return corpusNames.flatMap(name => {
    const outcomes = by[name]
    return outcomes === undefined ? [] : [`**${name}**: ${descriptions[name]}`, tableOf(outcomes)]
  })
}

function levelParts(results: Results): string[] {
  return results.levels.length === 0 ? [] : [FLOOR, tables.levelTable(results)]
}

function startUpParts(results: Results): string[] {
  const { send } = results
  const whole =
    send === null
      ? []
      : [
          `\`waybill send\` of export.csv (${send.mebibytes} MiB), sealed, synced, read back, published: ${send.wall.toFixed(1)} s, ${send.peak.toFixed(0)} MiB of memory at most.`,
        ]
  return [tables.startUpTable(results), ...whole]
}

const RATIOS =
  '× is a share of the other’s time, the median of the ratios of each round: what slows a round down slows both. Where a goal names a size, it is our fastest level whose archive is not larger.'
const READING = 'Every entry of one archive (ours, level 6) decrypted, authenticated, inflated; nothing kept.'
const FLOOR =
  'The floor of a level: the same pieces, deflated by the same zlib on as many threads as there are cores, and nothing else; a process of its own, measured in the same way, in the same rounds.'
const MEMORY = 'The same table cut to an eighth, whole, and copied behind itself eight times. One run each, level 6.'
const FIRST_BYTE =
  'From the start of the process until a file in the empty output directory has bytes; the parent looks each millisecond and ends the packer then.'
const CANCELLING =
  'Broken off at moments spread evenly over the whole work, counted from the moment that was meant until the call had rejected; then threads and files are counted.'
const REDRAWS = '`seal` and `check` under the progress line of `send`, on a terminal that counts.'
const METHOD = [
  '- Corpora are made from a seed and held against their SHA-256 (`bench/corpora/`), so that they are the same bytes everywhere.',
  '- Every packer runs in a process of its own, from its start to its end, one after another, round after round. Wall time is taken by the parent; processor time and peak memory are those GNU time reports (the rusage of the child).',
  '- Every archive is tested by `7z t` after it was timed; one that fails takes its packer out of the table.',
  '- All work in memory (tmpfs) where there is room, because packers are compared and not disks. Waybill syncs its file all the same.',
  '- All make AES-256 (WinZip AES) under the same password. 7-Zip uses threads as it likes. zip.js runs with worker threads, for which it needs a shim in Node, and several entries at once; small files without workers, which is faster. Levels: as named; on random bytes all store.',
  '- Waybill here is its engine with the list of entries that every archive carries, without ledger and conveyance; those are in `send`.',
].join('\n')
