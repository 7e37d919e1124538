/**
 * `node redraw.ts DIRECTORY NAME OUT`: seals and checks under the progress line of `send`, on a terminal that counts, and
 * prints as JSON how often it was drawn and what that cost.
 */
import { Writable } from 'node:stream'
import { Progress, type Step } from '../../cli/progress.ts'
import { Terminal } from '../../cli/terminal.ts'
import { check } from '../../lib/zip/check.ts'
import { seal } from '../../lib/zip/write.ts'
import { FakeSignals } from '../../test/cli/fakes.ts'
import { defaultBudget, random, requestFor, sealingPassword } from './sealing.ts'

class CountingScreen extends Writable {
  readonly isTTY = true
  readonly columns = 100
  readonly at: number[] = []

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    this.at.push(performance.now())
    done()
  }
}

const [directory = '', name = '', out = ''] = process.argv.slice(2)
const screen = new CountingScreen()
const terminal = new Terminal({
  stdout: new CountingScreen(),
  stderr: screen,
  stdinIsTerminal: false,
  env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  platform: process.platform,
  openDevice: () => null,
  signals: new FakeSignals(),
  about: 'bench',
})
const progress = new Progress(terminal, { now: Date.now, monotonic: () => Math.floor(performance.now()) }, 'Sealing')
let [steps, drawing] = [0, 0]
const onProgress = (step: Step) => {
  const start = performance.now()
  progress.update(step)
  drawing += performance.now() - start
  steps++
}

const start = performance.now()
progress.phase('Sealing')
const request = await requestFor({ out, level: 6, directory, name, wrap: false, workers: null })
const { entries } = await seal({ ...request, onProgress })
progress.phase('Checking')
await check(out, entries, sealingPassword(), { budget: defaultBudget, random, onProgress })
progress.stop()
const whole = performance.now() - start
const most = Math.max(...screen.at.map((from, i) => screen.at.slice(i).filter(at => at < from + 1_000).length))
console.log(JSON.stringify({ work: `seal and check ${name}`, most, redraws: screen.at.length, steps, drawing, whole }))
