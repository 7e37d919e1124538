import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, writeDurably } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { waitForLock } from '../lib/lock.ts'
import type { Random } from '../lib/ports.ts'
import type { Home } from './home.ts'
import {
  defaultPolicy,
  diffPolicy,
  type Policy,
  type PolicyChange,
  parsePolicy,
  policyDigest,
  serializePolicy,
} from './policy.ts'
import type { World } from './world.ts'

// The policy that binds is the one last recorded in the ledger. policy.json is how people read and propose it: a file
// that is not the recorded policy stops everything until `policy set` records it, with the difference.

export const policyPath = (directory: string) => join(directory, 'policy.json')

/** policy.json, untrusted. WB-POLICY-INVALID; WB-NOT-FOUND. */
export async function readPolicyFile(directory: string): Promise<Policy> {
  const path = policyPath(directory)
  try {
    return await parsePolicy(readFileSync(path, 'utf8'))
  } catch (error) {
    throw ioError(error, path)
  }
}

/** The policy of a new home: what an administrator has put there beforehand, else the default. */
export async function firstPolicy(directory: string): Promise<Policy> {
  return existsSync(policyPath(directory)) ? readPolicyFile(directory) : defaultPolicy
}

export function writePolicyFile(directory: string, policy: Policy, random: Random): void {
  writeDurably(policyPath(directory), Buffer.from(serializePolicy(policy)), random)
}

/** Digest of the policy in force after the last event; null for a ledger without events. */
export function recordedPolicy(ledger: Pick<Ledger, 'checkpoint' | 'event'>): string | null {
  const last = ledger.event(ledger.checkpoint().size - 1)
  return last?.type === 'policy.changed' ? String(last.d.to) : (last?.policy ?? null)
}

/** When the policy in force was recorded (RFC 3339); null for a ledger without events. */
export function policySince(ledger: Pick<Ledger, 'search' | 'event'>): string | null {
  const [changed] = ledger.search({ type: 'policy.changed' }).take(1)
  return ledger.event(changed?.seq ?? 0)?.ts ?? null
}

/** WB-POLICY-CHANGED. */
export function requireRecordedPolicy(ledger: Ledger, policy: Policy): void {
  if (recordedPolicy(ledger) === policyDigest(policy)) return
  throw new WaybillError(
    'WB-POLICY-CHANGED',
    'policy.json is not the policy that was last recorded.',
    'See `waybill policy check`; then `waybill policy set --record` records it, with the difference.',
  )
}

/**
 * WB-POLICY-CHANGED where another process has recorded a new policy since this one opened the home: every event names the
 * policy in force, so that what the old one allowed must not go on record under it.
 */
export function requirePolicyInForce({ ledger, policyDigest }: Pick<World, 'ledger' | 'policyDigest'>): void {
  if (recordedPolicy(ledger) === policyDigest) return
  throw new WaybillError(
    'WB-POLICY-CHANGED',
    'The policy was changed meanwhile; this was opened under the one before.',
    'Open the home again: in the terminal UI lock it with Ctrl-L and unlock it, else run the command once more.',
  )
}

/**
 * Records what `change` makes of policy.json, with the difference to the policy last recorded, then writes it. Returns
 * that difference; when it is empty, nothing was recorded. One change at a time. A crash in between leaves a policy.json
 * that is not the recorded one: everything stops until `policy set` is run again.
 */
export async function changePolicy(
  home: Home,
  change: (proposed: Policy) => Policy | Promise<Policy>,
  random: Random,
): Promise<PolicyChange[]> {
  const { ledger, context, directory } = home
  const lock = await waitForLock(join(directory, 'policy.lock'))
  try {
    const before = await recordedText(home)
    const next = await change(await readPolicyFile(directory))
    const changes = diffPolicy(before, next)
    if (changes.length > 0) {
      ledger.commit(tx => {
        keepPolicy(tx, next, context.host)
        tx.append({
          type: 'policy.changed',
          xfer: null,
          d: { from: policyDigest(before), to: policyDigest(next), keys: changes.length },
          disclose: [{ class: 'identity', owner: context.op, fields: { diff: changes.map(one => ({ ...one })) } }],
        })
      })
    }
    writePolicyFile(directory, next, random)
    return changes
  } finally {
    lock.release()
  }
}

/** The whole text, so that the next change can tell its difference whatever happened to policy.json. */
export function keepPolicy(tx: Transaction, policy: Policy, owner: string): void {
  tx.records.put('policy', 'recorded', owner, 'identity', serializePolicy(policy))
}

async function recordedText({ ledger, policy }: Home): Promise<Policy> {
  const text = ledger.records.get('policy', 'recorded')
  return typeof text === 'string' ? parsePolicy(text) : policy
}
