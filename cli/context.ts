import type { Prompt } from './prompt.ts'
import type { Terminal } from './terminal.ts'

/** The flags that every command takes. */
export interface Globals {
  readonly home?: string
  readonly sandbox?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color: boolean
  readonly input: boolean
  readonly yes?: boolean
  readonly passphraseFd?: number
}

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal
  readonly prompt: Prompt
  readonly globals: Globals
  readonly version: string
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal
}

/** A command's work: its exit status, or nothing for 0. */
export type Work<Arguments extends readonly unknown[]> = (context: Context, ...given: Arguments) => Promise<unknown>

/** Makes a commander action of a command's work. */
export type Act = <Arguments extends readonly unknown[]>(
  work: Work<Arguments>,
) => (...given: Arguments) => Promise<void>
