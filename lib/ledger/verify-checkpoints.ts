import { parseSignedCheckpoint } from './checkpoint.ts'
import type { Report } from './verify-report.ts'
import type { Signers } from './verify-signers.ts'
import type { Stored, StoredCheckpoint } from './verify-stored.ts'

/** Which signatures are verified: every one, or those that everything else hangs on (see `checkSignatures`). */
export type Signatures = 'all' | 'decisive'

/**
 * The signatures of the stored checkpoints after `since`, up to the tree of `size` events. One root covers all events
 * before it, so the decisive ones are the last signature of each key and the first one after a rotation; that every
 * root is the right one is for `TreeCheck` to say. Call when all events were read: they name the keys.
 */
export function checkSignatures(
  stored: Stored,
  { since, size, signers, report }: { since: number; size: number; signers: Signers; report: Report },
  signatures: Signatures,
): void {
  const last = stored.checkpointUpTo(size)
  if (last === null || last.size < 1) {
    report.error('ledger.no-checkpoint', 'No event of the ledger is signed.')
    return
  }
  if (last.size < size) report.error('ledger.unsigned', 'The last events are not signed.', last.size)
  const decisive = new Map([[last.size, last]])
  for (const end of signers.ends()) {
    const [before, after] = [stored.checkpointUpTo(end), stored.checkpointAfter(end)]
    if (before === null || before.size < 1 || before.size < since || after === null || after.size > size) continue
    handOver(before, after, signers, report)
    decisive.set(before.size, before).set(after.size, after)
  }
  const rows = signatures === 'all' ? stored.checkpoints(since) : decisive.values()
  for (const row of rows) {
    if (row.size >= 1 && row.size <= size && !isSigned(row, signers)) {
      report.error('ledger.signature', 'A checkpoint is not signed by the key in force.', row.size)
    }
  }
}

/** The old key's last signature is over the rotation itself, and every key in between has signed something. */
function handOver(before: StoredCheckpoint, after: StoredCheckpoint, signers: Signers, report: Report): void {
  const range = signers.rangeOf(before.size)
  if (before.size === signers.endOf(range) && signers.rangeOf(after.size) === range + 1) return
  report.error('ledger.rotation', 'The old key did not sign the rotation as its last event.', before.size)
}

function isSigned({ note, size }: StoredCheckpoint, signers: Signers): boolean {
  try {
    const signed = parseSignedCheckpoint(note)
    return signed.size === size && signers.verify(signed)
  } catch {
    return false
  }
}
