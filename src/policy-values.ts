import * as z from 'zod'
import { type Duration, durationWords, isDuration, parseDuration } from '../lib/duration.ts'
import { isSize, parseSize, type Size } from '../lib/size.ts'

/** A text such as `7d` in the file, milliseconds in the program. Both limits are allowed. */
export function duration(least: Duration, most: Duration) {
  const [from, to] = [parseDuration(least), parseDuration(most)]
  return z
    .custom<Duration>(
      value => typeof value === 'string' && isDuration(value),
      'must be a length of time such as 15min, 24h, 7d or 3y',
    )
    .transform(parseDuration)
    .refine(
      milliseconds => milliseconds >= from && milliseconds <= to,
      `must be from ${durationWords(least)} to ${durationWords(most)}`,
    )
}

/** A text such as `64MiB` in the file, bytes in the program. Both limits are allowed. */
export function size(least: Size, most: Size) {
  const [from, to] = [parseSize(least), parseSize(most)]
  return z
    .custom<Size>(value => typeof value === 'string' && isSize(value), 'must be a size such as 512KiB, 64MiB or 1GiB')
    .transform(parseSize)
    .refine(bytes => bytes >= from && bytes <= to, `must be from ${least} to ${most}`)
}

/** One line for people: not blank, no control characters. */
export function line(most: number) {
  return z
    .string()
    .max(most)
    .regex(/^\S(?:.*\S)?$/u, 'must be one line that neither begins nor ends with a space')
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must hold no control characters')
    .refine(text => text.isWellFormed(), 'must be valid Unicode')
}
