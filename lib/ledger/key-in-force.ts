import type { Database } from './database.ts'
import { parseEvent } from './event.ts'
import { text } from './row.ts'

/** Fingerprint of the key that signs from now on, as the events name it; null for a ledger without events. */
export function keyInForce(database: Database): string | null {
  const row =
    database.get("SELECT line FROM events WHERE type = 'key.rotated' ORDER BY seq DESC LIMIT 1") ??
    database.get('SELECT line FROM events WHERE seq = 0')
  if (row === undefined) return null
  const { d } = parseEvent(text(row, 'line'))
  const named = d.to ?? d.fingerprint
  return typeof named === 'string' ? named : null
}
