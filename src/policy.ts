import { hash } from 'node:crypto'
import type { z } from 'zod'
import { formatDuration } from '../lib/duration.ts'
import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import { canonical, isObject, type Json, type JsonObject } from '../lib/ledger/canonical.ts'
import { formatSize } from '../lib/size.ts'
import { defaults } from './policy-defaults.ts'
import type { policySchema } from './policy-schema.ts'

/** The rules in force. Durations are milliseconds, sizes are bytes; the file writes both as texts. */
export type Policy = { readonly [Key in keyof Parsed]: Readonly<Parsed[Key]> }
type Parsed = z.infer<typeof policySchema>

export const defaultPolicy: Policy = defaults

/**
 * Untrusted. Keys that are left out get their defaults. Throws WB-POLICY-INVALID with the first thing that is wrong.
 * Neither it nor the findings repeat a value: somebody may have put a secret there.
 */
export async function parsePolicy(text: string): Promise<Policy> {
  const { policy, findings } = await readPolicy(text)
  const [first, ...others] = findings
  if (policy !== null) return policy
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  throw new WaybillError(
    'WB-POLICY-INVALID',
    `${first?.message.replace(/\.$/, '') ?? 'The policy is not valid'}${more}.`,
    'Correct the policy file; `waybill policy check` lists everything that is wrong with it.',
  )
}

/** The same, with everything that is wrong as findings; the policy is null when there are any. */
export async function readPolicy(text: string): Promise<{ policy: Policy | null; findings: Finding[] }> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    const message = 'The policy is not valid JSON.'
    return { policy: null, findings: [{ level: 'error', code: 'policy.invalid', message }] }
  }
  return validatePolicy(json)
}

/** For a policy that is JSON already. */
export async function validatePolicy(json: unknown): Promise<{ policy: Policy | null; findings: Finding[] }> {
  const [{ policySchema }, { wordsOf, findingsOf }] = await Promise.all([
    import('./policy-schema.ts'),
    import('./policy-issues.ts'),
  ])
  const result = policySchema.safeParse(json, { error: wordsOf })
  return result.success
    ? { policy: result.data, findings: [] }
    : { policy: null, findings: findingsOf(result.error.issues) }
}

/** The file: every key that is set, in the order of the schema. `parsePolicy(serializePolicy(p))` is `p`. */
export function serializePolicy(policy: Policy): string {
  return `${JSON.stringify(policyJson(policy), null, 2)}\n`
}

/** Hex SHA-256 of the file's canonical JSON: the same rules have the same digest, however the file is laid out. */
export function policyDigest(policy: Policy): string {
  return hash('sha256', canonical(policyJson(policy)))
}

/** One key with its value as the file writes it. */
export interface PolicyEntry {
  /** Names with dots between them, for example `release.holdFor`. */
  readonly key: string
  readonly value: Json
}

/** These are values as a whole: the names inside them are not Waybill's. */
export const wholes: ReadonlySet<string> = new Set([
  'sender.countries',
  'courier.http.headers',
  'courier.http.json',
  'courier.http.form',
])

/** Every key that has a value, in the order of the file. */
export function policyEntries(policy: Policy): PolicyEntry[] {
  return entriesOf(policyJson(policy), '')
}

function entriesOf(object: JsonObject, prefix: string): PolicyEntry[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const key = prefix + name
    const isGroup = isObject(value) && !wholes.has(key) && (key in defaultPolicy || Object.keys(value).length > 0)
    return isGroup ? entriesOf(value, `${key}.`) : [{ key, value }]
  })
}

/** What a change changes; null stands for a key that is not set. */
export interface PolicyChange {
  readonly key: string
  readonly from: Json
  readonly to: Json
}

/** Empty exactly when both have the same digest. */
export function diffPolicy(before: Policy, after: Policy): PolicyChange[] {
  const from = new Map(policyEntries(before).map(({ key, value }) => [key, value]))
  const to = new Map(policyEntries(after).map(({ key, value }) => [key, value]))
  return [...new Set([...from.keys(), ...to.keys()])]
    .map(key => ({ key, from: from.get(key) ?? null, to: to.get(key) ?? null }))
    .filter(change => canonical(change.from) !== canonical(change.to))
}

/** The policy as the file has it: durations and sizes as texts, absent keys left out. */
export function policyJson(policy: Policy): JsonObject {
  return spellObject(policy, '')
}

type Value = null | boolean | number | string | undefined | readonly Value[] | ValueObject
type ValueObject = { readonly [key: string]: Value }

/** The keys that are milliseconds here and `7d` in the file; those that are bytes here and `64MiB` in the file. */
const durations: ReadonlySet<string> = new Set([
  'release.holdFor',
  'closeAfter',
  'numbers.coolingOff',
  'keep.archive',
  'keep.contact',
  'keep.identity',
  'keep.files',
  'keep.backups',
  'lock.idle',
  'courier.twilio.validity',
  'courier.command.timeout',
])
const sizes: ReadonlySet<string> = new Set(['check.budget.total', 'check.budget.entry'])

function spell(value: Exclude<Value, undefined>, key: string): Json {
  if (typeof value === 'number') return spellNumber(value, key)
  if (typeof value !== 'object' || value === null) return value
  return isList(value) ? value.map(item => spell(item ?? null, key)) : spellObject(value, `${key}.`)
}

function spellNumber(value: number, key: string): number | string {
  if (durations.has(key)) return formatDuration(value)
  return sizes.has(key) ? formatSize(value) : value
}

function spellObject(object: ValueObject, prefix: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, spell(value, prefix + key)]])),
  )
}

function isList(value: readonly Value[] | ValueObject): value is readonly Value[] {
  return Array.isArray(value)
}
