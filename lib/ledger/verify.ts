import { setImmediate } from 'node:timers/promises'
import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import { encodeOrigin } from './checkpoint.ts'
import { type PublicKey, readPublicKeys } from './keys-file.ts'
import { leafHash } from './tree.ts'
import { checkAnchors, checkMark, readAnchors, readMark } from './verify-bounds.ts'
import { CheckpointCheck, type Signatures } from './verify-checkpoints.ts'
import { EventCheck, type Step } from './verify-events.ts'
import { History } from './verify-history.ts'
import { checkPersonal } from './verify-personal.ts'
import { Report } from './verify-report.ts'
import { Signers } from './verify-signers.ts'
import { isUnreadable, Stored } from './verify-stored.ts'

export type { Signatures } from './verify-checkpoints.ts'
export type { Step } from './verify-events.ts'

export interface VerifyOptions<Life extends object> {
  /** Fingerprint (64 hex digits) that was kept outside the home: without it nobody knows whose signatures these are. */
  readonly expectKey?: string
  /** Signed checkpoints that were kept outside the home. */
  readonly anchors?: readonly string[]
  /** To open personal fields; without it they are only known to be there. */
  readonly keys?: { readonly disclosure: Uint8Array }
  /** The legal life of a transfer, from the application; without it the order of a transfer's events is not judged. */
  readonly step?: Step<Life>
  /** Sizes at which the ledger was restored (the numbers of its `ledger.restored` events) and a person accepted the gap. */
  readonly acceptGaps?: readonly number[]
  /** `decisive` (the default) is enough to prove the events; `all` also finds damaged signatures of older checkpoints. */
  readonly signatures?: Signatures
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
 * ledger is verified when there is no finding of level `error`. Throws `WB-INTERRUPTED` alone.
 */
export async function verifyLedger<Life extends object>(
  home: string,
  options: VerifyOptions<Life> = {},
): Promise<Verification> {
  const report = new Report()
  const signers = new Signers(readKeys(home, report), report)
  const mark = readMark(home, report)
  const anchors = readAnchors(options.anchors ?? [], report)
  const history = new History([...anchors.map(({ signed }) => signed.size), ...(mark === null ? [] : [mark.size])])
  let anchored: number | null = null
  await withStored(home, report, async stored => {
    const ledger = { log: stored.log, origin: encodeOrigin(stored.kind, stored.log), history }
    const events = await checkEvents(stored, { ...ledger, signers, report }, options)
    checkPersonal(stored, events, options.keys?.disclosure ?? null, report)
    const recomputed = { ...ledger, gaps: events.gaps }
    if (mark !== null) checkMark(mark, recomputed, report)
    anchored = checkAnchors(anchors, recomputed, signers, report)
  })
  const trusted = signers.judgeRevocations(anchored ?? 0, options.expectKey)
  const pinned = isPinned(signers, options.expectKey, report) && trusted
  return { size: history.size, root: hex(history.root()), findings: report.findings, pinned, anchored }
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

interface Derivation {
  readonly origin: string
  readonly history: History
  readonly signers: Signers
  readonly report: Report
}

/** Reads every event once, and beside them every checkpoint. */
async function checkEvents<Life extends object>(
  stored: Stored,
  { origin, history, signers, report }: Derivation,
  options: VerifyOptions<Life>,
): Promise<EventCheck<Life>> {
  const { step = null, acceptGaps = [], signatures = 'decisive' } = options
  const { log, kind } = stored
  const events = new EventCheck<Life>({ report, signers, log, kind, step, acceptGaps })
  const checkpoints = new CheckpointCheck({ rows: stored.checkpoints(), origin, signers, report, signatures })
  const total = stored.size
  for (const row of stored.events()) {
    if (history.size % pace === 0) await breathe(history.size, total, options)
    const leaf = leafHash(row.line)
    events.take(row, leaf)
    history.append(leaf)
    checkpoints.grown(history)
  }
  checkpoints.end(history.size)
  await breathe(history.size, total, options)
  return events
}

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

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
