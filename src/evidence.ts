import { lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ioError, temporaryBeside } from '../lib/durable.ts'
import { errnoOf, WaybillError } from '../lib/error.ts'
import { hex } from '../lib/hex.ts'
import { parseSignedCheckpoint } from '../lib/ledger/checkpoint.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import { EvidenceFiles } from './evidence-files.ts'
import { type EvidenceWanted, selectEvents } from './evidence-selection.ts'
import type { Home } from './home.ts'
import type { World } from './world.ts'

export type { EvidenceWanted } from './evidence-selection.ts'

export interface EvidenceRequest extends EvidenceWanted {
  /** Absolute path of the bundle; an existing one is replaced with `force` alone. */
  readonly out: string
  readonly force: boolean
  /** Classes of which nothing is disclosed. */
  readonly redact: readonly PersonalClass[]
  /** One record of `transfers.csv`, with the line end. */
  readonly csvRow: (cells: readonly string[]) => string
  /** How many of the lines that the bundle is made from have been read. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What a bundle holds. */
export interface Evidence {
  /** The full lines: `from` ≤ seq < `to`, of a ledger of `size` events with that root (hex). */
  readonly from: number
  readonly to: number
  readonly size: number
  readonly root: string
  readonly transfers: number
  /** Personal fields of the range. */
  readonly disclosed: number
  readonly withheld: number
  readonly shredded: number
  /** Hex SHA-256 of `SHA256SUMS` in the bundle, which is in the event too. */
  readonly sums: string
}

/**
 * Writes an evidence bundle of the ledger as it is now; other processes may go on meanwhile. `evidence.exported` is on
 * record before the bundle gets its name, so that there is no bundle without its event. Mode 0600, no half-written file.
 * WB-EVIDENCE-EMPTY, WB-EXISTS, WB-LEDGER-DAMAGED, WB-INTERRUPTED, and the codes of disks.
 */
export async function exportEvidence(
  home: Home,
  { disk, random }: Pick<World, 'disk' | 'random'>,
  request: EvidenceRequest,
  signal?: AbortSignal,
): Promise<Evidence> {
  const { ledger } = home
  const { out, force } = request
  if (!force && (await exists(out))) {
    throw new WaybillError('WB-EXISTS', `${out} exists already.`, 'Choose another name, or replace it with --force.')
  }
  if ((await disk.identity(dirname(out)))?.directory !== true) {
    throw new WaybillError('WB-NOT-FOUND', `The folder ${dirname(out)} does not exist.`, 'Make it, or choose another.')
  }
  const selection = selectEvents(ledger, request)
  const bundle = new EvidenceFiles(home, selection, { ...request, signal })
  const temporary = temporaryBeside(out, random)
  const { writePlainZip } = await import('../lib/zip/plain-write.ts')
  try {
    await writePlainZip(temporary, bundle.files(), { modified: lastTime(home, selection.size), signal, final: out })
    const { disclosed, withheld, shredded, sums } = bundle
    const { scope, from, to, size } = selection
    const transfers = bundle.rows.ids.length
    const { contact, identity, files } = disclosedClasses(request.redact)
    const d = { scope, from, to, size, contact, identity, files, transfers, disclosed, withheld, shredded, sums }
    ledger.commit(tx => tx.append({ type: 'evidence.exported', xfer: null, d }))
    await disk.publish(temporary, out, { replace: force })
    const root = hex(parseSignedCheckpoint(selection.note).root)
    return { from, to, size, root, transfers, disclosed, withheld, shredded, sums }
  } catch (error) {
    await disk.remove(temporary)
    throw error
  }
}

function disclosedClasses(redacted: readonly PersonalClass[]) {
  const isDisclosed = (name: PersonalClass) => !redacted.includes(name)
  return { contact: isDisclosed('contact'), identity: isDisclosed('identity'), files: isDisclosed('files') }
}

/** The files in the bundle bear the time of the last event: the same ledger makes the same bundle. */
function lastTime({ ledger }: Home, size: number): Date {
  return new Date(ledger.event(size - 1)?.ts ?? 0)
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw ioError(error, path, 'write')
  }
}
