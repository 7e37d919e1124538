import { WaybillError } from '../lib/error.ts'
import { crockfordSymbols } from '../src/ids.ts'
import type { Parser } from './arguments.ts'

/** Parsers for the texts that a flag takes, as those of `arguments.ts`: each throws WB-USAGE. */

/** A path: anything but nothing, which would quietly mean the directory where the person is. */
export function path(flag: string): Parser<string> {
  return text => {
    if (text !== '') return text
    throw new WaybillError('WB-USAGE', `${flag} is empty.`, 'Give it a path.')
  }
}

/** What is searched for: anything but nothing, which would fit everything or nothing. */
export function term(flag: string): Parser<string> {
  return text => {
    if (text.trim() !== '') return text
    throw new WaybillError('WB-USAGE', `${flag} is empty.`, 'Say what to look for, or leave it out.')
  }
}

/** One line that is kept as somebody's reason: not empty, no control characters, at most 200 characters. */
export function reason(flag: string): Parser<string> {
  return text => {
    const trimmed = text.trim()
    const isLine = trimmed.length <= 200 && trimmed.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed)
    if (trimmed !== '' && isLine) return trimmed
    const problem = trimmed === '' ? 'is empty' : 'is not one short line of plain text'
    throw new WaybillError('WB-USAGE', `${flag} ${problem}.`, 'Say in a few words why: it is recorded.')
  }
}

/** A receipt or confirmation code as somebody quotes it. What cannot be one does not count as a wrong one. */
export function code(flag: string): Parser<string> {
  return text => {
    if (crockfordSymbols(text)?.length === 8) return text
    throw new WaybillError('WB-USAGE', `${flag} is not a code.`, 'Give eight letters and digits, like 7K3Q-M9XP.')
  }
}
