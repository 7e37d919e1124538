import { errnoOf, WaybillError } from '../lib/error.ts'
import { type Environment, isDumb, knowsUnicode, wantsColour } from './capabilities.ts'
import { ControllingTerminal } from './controlling-terminal.ts'
import type { Device, Signals } from './device.ts'
import { describe, exitStatus, type Failure } from './exit.ts'
import { encodeJson, encodeJsonLine } from './json.ts'
import { Output, type Screen } from './output.ts'
import { sanitiseLines } from './sanitise.ts'
import { bad, dim, line, render, strong, type Text, warn } from './style.ts'

// The rules of the terminal. This file owns stdout and stderr; nothing else in Waybill writes to them.
//
// - stdout carries the answer and nothing else: text, or with `--json` exactly one JSON document, also for an error.
// - stderr carries progress, what is going on, warnings and errors. `--quiet` silences the first two, `--verbose` adds to
//   them; warnings and errors always show.
// - A password goes to the controlling terminal alone, whatever the streams are, and is typed there without echo.
//   The two commands whose answer it is (`password`, and `phone` in a sandbox) use `answer`.
// - Every text is sanitised on its way out; one text is one line; a colour is a role of a `Text`, never an escape sequence
//   in a string. JSON and documents keep their value: JSON by escapes, a document byte for byte unless a person looks.
// - Colours follow --no-color, NO_COLOR, FORCE_COLOR, TERM=dumb and whether the stream is a terminal.
// - Progress, one line or a few, exists only on stderr, only on a terminal, and steps aside for every other line.
// - An error is a sentence that says what is wrong, a sentence that says what to do, and a stable code. A bug shows its
//   stack.
// - A reader who leaves ends the output quietly and changes no exit status. Output that is lost otherwise is an error.
// - The process ends after `finish`, which waits until everything has been written.

/** What the terminal is made from; `cli/compose.ts` passes the process's own, tests pass fakes. */
export interface Surroundings {
  readonly stdout: Screen
  readonly stderr: Screen
  /** Whether standard input is a terminal. */
  readonly stdinIsTerminal: boolean
  readonly env: Environment
  readonly platform: NodeJS.Platform
  readonly openDevice: () => Device | null
  readonly signals: Signals
  /** Shows a text in the person's pager; false where there is none. Absent: nothing is paged. */
  readonly page?: (text: string) => Promise<boolean>
  /** One line for a bug report: versions and platform. */
  readonly about: string
}

/** The global flags. */
export interface Manners {
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  /** False for `--no-color`. */
  readonly colour: boolean
}

export class Terminal {
  readonly #around: Surroundings
  readonly #stdout: Output
  readonly #stderr: Output
  #manners: Manners = { json: false, quiet: false, verbose: false, colour: true }
  #controlling: ControllingTerminal | null | undefined
  /** The progress that stands on the screen now: lines parted by line feeds. */
  #progress = ''
  #answered = false

  constructor(around: Surroundings) {
    this.#around = around
    this.#stdout = new Output(around.stdout)
    this.#stderr = new Output(around.stderr)
  }

  /** As soon as the global flags are known; what is not given stays. */
  adopt(manners: Partial<Manners>): void {
    this.#manners = { ...this.#manners, ...manners }
  }

  get json(): boolean {
    return this.#manners.json
  }

  get verbose(): boolean {
    return this.#manners.verbose
  }

  /** Columns that an answer may take: those of the screen, or `Infinity` where stdout is no terminal. */
  get width(): number {
    return this.#stdout.columns ?? Number.POSITIVE_INFINITY
  }

  /** Columns for a progress line, or null where none may be drawn. */
  get progressWidth(): number | null {
    if (this.#manners.quiet || isDumb(this.#around.env)) return null
    return this.#stderr.columns
  }

  /** Whether a person looks at the answer, and no program reads it. */
  get answersPerson(): boolean {
    return this.#stdout.isTerminal
  }

  /** Whether box drawing and ellipses can be shown. */
  get unicode(): boolean {
    return knowsUnicode(this.#around.env, this.#around.platform)
  }

  /** Whether the whole screen can be drawn on: keyboard and screen are one terminal with cursor control. */
  get fullScreen(): boolean {
    return this.#around.stdinIsTerminal && this.#stdout.isTerminal && !this.json && !isDumb(this.#around.env)
  }

  /** Whether colours are wanted on stdout. */
  get colour(): boolean {
    return this.#colours(this.#stdout)
  }

  /** Whether a person sits here who can be asked: a standard stream is a terminal, and there is one to ask on. */
  get interactive(): boolean {
    const here = this.#around.stdinIsTerminal || this.#stdout.isTerminal || this.#stderr.isTerminal
    return here && this.controllingTerminal() !== null
  }

  /** The answer for people, to stdout. With `--json` it is a mistake of the programmer. */
  answer(text: Text | readonly Text[]): void {
    if (this.json) throw new TypeError('With --json only answerJson() may write to stdout')
    const colour = this.#colours(this.#stdout)
    for (const each of [text].flat()) this.#write(this.#stdout, `${render(each, colour)}\n`)
  }

  /** The answer for people; where it is longer than the screen, in their pager. */
  async answerPaged(text: readonly Text[]): Promise<void> {
    const { rows } = this.#stdout
    const { page, env } = this.#around
    if (rows !== null && text.length >= rows && page !== undefined && !isDumb(env)) {
      const colour = this.#colours(this.#stdout)
      this.progress('')
      await this.#stderr.flushed()
      if (await page(text.map(each => `${render(each, colour)}\n`).join(''))) return
    }
    this.answer(text)
  }

  /** The one JSON document on stdout. */
  answerJson(value: unknown): void {
    if (this.#answered) throw new TypeError('A command answers with one JSON document')
    this.#answered = true
    this.#write(this.#stdout, `${encodeJson(value)}\n`)
  }

  /** The same answer, as the global flags want it. */
  reply(value: unknown, text: () => Text | readonly Text[]): void {
    if (this.json) this.answerJson(value)
    else this.answer(text())
  }

  /** One line of JSON Lines on stdout, for `--format jsonl`. False when nobody reads any more: stop. */
  async answerJsonLine(value: unknown): Promise<boolean> {
    this.#write(this.#stdout, `${encodeJsonLine(value)}\n`)
    return this.#stdout.drained()
  }

  /**
   * Part of a document in a format of its own (CSV, HTML, a shell script) on stdout: unchanged into a file or pipe,
   * sanitised on a screen. Ends where `text` ends. False when nobody reads any more: stop.
   */
  async answerDocument(text: string): Promise<boolean> {
    this.#write(this.#stdout, this.#stdout.isTerminal ? sanitiseLines(text).join('\n') : text)
    return this.#stdout.drained()
  }

  /** What is going on, to stderr; not with `--quiet`. */
  say(text: Text | readonly Text[]): void {
    if (!this.#manners.quiet) this.#tell(text)
  }

  /** More of it, with `--verbose` alone. */
  detail(text: Text | readonly Text[]): void {
    if (this.#manners.verbose) this.#tell([text].flat().map(dim))
  }

  /** Something that a person should know, to stderr, always. */
  warn(text: Text): void {
    this.#tell(line`${warn('Warning:')} ${text}`)
  }

  /** Shows an error, with `--json` as the document on stdout, and returns the exit status that belongs to it. */
  fail(error: unknown): number {
    const failure = describe(error)
    const { code, message, hint, stack } = failure
    if (this.json && !this.#answered) this.answerJson({ error: { code, message, hint } })
    else this.#tell(sentences(failure))
    if (stack.length > 0) this.#tell(['', this.#around.about, ...stack])
    const cause = error instanceof WaybillError ? errnoOf(error.cause) : undefined
    if (cause !== undefined) this.detail(`The system says ${cause}.`)
    return exitStatus(error)
  }

  /** Draws the progress, one line or a few, or takes it away with an empty text. Each line must fit `progressWidth`. */
  progress(text: Text | readonly Text[]): void {
    const colour = this.#colours(this.#stderr)
    const lines = this.progressWidth === null ? [] : [text].flat().map(each => render(each, colour))
    const drawn = lines.join('\n')
    if (drawn === this.#progress) return
    this.#stderr.write(cleared(this.#progress) + drawn)
    this.#progress = drawn
  }

  /**
   * The person's own terminal, the same one every time, or null when the process has none. Never a standard stream: what
   * is written here cannot be redirected into a file.
   */
  controllingTerminal(): ControllingTerminal | null {
    this.progress('')
    if (this.#controlling === undefined) {
      const device = this.#around.openDevice()
      const colour = wantsColour(this.#manners.colour, this.#around.env, true)
      this.#controlling =
        device === null
          ? null
          : new ControllingTerminal(device, this.#around.signals, {
              colour,
              screens: !isDumb(this.#around.env),
              tmux: Boolean(this.#around.env.TMUX),
            })
    }
    return this.#controlling
  }

  /**
   * Waits until all output has been written or cannot be written any more, then gives the exit status of the process:
   * `status`, or 1 when the answer was lost. Nothing may be written afterwards.
   */
  async finish(status: number): Promise<number> {
    this.progress('')
    await this.#stdout.flushed()
    const lost = this.#stdout.failure === null ? null : lostAnswer(this.#stdout.failure)
    if (lost !== null) this.#tell(sentences(describe(lost)))
    await this.#stderr.flushed()
    await this.#controlling?.close()
    return lost === null || status !== 0 ? status : exitStatus(lost)
  }

  #tell(text: Text | readonly Text[]): void {
    const colour = this.#colours(this.#stderr)
    for (const each of [text].flat()) this.#write(this.#stderr, `${render(each, colour)}\n`)
  }

  /** The progress steps aside: both streams may be the same screen. */
  #write(output: Output, text: string): void {
    if (this.#progress !== '') this.#stderr.write(cleared(this.#progress))
    output.write(text)
    if (this.#progress !== '') this.#stderr.write(this.#progress)
  }

  #colours(output: Output): boolean {
    return wantsColour(this.#manners.colour, this.#around.env, output.isTerminal)
  }
}

function sentences({ code, message, hint }: Failure): Text[] {
  return [line`waybill: ${bad(code)}: ${strong(message)}`, hint]
}

function lostAnswer(cause: Error): WaybillError {
  const code = errnoOf(cause) === 'ENOSPC' ? 'WB-NO-SPACE' : 'WB-IO'
  return new WaybillError(
    code,
    'The answer could not be written to stdout.',
    'Look with `waybill status` what has been done.',
    { cause },
  )
}

/**
 * What takes `drawn` away and leaves the cursor at its beginning: carriage return, then ECMA-48 8.3.41 EL: erase to the
 * end of the line; above several lines 8.3.22 CUU: so many lines up, and 8.3.39 ED: erase to the end of the screen.
 */
function cleared(drawn: string): string {
  const above = drawn.split('\n').length - 1
  return above === 0 ? '\r\x1b[K' : `\r\x1b[${above}A\x1b[J`
}
