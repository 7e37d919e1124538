import type { Call, ProviderRequest } from '../lib/courier/courier.ts'
import type { Draft } from '../lib/ledger/draft.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** What a courier is asked for, as the ledger names it. */
export type Question = 'check' | 'deliver' | 'status' | 'reconcile' | 'cancel' | 'redact' | 'probe' | 'list'

/** An answer of a courier and the events of the requests that it took: they go on record together. */
export interface Answer<T> {
  readonly value: T
  readonly requests: Omit<Draft, 'xfer'>[]
}

/**
 * Asks the courier about a transfer, or with null for an id about none. When that throws, the requests that were made are
 * on record before the error goes on.
 */
export async function ask<T>(
  world: Pick<World, 'ledger' | 'courier' | 'clock' | 'heard'>,
  id: string | null,
  question: Question,
  work: (call: Call) => Promise<T>,
  { signal = new AbortController().signal }: Watch,
): Promise<Answer<T>> {
  const requests: Omit<Draft, 'xfer'>[] = []
  const onRequest = ({ host, outcome, ms, date }: ProviderRequest) => {
    if (date !== undefined) world.heard(world.clock.now() - date)
    const d = { courier: world.courier?.id ?? 'manual', call: question, host: host?.toLowerCase() ?? null, outcome, ms }
    requests.push({ type: 'provider.request', d })
  }
  try {
    return { value: await work({ signal, onRequest }), requests }
  } catch (error) {
    recordRequests(world, id, requests)
    throw error
  }
}

/** For an answer that changes nothing but must be on record. */
export function recordRequests(
  world: Pick<World, 'ledger'>,
  id: string | null,
  requests: readonly Omit<Draft, 'xfer'>[],
): void {
  if (requests.length === 0) return
  if (id !== null) commitStep(world, id, requests)
  else
    world.ledger.commit(tx => {
      for (const request of requests) tx.append({ ...request, xfer: null })
    })
}
