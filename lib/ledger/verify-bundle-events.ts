import { hex } from '../hex.ts'
import { bundleFiles } from './bundle.ts'
import { bytesOf, linesOf } from './bundle-content.ts'
import { isList } from './canonical.ts'
import { parseOrigin } from './checkpoint.ts'
import { type Event, noEvent, parseEvent } from './event.ts'
import type { OpenBundle } from './open-bundle.ts'
import { leafHash } from './tree.ts'
import { History } from './verify-history.ts'

export interface Leaves {
  /** Hex, by sequence number. */
  readonly hashes: readonly string[]
  /** Hex; undefined for a size beyond the tree or one that nobody asked for. */
  rootAt(size: number): string | undefined
}

/** Folds all leaf hashes to the root, which must be the signed one. */
export function checkLeaves({ files, manifest, report }: OpenBundle, sizes: readonly number[]): Leaves {
  const hashes = [...linesOf(bytesOf(files, bundleFiles.leaves))]
  const history = new History(sizes)
  const wrong = hashes.findIndex(hash => !/^[0-9a-f]{64}$/.test(hash))
  if (wrong >= 0) report.error('bundle.leaves', 'A leaf hash is not in its exact form.', wrong)
  else for (const hash of hashes) history.append(Buffer.from(hash, 'hex'))
  if (history.size !== manifest.size) {
    report.error('bundle.leaves', `There are ${hashes.length} leaf hashes for ${manifest.size} events.`)
  } else if (hex(history.root()) !== manifest.root) {
    report.error('bundle.root', 'The leaf hashes are not those that were signed.')
  }
  return { hashes, rootAt: size => history.rootAt(size) }
}

/** What the lines of the range name. */
export interface NamedInBundle {
  /** Digest → class. */
  readonly digests: ReadonlyMap<string, string>
  /** Digests that an event of the range says were shredded. */
  readonly shredded: ReadonlySet<string>
  readonly policies: ReadonlySet<string>
  readonly transfers: ReadonlySet<string>
}

/** Every line of the range has the leaf hash of its place; so all of it is what was signed, and nothing is left out. */
export function checkBundleEvents(bundle: OpenBundle, hashes: readonly string[]): NamedInBundle {
  const { files, manifest, report } = bundle
  const digests = new Map<string, string>()
  const shredded = new Set<string>()
  const policies = new Set<string>()
  const transfers = new Set<string>()
  let seq = manifest.from
  for (const line of linesOf(bytesOf(files, bundleFiles.events))) {
    const event = checkLine(bundle, line, seq, hashes)
    if (event !== null) {
      for (const [name, list] of Object.entries(event.sd)) for (const digest of list) digests.set(digest, name)
      for (const digest of namedBy(event)) shredded.add(digest)
      for (const digest of policiesOf(event)) policies.add(digest)
      if (event.xfer !== null) transfers.add(event.xfer)
    }
    seq++
  }
  if (seq !== manifest.to) {
    report.error('bundle.events', `There are ${seq - manifest.from} events, not ${manifest.to - manifest.from}.`)
  }
  return { digests, shredded, policies, transfers }
}

function checkLine(bundle: OpenBundle, line: string, seq: number, hashes: readonly string[]): Event | null {
  const { report, checkpoint } = bundle
  if (hex(leafHash(line)) !== hashes[seq]) {
    report.error('bundle.leaf', 'The line is not the event that was signed at its place.', seq)
  }
  try {
    const event = parseEvent(line)
    const fits = event.seq === seq && event.log === parseOrigin(checkpoint.origin).log
    if (!fits || event.prev !== (hashes[seq - 1] ?? noEvent)) {
      report.error('bundle.prev', 'The event does not follow the one before it in this ledger.', seq)
    }
    return event
  } catch {
    report.error('bundle.line', 'The line is not an event in its exact form.', seq)
    return null
  }
}

function namedBy({ type, d }: Event): string[] {
  if (type !== 'personal.shredded' || d.digests === undefined || !isList(d.digests)) return []
  return d.digests.filter(digest => typeof digest === 'string')
}

/** Its envelope may name the policy before a change or the one after: both were in force. */
function policiesOf({ type, policy, d }: Event): string[] {
  return type === 'policy.changed' ? [policy, String(d.from), String(d.to)] : [policy]
}
