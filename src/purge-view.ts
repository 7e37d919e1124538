import { shortId } from '../lib/ulid.ts'
import type { Purged } from './purging.ts'
import type { Item } from './retention.ts'

/** One thing that `purge` destroyed, or would. Every field name is a promise (docs/json.md). */
export type PurgeView = ReturnType<typeof purgeView>

export function purgeView({ what, of, owner, reason, since, due, waits }: Item, purged?: Purged) {
  const { outcome = null, error = null } = purged ?? {}
  return {
    what,
    of,
    owner,
    transfer: of === 'transfer' ? shortId(owner) : null,
    reason,
    since: time(since),
    due: time(due),
    waits,
    outcome,
    code: error?.code ?? null,
    message: error?.message ?? null,
    hint: error?.hint ?? null,
  }
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
