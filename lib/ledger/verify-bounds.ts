import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../error.ts'
import { hex } from '../hex.ts'
import { isUlid } from '../ulid.ts'
import { isObject, parseCanonical } from './canonical.ts'
import { parseSignedCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import type { Gap } from './verify-events.ts'
import type { Report } from './verify-report.ts'
import type { Signers } from './verify-signers.ts'
import type { Tree } from './verify-tree.ts'

/** What the ledger once was, as `mark.json` beside it remembers. Untrusted, like everything in the home. */
export interface RememberedMark {
  readonly log: string
  readonly size: number
  /** Hex. */
  readonly root: string
}

/** A signed copy of a checkpoint that was kept outside the home. */
export interface Anchor {
  /** Names it in findings. */
  readonly label: string
  readonly signed: SignedCheckpoint
}

/** Which ledger it is, and what was recomputed of it. */
export interface Recomputed {
  readonly log: string
  readonly origin: string
  readonly tree: Tree
  readonly gaps: readonly Gap[]
}

/** Null, with a finding, when it is missing or not readable. Read it before the ledger: commits raise it. */
export function readMark(home: string, report: Report): RememberedMark | null {
  try {
    const mark = parseMark(readFileSync(join(home, 'mark.json'), 'utf8'))
    if (mark !== null) return mark
    report.error('mark.unreadable', 'mark.json is not a mark in its exact form.')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') report.error('mark.missing', 'mark.json is missing beside the ledger.')
    else report.error('mark.unreadable', 'mark.json cannot be read.')
  }
  return null
}

/** Null, or throws, for what is not exactly one line with a mark. */
function parseMark(text: string): RememberedMark | null {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : null
  if (!isObject(value) || Object.keys(value).length !== 3) return null
  const { log, size, root } = value
  if (typeof log !== 'string' || !isUlid(log) || typeof root !== 'string' || !/^[0-9a-f]{64}$/.test(root)) return null
  return typeof size === 'number' && size >= 0 ? { log, size, root } : null
}

export function checkMark(mark: RememberedMark, ledger: Recomputed, report: Report): void {
  if (mark.log !== ledger.log) {
    report.error('mark.other-ledger', 'mark.json remembers another ledger.')
  } else if (mark.size > ledger.tree.size) {
    report.error(
      'mark.beyond',
      `mark.json remembers ${mark.size} events, but there are ${ledger.tree.size}.`,
      mark.size,
    )
  } else if (mark.root !== ledger.tree.roots.get(mark.size)) {
    report.error('mark.root', 'The events are not those that mark.json remembers.', mark.size)
  }
}

export function readAnchors(
  notes: readonly string[],
  report: Report,
  nameOf = (nth: number) => `anchor ${nth}`,
): Anchor[] {
  return notes.flatMap((note, i) => {
    const label = nameOf(i + 1)
    try {
      return [{ label, signed: parseSignedCheckpoint(note) }]
    } catch {
      report.error('anchor.unreadable', 'An outside copy is not a signed checkpoint.', label)
      return []
    }
  })
}

/**
 * The largest size that an outside copy confirms, or null: nothing before it was altered, removed, reordered or
 * back-dated since that copy was made. An outside copy that cannot be placed is a finding.
 */
export function checkAnchors(
  anchors: readonly Anchor[],
  ledger: Recomputed,
  signers: Signers,
  report: Report,
): number | null {
  const confirmed = anchors.filter(anchor => isConfirmed(anchor, ledger, signers, report))
  return confirmed.length === 0 ? null : Math.max(...confirmed.map(({ signed }) => signed.size))
}

function isConfirmed({ label, signed }: Anchor, ledger: Recomputed, signers: Signers, report: Report): boolean {
  const { size } = signed
  const isSame = hex(signed.root) === ledger.tree.roots.get(size)
  if (signed.origin !== ledger.origin) {
    report.error('anchor.other-ledger', 'An outside copy belongs to another ledger.', label)
    return false
  }
  const signer = signers.signerOf(signed)
  if (signer === undefined) {
    report.error('anchor.signature', 'An outside copy is not signed by a key of this ledger.', label)
    return false
  }
  const gap = isSame ? undefined : ledger.gaps.find(({ after, to }) => to !== null && after < size && size <= to)
  if (gap !== undefined) {
    const message = `An outside copy shows ${size} events: it was made of what the restore at event ${gap.after} lost.`
    if (gap.accepted) report.warning('anchor.gap', message, label)
    else report.error('anchor.gap', message, label)
    return false
  }
  if (size > ledger.tree.size) {
    const message = `This ledger once had ${size} events, as an outside copy proves; now there are ${ledger.tree.size}.`
    report.error('anchor.beyond', message, label)
    return false
  }
  if (!isSame) {
    const message = `Its key has signed another history of the first ${size} events: an outside copy proves a fork.`
    report.error('anchor.fork', message, label)
    return false
  }
  if (size > 0 && signers.keyFor(size) !== signer) {
    report.error('anchor.key', 'An outside copy is signed by a key that was not in force at its size.', label)
    return false
  }
  return true
}
