import { setImmediate } from 'node:timers/promises'
import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import { hex } from '../hex.ts'
import { encodeOrigin } from './checkpoint.ts'
import { type PublicKey, readPublicKeys } from './keys-file.ts'
import { emptyRoot, leafHash } from './tree.ts'
import { checkAnchors, checkMark, readAnchors, readMark } from './verify-bounds.ts'
import { checkSignatures, type Signatures } from './verify-checkpoints.ts'
import { deriveAside, deriveHere } from './verify-derive.ts'
import { EventCheck, type Step } from './verify-events.ts'
import { checkNewPersonal, checkPersonal } from './verify-personal.ts'
import { Report } from './verify-report.ts'
import { Signers } from './verify-signers.ts'
import { type Resumed, resume } from './verify-since.ts'
import { isUnreadable, Stored } from './verify-stored.ts'
import type { Tree } from './verify-tree.ts'

export type { Signatures } from './verify-checkpoints.ts'
export type { Step } from './verify-events.ts'

export interface VerifyOptions<Life extends object> {
  /** Fingerprint (64 hex digits) that was kept outside the home: without it nobody knows whose signatures these are. */
  readonly expectKey?: string
  /** Signed checkpoints that were kept outside the home. */
  readonly anchors?: readonly string[]
  /**
   * A signed checkpoint up to which the caller has verified this ledger before, kept outside the home: what lies before it
   * is not read again, and a note says so. Ignored, with a finding, where the ledger does not have that state.
   */
  readonly since?: string
  /** To open personal fields; without it they are only known to be there. */
  readonly keys?: { readonly disclosure: Uint8Array }
  /** The legal life of a transfer, from the application; without it the order of a transfer's events is not judged. */
  readonly step?: Step<Life>
  /** Sizes at which the ledger was restored (the numbers of its `ledger.restored` events) and a person accepted the gap. */
  readonly acceptGaps?: readonly number[]
  /** `decisive` (the default) is enough to prove the events; `all` also finds damaged signatures of older checkpoints. */
  readonly signatures?: Signatures
  /** From so many events on half of the work is done in a second thread. */
  readonly threadFrom?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

export interface Verification {
  readonly size: number
  /** Hex, recomputed. */
  readonly root: string
  readonly findings: readonly Finding[]
  /** True when the signatures are those of `expectKey`. */
  readonly pinned: boolean
  /** The largest size that an outside copy confirms: nothing before it changed since that copy was made. */
  readonly anchored: number | null
}

/**
 * Derives the ledger of a home anew from its stored bytes and tells everything that does not follow. It shares codecs
 * with the writer and nothing else, and changes nothing. It fails closed: what cannot be read is an error finding. The
 * ledger is verified when there is no finding of level `error`. Throws `WB-INTERRUPTED`, and `WB-WORKER` when its thread died.
 */
export async function verifyLedger<Life extends object>(
  home: string,
  options: VerifyOptions<Life> = {},
): Promise<Verification> {
  const report = new Report()
  const signers = new Signers(readKeys(home, report), report)
  const mark = readMark(home, report)
  const [since] = readAnchors(options.since === undefined ? [] : [options.since], report, () => 'since')
  const anchors = [...readAnchors(options.anchors ?? [], report), ...(since === undefined ? [] : [since])]
  const wanted = [...anchors.map(({ signed }) => signed.size), ...(mark === null ? [] : [mark.size])]
  let anchored: number | null = null
  let { size, root } = { size: 0, root: hex(emptyRoot()) }
  await withStored(home, report, async stored => {
    const origin = encodeOrigin(stored.kind, stored.log)
    // An outside copy of less than that state could only be placed by reading what is not read again.
    const lowest = since !== undefined && Math.min(...wanted) >= since.signed.size
    const resumed = lowest ? resume(stored, since.signed, origin, signers, options.expectKey) : null
    const { events, tree } = await checkEvents(stored, { home, wanted, resumed, signers, report }, options)
    size = tree.size
    root = tree.root
    if (resumed === null) checkPersonal(stored, events, options.keys?.disclosure ?? null, report)
    else checkNewPersonal(stored, events, report)
    const ledger = { log: stored.log, origin, tree, gaps: events.gaps }
    if (mark !== null) checkMark(mark, ledger, report)
    anchored = checkAnchors(anchors, ledger, signers, report)
  })
  const trusted = signers.judgeRevocations(anchored ?? 0, options.expectKey)
  const pinned = isPinned(signers, options.expectKey, report) && trusted
  return { size, root, findings: report.findings, pinned, anchored }
}

function readKeys(home: string, report: Report): PublicKey[] {
  try {
    return readPublicKeys(home)
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    report.error('key.unreadable', error.message)
    return []
  }
}

/** Runs the checks that need the database. Whatever cannot be read of it is a finding. */
async function withStored(home: string, report: Report, check: (stored: Stored) => Promise<void>): Promise<void> {
  let stored: Stored | null = null
  try {
    stored = Stored.open(home, report)
    if (stored !== null) await check(stored)
  } catch (error) {
    if (!isUnreadable(error)) throw error
    report.error('ledger.unreadable', 'The ledger cannot be read as a database of Waybill.')
  } finally {
    stored?.close()
  }
}

interface Reading {
  readonly home: string
  readonly wanted: readonly number[]
  readonly resumed: Resumed | null
  readonly signers: Signers
  readonly report: Report
}

/** Reads every event once, and beside them every checkpoint. */
async function checkEvents<Life extends object>(
  stored: Stored,
  { home, wanted, resumed, signers, report }: Reading,
  options: VerifyOptions<Life>,
): Promise<{ events: EventCheck<Life>; tree: Tree }> {
  const { step = null, acceptGaps = [], signatures = 'decisive', threadFrom = worthAThread } = options
  const { log, kind, size: total } = stored
  const events = new EventCheck<Life>({ report, signers, log, kind, step, acceptGaps })
  const since = resumed?.size ?? 0
  if (resumed !== null) takeUp(resumed, events, stored, signers, report)
  const derivation =
    resumed === null && total >= threadFrom
      ? deriveAside(home, stored, wanted, report)
      : deriveHere(stored, wanted, report, resumed ?? undefined)
  try {
    let done = since
    for (const row of stored.events(resumed === null ? undefined : since)) {
      if (done++ % pace === 0) await breathe(done - 1, total, options)
      const leaf = leafHash(row.line)
      events.take(row, leaf)
      derivation.append(leaf)
    }
    await breathe(done, total, options)
    const tree = await derivation.end()
    checkSignatures(stored, { since, size: tree.size, signers, report }, signatures)
    return { events, tree }
  } finally {
    await derivation.close()
  }
}

/** Everything goes on from the state that was verified before. */
function takeUp<Life extends object>(
  { size, last, leaf, signer }: Resumed,
  events: EventCheck<Life>,
  stored: Stored,
  signers: Signers,
  report: Report,
): void {
  signers.resume(signer)
  events.resume(last, leaf, function* (xfer) {
    for (const { line } of stored.eventsOf(xfer, size)) yield line
  })
  report.note('ledger.since', `The first ${size} events were not read again: they are those of the state given.`, size)
}

/** A thread takes 0.1 s to start: as long as so many events take. */
const worthAThread = 10_000

/** So many events are read at a stretch: about 50 ms. */
const pace = 4096

/** Lets others run, and stops when that is wanted. */
async function breathe(
  done: number,
  total: number,
  { signal, onProgress }: Pick<VerifyOptions<object>, 'signal' | 'onProgress'>,
): Promise<void> {
  await setImmediate()
  if (signal?.aborted) {
    throw new WaybillError('WB-INTERRUPTED', 'The verification was stopped.', 'Run it again: it changes nothing.')
  }
  onProgress?.(done, total)
}

function isPinned(signers: Signers, expectKey: string | undefined, report: Report): boolean {
  if (expectKey === undefined) {
    report.note('key.not-pinned', 'The ledger is only compared with itself: no fingerprint from outside was given.')
    return false
  }
  if (!signers.hasSigned(expectKey)) {
    report.error('key.other', 'The ledger is not signed by the key whose fingerprint was given.')
    return false
  }
  return !report.has('ledger.signature')
}
