import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import { isObject, type Json, type JsonObject } from '../lib/ledger/canonical.ts'
import { defaultPolicy, type Policy, policyEntries, policyJson, validatePolicy, wholes } from './policy.ts'

/** The value of one key, or of a group of keys, as the file writes it; null when it is not set. */
export function getPolicyKey(policy: Policy, key: string): Json {
  let value: Json = policyJson(policy)
  for (const name of key.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return null
    value = value[name] ?? null
  }
  return value
}

/**
 * A policy with one key changed, from text as a person types it: `3d`, `5`, `true`, `refuse`, or JSON for a list or an
 * object. Null takes the key back to its default. Throws WB-POLICY-KEY for a key that does not exist or that names a
 * group, WB-POLICY-INVALID for a value that it does not take.
 */
export async function setPolicyKey(policy: Policy, key: string, text: string | null): Promise<Policy> {
  const names = key.split('.')
  if (names.length === 1 && isObject(getPolicyKey(defaultPolicy, key))) throw groupNamed(key)
  if (names.includes('__proto__') || leadsThroughValue(policy, key)) throw unknownKey(key)
  if (text === null && !(await exists(policy, names))) throw unknownKey(key)
  let refusal: WaybillError | null = null
  for (const value of text === null ? [undefined] : readings(text)) {
    const { policy: changed, findings } = await validatePolicy(setAt(policyJson(policy), names, value))
    if (changed !== null) return changed
    refusal ??= refusalOf(findings)
  }
  throw refusal ?? unknownKey(key)
}

/** True for `symlinks.x`: the key goes on where there is a value already, and is none of the default's own. */
function leadsThroughValue(policy: Policy, key: string): boolean {
  if (getPolicyKey(defaultPolicy, key) !== null) return false
  return policyEntries(policy).some(entry => !wholes.has(entry.key) && key.startsWith(`${entry.key}.`))
}

/** No key takes null, so what is wrong with it tells whether there is such a key. */
async function exists(policy: Policy, names: readonly string[]): Promise<boolean> {
  const { findings } = await validatePolicy(setAt(policyJson(policy), names, null))
  return findings.every(({ code }) => code !== 'policy.unknown-key')
}

/** What the text may mean, the likeliest first; the first that the key takes is it. */
function readings(text: string): Json[] {
  try {
    const value: Json = JSON.parse(text)
    return typeof value === 'string' ? [text] : [value, text]
  } catch {
    return [text]
  }
}

/** A copy with the value in its place; undefined removes the key. */
function setAt(object: JsonObject, [name = '', ...rest]: readonly string[], value: Json | undefined): JsonObject {
  const { [name]: old, ...others } = object
  if (rest.length === 0) return value === undefined ? others : { ...object, [name]: value }
  return { ...object, [name]: setAt(isObject(old) ? old : {}, rest, value) }
}

function refusalOf([first]: readonly Finding[]): WaybillError | null {
  if (first === undefined || first.code === 'policy.unknown-key') return null
  return new WaybillError('WB-POLICY-INVALID', first.message, '`waybill policy show` explains every key.')
}

function unknownKey(key: string): WaybillError {
  return new WaybillError('WB-POLICY-KEY', `There is no policy key ${key}.`, '`waybill policy show` lists every key.')
}

function groupNamed(key: string): WaybillError {
  const message = `The policy key ${key} names a group of keys.`
  return new WaybillError('WB-POLICY-KEY', message, 'Set one of its keys; `waybill policy show` lists them.')
}
