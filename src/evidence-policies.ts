import { hash } from 'node:crypto'
import { canonical, isList, isObject, type Json, type JsonObject } from '../lib/ledger/canonical.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { defaultPolicy, type Policy, policyJson } from './policy.ts'

/**
 * Digest → canonical JSON of every policy that can be told: the one in force, and, back from it, those before, as long as
 * the difference of each change is still there. Each text has the digest that it stands under; what does not come out
 * right is left out.
 */
export function knownPolicies(ledger: Ledger, policy: Policy): Map<string, string> {
  const known = new Map<string, JsonObject>()
  const keep = (json: JsonObject) => known.set(digestOf(json), json)
  keep(policyJson(policy))
  keep(recorded(ledger))
  for (const change of [...ledger.events({ type: 'policy.changed' })].reverse()) {
    const after = known.get(String(change.d.to))
    const diff = ledger.disclosed(change).find(field => field !== 'shredded' && field.name === 'diff')
    if (after === undefined || diff === undefined || diff === 'shredded' || !isList(diff.value)) continue
    const before = diff.value.reduce(undo, after)
    if (digestOf(before) === change.d.from) keep(before)
  }
  return new Map([...known].map(([digest, json]) => [digest, canonical(json)]))
}

/** What `policy set` recorded last: perhaps by another process, after this one opened the home. */
function recorded(ledger: Ledger): JsonObject {
  const text = ledger.records.get('policy', 'recorded')
  const json: Json = typeof text === 'string' ? JSON.parse(text) : null
  return isObject(json) ? json : {}
}

function digestOf(json: JsonObject): string {
  return hash('sha256', canonical(json))
}

/** `change` is one of `diffPolicy`, as it lies in the ledger. */
function undo(json: JsonObject, change: Json): JsonObject {
  if (!isObject(change) || typeof change.key !== 'string' || change.from === undefined) return json
  return withValue(json, change.key, change.from)
}

/** Sets the key at `path`; null takes it away, and a group that is empty then with it. */
function withValue(json: JsonObject, path: string, value: Json): JsonObject {
  const [head = '', ...rest] = path.split('.')
  const { [head]: before, ...others } = json
  const after = rest.length === 0 ? value : withValue(isObject(before) ? before : {}, rest.join('.'), value)
  const isEmptied = rest.length > 0 && isObject(after) && Object.keys(after).length === 0
  return after === null || (isEmptied && !(head in defaultPolicy)) ? others : { ...others, [head]: after }
}
