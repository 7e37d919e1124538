/**
 * The figures of the terminal UI against their goals: `node bench/ui.ts [--quick]`, after a build. Needs script(1) of
 * util-linux. The first frame over a bare `node -e 0`, on a warm cache; how long the event loop is held up while a large file
 * is sealed in the real UI, in the process itself.
 */
import { readFileSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { command } from './command.ts'
import { atMost, type Figure, ms, plain } from './ledger/figure.ts'
import { bring } from './place.ts'
import { PseudoTerminal } from './ui/pseudo-terminal.ts'

const quick = argv.includes('--quick')
const rounds = quick ? 5 : 15
const { place, node, launcher, env } = command()
const terminal = (words: readonly string[], more = {}) =>
  new PseudoTerminal(words, { ...env, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...more }, place)

try {
  console.log(`Processes that wanted a core, over the last minute: ${loadavg()[0]?.toFixed(1)}`)
  const [bare, frame, home] = await firstFrames()
  tell(atMost('first frame, more than `node -e 0`', ms(frame - bare), 300))
  tell(plain('home, open, more than `node -e 0`', ms(home - bare)))
  const { p50, p99, longest } = await delays()
  tell(plain('event loop held up while sealing, median', ms(p50)))
  tell(atMost('event loop held up while sealing, p99', ms(p99), 50))
  tell(plain('event loop held up while sealing, longest', ms(longest)))
} finally {
  rmSync(place, { recursive: true, force: true })
}

/** Medians in milliseconds; the first round warms the caches and makes the sandbox. */
async function firstFrames(): Promise<[bare: number, frame: number, home: number]> {
  const found: [number, number, number][] = []
  for (let round = 0; round <= rounds; round++) {
    const bare = await terminal([node, '-e', '0']).ended()
    const ui = terminal([node, launcher, '--sandbox'])
    const frame = await ui.until(/Waybill/)
    const home = await ui.until(/No transfer yet/)
    ui.type('\x03')
    await ui.ended()
    if (round > 0) found.push([bare, frame, home])
  }
  const middle = (at: 0 | 1 | 2) =>
    found.map(one => one[at]).sort((one, other) => one - other)[found.length >> 1] ?? NaN
  return [middle(0), middle(1), middle(2)]
}

/** `waybill send` of a large file without `--to`: the UI asks for it, and seals. */
async function delays(): Promise<{ p50: number; p99: number; longest: number }> {
  bring({ directory: place, out: place, scale: quick ? 'quick' : 'full', described: place }, 'export.csv')
  const results = join(place, 'delays.json')
  const send = ['send', join(place, 'export.csv'), '--sandbox', '--phone', '+4915112345678', '--purpose', 'Bench']
  const ui = terminal([node, '--import', join(import.meta.dirname, 'ui/delays.js'), launcher, ...send], {
    DELAYS: results,
  })
  await ui.until(/Name/)
  ui.type('Ada')
  for (const next of [/not verified\./, /Purpose/, /stranger/, /seals it\./]) {
    await ui.until(next)
    ui.type('\r')
  }
  await ui.until(/Receipt code/, 600_000)
  ui.type('\x03')
  await ui.ended()
  return JSON.parse(readFileSync(results, 'utf8'))
}

function tell({ what, value, goal, verdict }: Figure): void {
  console.log([what, value, goal, verdict].join('  ').trim())
}
