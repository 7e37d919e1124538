// Runs one tier of the tests: quick (`npm test`), ci (the heavy tests, reduced) or soak (the heavy tests with full figures).
// Says by name what this machine cannot try, and ends with the plain line `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built } from '../test/support/built.ts'

const tier = process.argv[2] ?? 'quick'
const tools = {
  '7zz': 'round trips with a native 7-Zip (7z-wasm is always tried)',
  bsdtar: 'round trips with libarchive',
  tmux: 'real-terminal tests',
}

// The tests of the command line run what is built: it must be what is written.
await built()
const missing = Object.entries(tools).filter(([tool]) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
for (const [tool, purpose] of missing) console.log(`Left out, because ${tool} is not installed: ${purpose}.`)

const results = mkdtempSync(join(tmpdir(), 'waybill-results-'))
const report = join(results, 'report.json')
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    tier,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(3),
  ],
  { stdio: 'inherit' },
)
const counts = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
rmSync(results, { recursive: true })
const failed = counts.numFailedTests + (run.status !== 0 && counts.numFailedTests === 0 ? 1 : 0)
console.log(
  `${counts.numPassedTests} passed, ${failed} failed${counts.numPendingTests ? `, ${counts.numPendingTests} skipped` : ''}`,
)
process.exitCode = failed === 0 && counts.numPassedTests > 0 ? 0 : 1
