import { type ErrorCode, WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'
import type { ControllingTerminal } from './controlling-terminal.ts'
import { list } from './format.ts'
import { nearest } from './nearest.ts'
import { accent, dim, line, strong, warn } from './style.ts'
import type { Terminal } from './terminal.ts'

/** How often a question is put before its last error is final. */
const attempts = 5

export interface Asking {
  /** The flag that answers the same question on the command line; null where only a person can. */
  readonly flag: string | null
  /** What an empty answer means. */
  readonly fallback?: string
}

export interface Parsing<T> extends Asking {
  /** Checks the answer; a WaybillError of kind usage or policy is shown, and the question put again. */
  readonly parse: (text: string) => T | Promise<T>
}

export interface AskingSecret {
  readonly flag: string | null
  /** The question for typing it a second time, where a slip of the finger would be kept for ever. */
  readonly again?: string
  /** May refuse the secret with a WaybillError of kind usage or policy. */
  readonly check?: (secret: Secret) => void | Promise<void>
}

export interface Confirming {
  /** The flag that confirms on the command line; null where only a person can. */
  readonly flag: string | null
  /** The value of that flag: `true` confirms without a question. */
  readonly given: boolean
  readonly fallback?: boolean
}

/**
 * Questions to the person, on the controlling terminal. Where nobody can be asked, with `--no-input` or without a
 * terminal, each throws WB-MISSING-VALUE, which names the flag (WB-NEEDS-TERMINAL where there is none). Ctrl-D is no answer and throws the same; Ctrl-C throws
 * WB-INTERRUPTED.
 */
export class Prompt {
  readonly #terminal: Terminal
  readonly #allowed: boolean

  /** `allowed` is false for `--no-input`. */
  constructor(terminal: Terminal, allowed: boolean) {
    this.#terminal = terminal
    this.#allowed = allowed
  }

  /** Whether there is somebody to ask. */
  get possible(): boolean {
    return this.#allowed && this.#terminal.interactive
  }

  /** A line of text, without the spaces at its ends. */
  ask(question: string, options: Asking): Promise<string>
  ask<T>(question: string, options: Parsing<T>): Promise<T>
  async ask(question: string, options: Asking & Partial<Parsing<unknown>>): Promise<unknown> {
    const terminal = this.#person(options.flag)
    const prompt = line`${strong(question)}${options.fallback === undefined ? '' : dim(` [${options.fallback}]`)}: `
    return persist(terminal, async () => {
      const typed = await terminal.readLine(prompt)
      if (typed === null) throw missing(options.flag)
      const text = typed.trim() || options.fallback
      if (!text) throw new WaybillError('WB-USAGE', 'An answer is needed here.', 'Press Ctrl-C to stop.')
      return options.parse === undefined ? text : options.parse(text)
    })
  }

  /** One of several, shown with numbers: the answer is a number, the word, or letters that begin only one of them. */
  async choose<const T extends string>(question: string, choices: readonly T[], options: Asking): Promise<T> {
    const terminal = this.#person(options.flag)
    terminal.write([strong(question), ...choices.map((choice, at) => line`  ${accent(String(at + 1))}  ${choice}`)])
    return this.ask('Number or word', { ...options, parse: (text: string) => chosen(text, choices) })
  }

  /** A secret, typed without echo; the caller destroys it. */
  async askSecret(question: string, options: AskingSecret): Promise<Secret> {
    const terminal = this.#person(options.flag)
    return persist(terminal, async () => {
      const secret = await typedSecret(terminal, question, options.flag)
      try {
        await options.check?.(secret)
        if (options.again !== undefined) await mustMatch(secret, typedSecret(terminal, options.again, options.flag))
        return secret
      } catch (error) {
        secret.destroy()
        throw error
      }
    })
  }

  /** Yes or no. Where nobody can be asked it throws WB-NEEDS-TERMINAL. */
  async confirm(question: string, options: Confirming): Promise<boolean> {
    if (options.given) return true
    if (!this.possible) {
      const hint = options.flag === null ? 'Run it on a terminal.' : `Add ${options.flag} to confirm it.`
      throw new WaybillError('WB-NEEDS-TERMINAL', 'A person must confirm this.', hint)
    }
    const { flag, fallback } = options
    if (fallback === undefined) return this.ask(`${question} (y/n)`, { flag, parse: yesOrNo })
    return this.ask(`${question} (y/n)`, { flag, fallback: fallback ? 'y' : 'n', parse: yesOrNo })
  }

  #person(flag: string | null): ControllingTerminal {
    const terminal = this.possible ? this.#terminal.controllingTerminal() : null
    if (terminal === null) throw missing(flag)
    return terminal
  }
}

/** Puts the question again while the answer is one that can be bettered. */
async function persist<T>(terminal: ControllingTerminal, put: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await put()
    } catch (error) {
      if (attempt === attempts || !isBadAnswer(error)) throw error
      terminal.write([warn(error.message), error.hint])
    }
  }
}

/** No answer came, so asking again would not end. */
const unanswered = new Set<ErrorCode>(['WB-MISSING-VALUE', 'WB-NEEDS-TERMINAL'])

function isBadAnswer(error: unknown): error is WaybillError {
  if (!(error instanceof WaybillError) || unanswered.has(error.code)) return false
  return error.kind === 'usage' || error.kind === 'policy'
}

async function typedSecret(terminal: ControllingTerminal, question: string, flag: string | null): Promise<Secret> {
  const secret = await terminal.readSecret(line`${strong(question)}: `)
  if (secret === null) throw missing(flag)
  if (secret.bytes.length > 0) return secret
  throw new WaybillError('WB-USAGE', 'Nothing was typed.', 'What you type does not show; Ctrl-C stops.')
}

async function mustMatch(first: Secret, typing: Promise<Secret>): Promise<void> {
  const second = await typing
  const same = first.equals(second)
  second.destroy()
  if (!same) throw new WaybillError('WB-USAGE', 'The two are not the same.', 'Type it twice again.')
}

function chosen<T extends string>(text: string, choices: readonly T[]): T {
  const typed = text.toLowerCase()
  const beginning = choices.filter(choice => choice.toLowerCase().startsWith(typed))
  const exact = choices.find(choice => choice.toLowerCase() === typed)
  const found = choices[Number(text) - 1] ?? exact ?? (beginning.length === 1 ? beginning[0] : undefined)
  if (found !== undefined) return found
  const meant = nearest(text, choices)
  throw new WaybillError(
    'WB-USAGE',
    'That is none of the choices.',
    meant === null ? `Type a number from 1 to ${choices.length}, or ${list(choices, 'or')}.` : `Did you mean ${meant}?`,
  )
}

function yesOrNo(text: string): boolean {
  if (/^y(es)?$/i.test(text)) return true
  if (/^no?$/i.test(text)) return false
  throw new WaybillError('WB-USAGE', 'That is neither yes nor no.', 'Type y or n.')
}

function missing(flag: string | null): WaybillError {
  if (flag === null) return new WaybillError('WB-NEEDS-TERMINAL', 'A person must answer this.', 'Run it on a terminal.')
  return new WaybillError(
    'WB-MISSING-VALUE',
    `${flag} is missing.`,
    `Give ${flag}, or run it on a terminal to be asked.`,
  )
}
