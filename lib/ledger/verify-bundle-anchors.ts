import { hex } from '../hex.ts'
import { parseSignedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { type PublicKey, publicKeyFrom } from './keys-file.ts'
import type { OpenBundle } from './open-bundle.ts'

/**
 * Holds a signed checkpoint from elsewhere against the tree of a bundle: its size where it is confirmed, else null with a
 * finding. It may be signed by a key that was in force before the one of the bundle.
 */
export function checkBundleAnchor(
  bundle: OpenBundle,
  { label, note }: { readonly label: string; readonly note: string },
  rootAt: (size: number) => string | undefined,
): number | null {
  const { report, manifest } = bundle
  const signed = parse(note)
  if (signed === null) {
    report.error('anchor.unreadable', 'An outside copy is not a signed checkpoint.', label)
  } else if (signed.origin !== manifest.origin) {
    report.error('anchor.other-ledger', 'An outside copy belongs to another ledger.', label)
  } else if (!keysOf(bundle).some(key => verifyCheckpoint(signed, key.public))) {
    report.error('anchor.signature', 'An outside copy is not signed by a key of this ledger.', label)
  } else if (signed.size > manifest.size) {
    const message = `An outside copy is of ${signed.size} events, but the bundle ends with ${manifest.size}: ask for a newer bundle.`
    report.error('anchor.beyond', message, label)
  } else if (hex(signed.root) !== rootAt(signed.size)) {
    const message = `Its key has signed another history of the first ${signed.size} events: an outside copy proves a fork.`
    report.error('anchor.fork', message, label)
  } else return signed.size
  return null
}

function parse(note: string) {
  try {
    return parseSignedCheckpoint(note)
  } catch {
    return null
  }
}

function keysOf({ key, manifest }: OpenBundle): PublicKey[] {
  const former = manifest.formerKeys.flatMap(spki => {
    try {
      return [publicKeyFrom(Buffer.from(spki, 'base64'))]
    } catch {
      return []
    }
  })
  return [key, ...former]
}
