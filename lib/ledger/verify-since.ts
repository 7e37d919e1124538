import type { SignedCheckpoint } from './checkpoint.ts'
import { type Event, parseEvent } from './event.ts'
import { Frontier, leafHash } from './tree.ts'
import type { Signers } from './verify-signers.ts'
import type { Stored } from './verify-stored.ts'
import type { Base } from './verify-tree.ts'

/** A state that somebody verified before, as the stored ledger still has it: what is read anew begins there. */
export interface Resumed extends Base {
  /** The last event of it, and the hash of its line. */
  readonly last: Event
  readonly leaf: Uint8Array
  /** Fingerprint of the key that signed it. */
  readonly signer: string
}

/**
 * Null where the stored ledger does not have that very state, or not by a key of this home, or by another than the one
 * whose fingerprint the auditor keeps (`expectKey`), or where it ends with a rotation: then everything is read, and the
 * checkpoint is one more outside copy that must fit. Nothing that the unread part says of keys is believed. The stored subtrees are believed only where they fold to the
 * signed root, so they are those that were verified.
 */
export function resume(
  stored: Stored,
  signed: SignedCheckpoint,
  origin: string,
  signers: Signers,
  expectKey: string | undefined,
): Resumed | null {
  const { size, root } = signed
  const signer = signers.knownSignerOf(signed)
  const row = stored.checkpointUpTo(size)
  if (expectKey !== undefined && signer?.fingerprint !== expectKey) return null
  if (size < 1 || signed.origin !== origin || signer === undefined || row?.size !== size) return null
  const [event] = stored.events(size - 1)
  if (event === undefined || event.seq !== size - 1) return null
  try {
    const frontier = Buffer.from(row.frontier, 'hex')
    if (Buffer.compare(Frontier.decode(size, frontier).root(), root) !== 0) return null
    const last = parseEvent(event.line)
    // Nobody proves that event, and with a rotation it would say which key to believe next.
    if (last.type === 'key.rotated') return null
    return { size, frontier, last, leaf: leafHash(event.line), signer: signer.fingerprint }
  } catch {
    // Not a frontier, or not an event.
    return null
  }
}
