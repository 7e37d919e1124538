import { hash } from 'node:crypto'
import type { Finding } from '../finding.ts'
import { anchorFile, policyFile } from './bundle.ts'
import type { Files } from './bundle-content.ts'
import { parseSignedCheckpoint } from './checkpoint.ts'
import type { PublicKey } from './keys-file.ts'
import { type OpenBundle, openBundle } from './open-bundle.ts'
import { checkBundleAnchor } from './verify-bundle-anchors.ts'
import { checkBundleDisclosures } from './verify-bundle-disclosures.ts'
import { checkBundleEvents, checkLeaves } from './verify-bundle-events.ts'
import { Report } from './verify-report.ts'

export interface BundleOptions {
  /** Fingerprint (64 hex digits) that was kept elsewhere: without it nobody knows whose signature this is. */
  readonly expectKey?: string
  /** Signed checkpoints that were kept elsewhere. */
  readonly anchors?: readonly string[]
}

export interface BundleVerification {
  /** Events in the ledger when the bundle was made, and their root in hex. Null where that cannot be read. */
  readonly size: number | null
  readonly root: string | null
  /** The events whose full lines are there: `from` ≤ seq < `to`. */
  readonly from: number | null
  readonly to: number | null
  readonly redacted: readonly string[]
  readonly disclosed: number
  readonly withheld: number
  readonly shredded: number
  readonly findings: readonly Finding[]
  /** True when the signatures are those of `expectKey`. */
  readonly pinned: boolean
  /** The largest size that an outside copy confirms. */
  readonly anchored: number | null
}

/**
 * Derives everything in an evidence bundle anew, by name → content of its files, and tells what does not follow. Shares
 * codecs with the writer and nothing else. It fails closed and throws nothing: the bundle is verified when there is no
 * finding of level `error`.
 */
export function verifyBundle(files: Files, options: BundleOptions = {}): BundleVerification {
  const report = new Report()
  const bundle = openBundle(files, report)
  const pinned = isPinned(bundle?.key ?? null, options.expectKey, report)
  if (bundle === null) return { ...nothing, findings: report.findings }
  const { manifest } = bundle
  const anchors = (options.anchors ?? []).map((note, i) => ({ label: `anchor ${i + 1}`, note }))
  const leaves = checkLeaves(bundle, sizesOf(bundle, anchors))
  const named = checkBundleEvents(bundle, leaves.hashes)
  const disclosed = checkBundleDisclosures(bundle, named)
  checkPolicies(bundle, named.policies)
  checkTransfers(bundle, named.transfers)
  checkInnerAnchors(bundle, leaves.rootAt)
  const placed = anchors.flatMap(anchor => checkBundleAnchor(bundle, anchor, leaves.rootAt) ?? [])
  return {
    size: manifest.size,
    root: manifest.root,
    from: manifest.from,
    to: manifest.to,
    redacted: manifest.redacted,
    disclosed,
    withheld: manifest.withheld.length,
    shredded: manifest.shredded.length,
    findings: report.findings,
    pinned: pinned && !report.has('bundle.signature') && !report.has('bundle.checkpoint'),
    anchored: placed.length === 0 ? null : Math.max(...placed),
  }
}

const nothing = {
  size: null,
  root: null,
  from: null,
  to: null,
  redacted: [],
  disclosed: 0,
  withheld: 0,
  shredded: 0,
  pinned: false,
  anchored: null,
}

function isPinned(key: PublicKey | null, expectKey: string | undefined, report: Report): boolean {
  if (expectKey === undefined) {
    report.note('key.not-pinned', 'The bundle is only compared with itself: no fingerprint from outside was given.')
    return false
  }
  if (key?.fingerprint === expectKey) return true
  report.error('key.other', 'The bundle is not signed by the key whose fingerprint was given.')
  return false
}

/** Sizes at which somebody wants the root: those of all anchors that can be read. */
function sizesOf({ files }: OpenBundle, anchors: readonly { readonly note: string }[]): number[] {
  const inner = [...files].flatMap(([name, content]) => (isAnchor(name) ? [Buffer.from(content).toString()] : []))
  return [...inner, ...anchors.map(({ note }) => note)].flatMap(note => {
    try {
      return [parseSignedCheckpoint(note).size]
    } catch {
      return []
    }
  })
}

function isAnchor(name: string): boolean {
  return name.startsWith('anchors/')
}

/** Notes that Waybill put into archives while the range was written. */
function checkInnerAnchors(bundle: OpenBundle, rootAt: (size: number) => string | undefined): void {
  for (const [name, content] of bundle.files) {
    if (!isAnchor(name)) continue
    const size = checkBundleAnchor(bundle, { label: name, note: Buffer.from(content).toString() }, rootAt)
    if (size !== null && name !== anchorFile(size)) {
      bundle.report.error('bundle.anchor', 'A checkpoint has the name of another.', name)
    }
  }
}

/** Each policy in force in the range is a file with that digest, or said to be missing; and no other. */
function checkPolicies({ files, manifest, report }: OpenBundle, inForce: ReadonlySet<string>): void {
  const { policies, policiesMissing } = manifest
  for (const digest of policies) {
    const content = files.get(policyFile(digest))
    if (content === undefined || hash('sha256', content, 'hex') !== digest) {
      report.error('bundle.policy', 'The text of a policy is not there, or is another.', digest)
    }
  }
  const listed = new Set([...policies, ...policiesMissing])
  const found = [...files.keys()].filter(name => name.startsWith('policy/'))
  const isWrong = found.length !== policies.length || listed.size !== policies.length + policiesMissing.length
  if (isWrong || inForce.size !== listed.size || [...inForce].some(digest => !listed.has(digest))) {
    report.error('bundle.policy', 'The manifest does not list the policies that were in force in the range.')
  }
}

function checkTransfers({ manifest, report }: OpenBundle, there: ReadonlySet<string>): void {
  for (const id of manifest.transfers) {
    if (!there.has(id))
      report.error('bundle.transfer', 'The manifest lists a transfer that has no event in the range.', id)
  }
}
