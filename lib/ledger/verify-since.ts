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
 * Null where the stored ledger does not have that very state, or not by a key of this home: then everything is read, and
 * the checkpoint is one more outside copy that must fit. The stored subtrees are believed only where they fold to the
 * signed root, so they are those that were verified.
 */
export function resume(stored: Stored, signed: SignedCheckpoint, origin: string, signers: Signers): Resumed | null {
  const { size, root } = signed
  const signer = signers.knownSignerOf(signed)
  const row = stored.checkpointUpTo(size)
  if (size < 1 || signed.origin !== origin || signer === undefined || row?.size !== size) return null
  const [event] = stored.events(size - 1)
  if (event === undefined || event.seq !== size - 1) return null
  try {
    const frontier = Buffer.from(row.frontier, 'hex')
    if (Buffer.compare(Frontier.decode(size, frontier).root(), root) !== 0) return null
    return { size, frontier, last: parseEvent(event.line), leaf: leafHash(event.line), signer: signer.fingerprint }
  } catch {
    // Not a frontier, or not an event.
    return null
  }
}
