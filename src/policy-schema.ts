import * as z from 'zod'
import { LEAST_FLOOR } from '../lib/password/sealing-password.ts'
import { courier, sender, templates } from './policy-couriers.ts'
import { defaults } from './policy-defaults.ts'
import { duration, size } from './policy-values.ts'

/**
 * Every key of the policy, its type and its limits. Untrusted: somebody may have edited the file. Objects are closed:
 * a mistyped key is refused, not ignored. Durations and sizes are texts in the file, milliseconds and bytes here. There
 * is no key for a secret: the policy is exported with the evidence.
 *
 * This module loads zod (some 70 ms unbundled), so only `policy.ts` imports it, at the first use.
 */
const password = z.strictObject({
  minLength: z.int().min(LEAST_FLOOR.minLength).max(128).default(defaults.password.minLength),
  minBits: z.int().min(LEAST_FLOOR.minBits).max(256).default(defaults.password.minBits),
  recipe: z.enum(['groups', 'words', 'mixed']).default(defaults.password.recipe),
})

const release = z.strictObject({
  mode: z.enum(['now', 'on-receipt-when-new', 'on-receipt']).default(defaults.release.mode),
  locked: z.boolean().default(defaults.release.locked),
  holdFor: duration('1min', '90d').default(defaults.release.holdFor),
  wrongCodes: z.int().min(1).max(20).default(defaults.release.wrongCodes),
})

const budget = z.strictObject({
  total: size('1MiB', '1024TiB').default(defaults.check.budget.total),
  entry: size('1MiB', '1024TiB').default(defaults.check.budget.entry),
})

const keep = z.strictObject({
  archive: duration('1h', '30y').default(defaults.keep.archive),
  contact: duration('1d', '30y').default(defaults.keep.contact),
  identity: duration('1d', '30y').default(defaults.keep.identity),
  files: duration('1d', '30y').default(defaults.keep.files),
  backups: duration('0s', '30y').optional(),
})

export const policySchema = z.strictObject({
  password: password.prefault({}),
  release: release.prefault({}),
  closeAfter: duration('1h', '1y').default(defaults.closeAfter),
  names: z.strictObject({ hide: z.enum(['auto', 'alias', 'wrap', 'no']).default(defaults.names.hide) }).prefault({}),
  check: z
    .strictObject({
      budget: z.union([z.literal('full'), budget], 'must be full, or a total and an entry size').prefault({}),
    })
    .prefault({}),
  symlinks: z.enum(['follow-inside', 'refuse']).default(defaults.symlinks),
  numbers: z
    .strictObject({
      unverified: z.enum(['warn', 'refuse', 'allow']).default(defaults.numbers.unverified),
      coolingOff: duration('0s', '90d').default(defaults.numbers.coolingOff),
    })
    .prefault({}),
  keep: keep.prefault({}),
  lock: z.strictObject({ idle: duration('1min', '1h').default(defaults.lock.idle) }).prefault({}),
  courier: courier.optional(),
  sender: sender.prefault({}),
  templates: templates.prefault({}),
  opener: z.enum(['off', 'beside']).optional(),
  removableMedia: z.enum(['deny', 'warn', 'allow']).optional(),
  diskEncryption: z.enum(['require', 'warn', 'off']).optional(),
  scan: z.enum(['require', 'warn', 'off']).optional(),
  agreements: z.enum(['require', 'warn', 'off']).optional(),
  approval: z.enum(['never', 'special', 'new-or-special', 'always']).optional(),
})
