import { isDay } from '../lib/day.ts'
import { parseDuration } from '../lib/duration.ts'
import { WaybillError } from '../lib/error.ts'
import { list } from './format.ts'
import { nearest } from './nearest.ts'

/**
 * Parsers for the values of flags. Each is made for one flag, so that its error can name it, takes the text from the
 * command line (untrusted) and gives a checked value or throws WB-USAGE. They fit commander's `argParser` and
 * `Prompt.ask`'s `parse`.
 */
export type Parser<T> = (text: string) => T

/** A whole number from `least` to `most`, in decimal digits. */
export function integer(flag: string, least: number, most: number = Number.MAX_SAFE_INTEGER): Parser<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  return text => {
    const value = /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw usage(flag, text, `a whole number ${range}`)
  }
}

/** One of `words`, exactly. */
export function choice<const T extends string>(flag: string, words: readonly T[]): Parser<T> {
  return text => {
    const found = words.find(word => word === text)
    if (found !== undefined) return found
    const meant = nearest(text, words)
    throw new WaybillError(
      'WB-USAGE',
      `${flag} does not know ${quote(text)}.`,
      meant === null ? `Choose ${list(words, 'or')}.` : `Did you mean ${meant}? It can be ${list(words, 'or')}.`,
    )
  }
}

/** A length of time in milliseconds: `30s`, `15min`, `24h`, `7d`, `3y`. */
export function duration(flag: string): Parser<number> {
  return text => {
    try {
      return parseDuration(text)
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
      throw new WaybillError('WB-USAGE', `${flag} cannot be ${quote(text)}.`, error.hint, { cause: error })
    }
  }
}

/** A day of the calendar as `YYYY-MM-DD` (RFC 3339, full-date), from 1970 to 9999. */
export function date(flag: string): Parser<string> {
  return text => {
    if (isDay(text)) return text
    throw usage(flag, text, 'a date like 2026-01-31')
  }
}

/**
 * A moment, in milliseconds since 1970: a day, which begins at 00:00 UTC, or RFC 3339 date-time with its offset
 * (`2026-01-31T09:00Z`, `2026-01-31T10:00:00+01:00`; the seconds may be left out).
 */
export function moment(flag: string): Parser<number> {
  return text => {
    const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?(?:[Zz]|[+-]\d\d:\d\d)))?$/.exec(text) ?? []
    const value = isDay(day ?? '')
      ? Date.parse(time === undefined ? `${day}` : `${day}T${time.toUpperCase()}`)
      : Number.NaN
    if (!Number.isNaN(value)) return value
    throw usage(flag, text, 'a date like 2026-01-31 or a time like 2026-01-31T09:00Z')
  }
}

/**
 * The shape of an E.164 number (ITU-T E.164, 6.2.1: at most 15 digits, country codes never begin with 0), without the
 * spaces, dots, hyphens and brackets that people write. Whether the number can exist, `lib/phone.ts` knows.
 */
export function phoneNumber(flag: string): Parser<string> {
  return text => {
    const number = text.replace(/[\s().\-/]/g, '')
    if (/^\+[1-9]\d{6,14}$/.test(number)) return number
    // Not repeated: a number is personal, and errors are logged.
    const hint = 'Give it with + and the country code, like +4915112345678.'
    throw new WaybillError('WB-USAGE', `${flag} is not an international number.`, hint)
  }
}

/** The number of an open file descriptor, as in `--password-fd 3`. */
export function descriptor(flag: string): Parser<number> {
  return integer(flag, 0, 1023)
}

function usage(flag: string, text: string, wanted: string): WaybillError {
  return new WaybillError('WB-USAGE', `${flag} cannot be ${quote(text)}.`, `Give it ${wanted}.`)
}

/** The value as the user typed it, cut to a length that keeps the error one sentence. */
function quote(text: string): string {
  if (text === '') return 'empty'
  const characters = [...text]
  return `"${characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text}"`
}
