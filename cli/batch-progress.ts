import type { Clock } from '../lib/ports.ts'
import type { BatchRow, BatchWatch, Stage } from '../src/batch.ts'
import type { RowView } from '../src/batch-view.ts'
import { stateCounts } from './batch-lines.ts'
import { count, duration, number } from './format.ts'
import { bar } from './progress.ts'
import { accent, bare, dim, line, type Text } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { displayWidth, head, truncate } from './width.ts'

/** Milliseconds between two redraws. */
const interval = 100
/** Rows under way that are shown: a screen has few lines, and those that are drawn over must all be on it. */
const mostShown = 8

/**
 * The progress of a batch. On a terminal: how many rows are done and how they stand, and the rows under way with what is
 * done for each, drawn in place until `stop`. Elsewhere: one line at the start and one at the end. With `--quiet`: nothing.
 */
export class BatchProgress {
  readonly #terminal: Terminal
  readonly #clock: Clock
  readonly #started: number
  readonly #total: number
  readonly #states = new Map<number, RowView['state']>()
  readonly #underWay = new Map<number, { readonly to: string; phase: string }>()
  readonly #ticking: NodeJS.Timeout
  #stage: Stage = 'checking'
  #done = 0
  #drawn = Number.NEGATIVE_INFINITY
  #over = false

  constructor(terminal: Terminal, clock: Clock, total: number) {
    this.#terminal = terminal
    this.#clock = clock
    this.#started = clock.monotonic()
    this.#total = total
    if (terminal.progressWidth === null) terminal.say(`Sending to ${count(total, 'recipient')}`)
    // What happened right after a redraw shows with the next one, even if nothing happens then.
    this.#ticking = setInterval(() => this.#draw(), interval).unref()
  }

  readonly watch: BatchWatch = {
    onStage: stage => {
      this.#stage = stage
      this.#done = 0
      this.#draw()
    },
    onBegin: ({ row, to }: BatchRow) => {
      this.#underWay.set(row, { to, phase: '' })
      this.#draw()
    },
    onPhase: ({ row }, phase) => {
      const shown = this.#underWay.get(row)
      if (shown !== undefined) shown.phase = phase
      this.#draw()
    },
    onEnd: ({ row, state }) => {
      this.#done++
      this.#states.set(row, state)
      this.#underWay.delete(row)
      this.#draw()
    },
  }

  /** Takes the lines away, also after a failure; later news draw nothing. */
  stop(): void {
    this.#over = true
    clearInterval(this.#ticking)
    this.#terminal.progress('')
  }

  /** The line at the end, for the way out that is no failure. Not shown on a terminal. */
  finish(): void {
    this.stop()
    if (this.#terminal.progressWidth !== null) return
    this.#terminal.say(`${stateCounts(this.#states.values())} in ${duration(this.#clock.monotonic() - this.#started)}`)
  }

  #draw(): void {
    const { progressWidth, unicode } = this.#terminal
    const now = this.#clock.monotonic()
    if (this.#over || progressWidth === null || now - this.#drawn < interval) return
    this.#drawn = now
    this.#terminal.progress(this.#lines(progressWidth - 1, unicode))
  }

  #lines(width: number, unicode: boolean): Text[] {
    const mark = unicode ? '…' : '...'
    const word = { checking: 'Checking', sending: 'Sending', asking: 'Asking' }[this.#stage]
    const share = this.#total === 0 ? 1 : this.#done / this.#total
    const counts = `${number(this.#done)} of ${number(this.#total)}  ${stateCounts(this.#states.values())}`
    const room = width - word.length - 13
    const first =
      room < 10
        ? truncate(`${word} ${counts}`, width, 'end', mark)
        : line`${word} ${accent(bar(share, 10, unicode))}  ${truncate(counts, room, 'end', mark)}`
    const rows = [...this.#underWay].slice(0, mostShown)
    const cells = rows.map(([row, { to, phase }]) => [dim(`row ${row}`), phase, to])
    const lines = table([{ head: '' }, { head: '' }, { head: '' }], cells, { width, unicode })
    return [first, ...lines.map(each => fitted(each, width))]
  }
}

/** A table stays wider than a screen that is narrower than its narrowest columns. */
function fitted(text: Text, width: number): Text {
  return displayWidth(bare(text)) <= width ? text : head(bare(text), width)
}
