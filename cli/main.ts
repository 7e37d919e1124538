import { constants } from 'node:os'
import { WaybillError } from '../lib/error.ts'
import packageJson from '../package.json' with { type: 'json' }
import { type EndingSignal, interrupted } from './exit.ts'
import { runProgram } from './program.ts'
import { processSurroundings } from './surroundings.ts'
import { Terminal } from './terminal.ts'

// The one place that ends the process. The exit status is that of the work (`exit.ts`).

const { version } = packageJson
const terminal = new Terminal(processSurroundings(process, version))
const controller = new AbortController()

// Nothing may end the process but this file: an error that nobody awaited is a bug like any other.
process.on('uncaughtException', async error => process.exit(await terminal.finish(terminal.fail(error))))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt(signal))
process.exit(await terminal.finish(await run()))

async function run(): Promise<number> {
  try {
    return await runProgram(process.argv.slice(2), { terminal, version, signal: controller.signal })
  } catch (error) {
    const isEnd = controller.signal.aborted && error instanceof WaybillError && error.code === 'WB-INTERRUPTED'
    return terminal.fail(isEnd ? controller.signal.reason : error)
  }
}

/**
 * The first signal stops the work in good order; a third one means that this takes too long for the person. The launcher
 * passes on what the terminal has sent to both of us already: two at the same moment are one.
 */
let signals = 0
let last = Number.NEGATIVE_INFINITY
function interrupt(signal: EndingSignal): void {
  controller.abort(interrupted(signal))
  const now = performance.now()
  if (now - last > 100) signals++
  last = now
  if (signals >= 3) process.exit(128 + constants.signals[signal])
}
