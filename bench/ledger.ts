/**
 * The figures of the ledger against their goals: `node bench/ledger.ts [--quick]`. Writes docs/performance-ledger.md;
 * with `--quick` (a tenth of the size) it only prints. Takes about ten minutes on two cores and 2 GB of the temporary
 * directory.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, type } from 'node:os'
import { join } from 'node:path'
import { argv, versions } from 'node:process'
import { appendFigures } from './ledger/append.ts'
import type { Figure } from './ledger/figure.ts'
import { shredFigures } from './ledger/shredding.ts'
import { verifyFigures } from './ledger/verification.ts'
import { commitNow } from './machine.ts'

const quick = argv.includes('--quick')
const scale = quick ? 10 : 1
const before = load()
const figures: Figure[] = []
for (const part of [
  () => appendFigures(2_000 / scale),
  () => verifyFigures(100_000 / scale, 2_500 / scale, 3),
  () => verifyFigures(1_000_000 / scale, 10_000 / scale, 1),
  () => shredFigures(200 / scale),
]) {
  const found = await part()
  figures.push(...found)
  for (const { what, value, goal, verdict } of found) console.log([what, value, goal, verdict].join('  ').trim())
}

const rows = figures.map(({ what, value, goal, verdict }) => `| ${what} | ${value} | ${goal} | ${verdict} |`)
const page = `# Performance of the ledger

Written by \`node bench/ledger.ts\`; do not edit.

${new Date().toISOString().slice(0, 10)}, commit ${commitNow()}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim()}, ${type()} ${release()}, Node ${versions.node}. Processes that wanted a
core, on average over the minute before the start and before the end: ${before} and ${load()}. Wherever that is not near 0 at the start, other work took
a part of the machine, and the times of the processor say more than those of the clock.

| what | measured | goal | |
|---|---|---|---|
${rows.join('\n')}

The ledgers that are verified have a signed checkpoint for each event, and seven personal fields for each eight events. What
\`--since\` does not read again: [0032](decisions/0032-since-is-the-auditors.md). 1 000 \`SIGKILL\`s without a lost event, and 8
processes without a fork, are tests: \`npm run test:soak\`, \`test/lib/ledger/processes.heavy.test.ts\`.
`
if (!quick) writeFileSync(join(import.meta.dirname, '../docs/performance-ledger.md'), page)

function load(): string {
  return (loadavg()[0] ?? Number.NaN).toFixed(1)
}
