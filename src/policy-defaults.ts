import { parseDuration } from '../lib/duration.ts'
import { parseSize } from '../lib/size.ts'

/** Every key that has a default, in the order of product.md: the strict choice, exceptions have a decision record. */
export const defaults = {
  password: { minLength: 12, minBits: 70, recipe: 'groups' },
  release: {
    mode: 'on-receipt-when-new',
    locked: false,
    holdFor: parseDuration('7d'),
    wrongCodes: 5,
  },
  closeAfter: parseDuration('14d'),
  names: { hide: 'auto' },
  check: { budget: { total: parseSize('256MiB'), entry: parseSize('64MiB') } },
  symlinks: 'follow-inside',
  numbers: { unverified: 'warn', coolingOff: parseDuration('24h') },
  keep: {
    archive: parseDuration('30d'),
    contact: parseDuration('3y'),
    identity: parseDuration('3y'),
    files: parseDuration('1y'),
  },
  lock: { idle: parseDuration('15min') },
  sender: {},
  templates: {},
} as const

/** How long a backup is kept where `keep.backups` says nothing. Not a default of the file: that would be another policy. */
export const defaultBackups = parseDuration('90d')
