import type { Clock } from '../lib/ports.ts'
import * as format from './format.ts'
import { sanitise } from './sanitise.ts'
import { accent, dim, line, type Text } from './style.ts'
import type { Terminal } from './terminal.ts'
import { displayWidth, pad, truncate } from './width.ts'

/** What the engines report: bytes done, of how many, and the name that is worked on. */
export interface Step {
  readonly done: number
  readonly total: number
  readonly name: string
}

/** Milliseconds: at most twenty redraws a second, one of them for a new phase, which does not wait. */
const interval = 55
/** The rate is that of the last five seconds, and is told after half a second. */
const memory = 5_000
const firstRate = 500

/**
 * The progress of one long piece of work in one or more phases. On a terminal: one line with the phase, a bar, how much of
 * how much, the rate, the time left and the current name, which `finish` and `stop` take away. Elsewhere: one line at the start and one at the
 * end. With `--quiet`: nothing.
 */
export class Progress {
  readonly #terminal: Terminal
  readonly #clock: Clock
  readonly #started: number
  #phase = ''
  #drawn = Number.NEGATIVE_INFINITY
  #samples: { at: number; done: number }[] = []
  #over = false

  /** `title` is the line at the start, such as `Sealing 3 files (12 MB)`. */
  constructor(terminal: Terminal, clock: Clock, title: Text) {
    this.#terminal = terminal
    this.#clock = clock
    this.#started = clock.monotonic()
    if (terminal.progressWidth === null) terminal.say(title)
  }

  /** From here on the steps belong to this phase, for example `Sealing` or `Checking`. */
  phase(name: string): void {
    this.#phase = name
    this.#samples = []
    this.#drawn = Number.NEGATIVE_INFINITY
  }

  update(step: Step): void {
    const width = this.#terminal.progressWidth
    if (this.#over || width === null) return
    const now = this.#clock.monotonic()
    if (now - this.#drawn < interval) return
    this.#drawn = now
    this.#remember(now, step.done)
    this.#terminal.progress(this.#line(step, width - 1, this.#rate()))
  }

  /** Done: `what` is the line at the end, such as `Sealed 12 MB`; the time it took is added. Not shown on a terminal. */
  finish(what: string): void {
    if (this.stop() && this.#terminal.progressWidth === null) {
      this.#terminal.say(`${what} in ${format.duration(this.#clock.monotonic() - this.#started)}`)
    }
  }

  /** Takes the line away, also after a failure; later steps draw nothing. False if it was over before. */
  stop(): boolean {
    if (this.#over) return false
    this.#over = true
    this.#terminal.progress('')
    return true
  }

  #remember(at: number, done: number): void {
    this.#samples.push({ at, done })
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > memory) this.#samples.shift()
  }

  /** Bytes a second, or null while there is too little to tell. */
  #rate(): number | null {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at - first.at < firstRate) return null
    return ((last.done - first.done) / (last.at - first.at)) * 1000
  }

  /** At most `width` columns: the bar and the phase first, then what there is room for. */
  #line(step: Step, width: number, rate: number | null): Text {
    const share = step.total > 0 ? Math.min(1, Math.max(0, step.done / step.total)) : 1
    const left = rate === null || rate <= 0 ? null : ((step.total - step.done) / rate) * 1000
    const unicode = this.#terminal.unicode
    const phase = truncate(sanitise(this.#phase), Math.min(12, width), 'end', unicode ? '…' : '...')
    const percent = pad(`${Math.floor(share * 100)} %`, 5, 'start')
    const cells = Math.min(10, width - displayWidth(phase) - percent.length - 2)
    if (cells < 4) return truncate(`${phase} ${percent}`, width, 'end', '')
    let rest = width - displayWidth(phase) - percent.length - cells - 2
    const facts: string[] = []
    for (const fact of [
      step.total > 0 ? format.share(step.done, step.total) : '',
      rate === null ? '' : format.rate(rate),
      left === null ? '' : `${format.countdown(left)} left`,
    ]) {
      if (fact === '' || fact.length + 2 > rest) continue
      facts.push(fact)
      rest -= fact.length + 2
    }
    const name = rest > 10 ? truncate(sanitise(step.name), rest - 2, 'middle', unicode ? '…' : '...') : ''
    const tail = [...facts, name].filter(part => part !== '').map(part => `  ${part}`)
    return line`${phase} ${accent(bar(share, cells, unicode))} ${percent}${dim(tail.join(''))}`
  }
}

/** `cells` columns: eighths of a block (U+2588 to U+258F) or `#` and `.`. */
export function bar(share: number, cells: number, unicode: boolean): string {
  const full = Math.floor(share * cells)
  if (!unicode) return `${'#'.repeat(full)}${'.'.repeat(cells - full)}`
  const eighths = Math.floor((share * cells - full) * 8)
  const part = eighths === 0 ? '' : String.fromCodePoint(0x2590 - eighths)
  return `${'█'.repeat(full)}${part}${'░'.repeat(cells - full - (part === '' ? 0 : 1))}`
}
