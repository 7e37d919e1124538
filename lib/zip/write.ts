import { isSealingPassword, type SealingPassword } from '../password/sealing-password.ts'
import type { Random } from '../ports.ts'
import { stopIfAborted } from './interrupt.ts'
import type { Progress } from './progress.ts'
import type { Source } from './sources.ts'
import { type Level, PIECE } from './writing/deflate.ts'
import { groups } from './writing/groups.ts'
import { compileModules, noModules } from './writing/modules.ts'
import { refuseClash, Sealing } from './writing/sealing.ts'

export type { Progress }

/** Bytes; its length has a field of 16 bits (APPNOTE 4.4.12). */
const LONGEST_COMMENT = 0xffff

export interface SealRequest {
  /** A temporary file: made exclusively (WB-EXISTS), mode 0600; not there any more when `seal` throws. */
  readonly path: string
  /** What it will be called, where that is another name: errors name it. */
  readonly final?: string
  /** In the order in which they shall stand: see `listSources`. */
  readonly sources: readonly Source[]
  /** Makes the last entry when everything else is known. */
  readonly last: (entries: readonly SealedEntry[]) => { readonly name: string; readonly bytes: Uint8Array }
  readonly password: SealingPassword
  readonly level: Level
  /** Of the archive, at most 65 535 bytes of UTF-8; readable without the password. */
  readonly comment: string
  /** Milliseconds since 1970: the time of the last entry. */
  readonly modified: number
  readonly random: Random
  readonly signal?: AbortSignal | undefined
  /** Threads that pack; 2 unless told. What makes a single job is packed without any. */
  readonly workers?: number | undefined
  /** Plain bytes of one piece of a large file, and of the small ones that are packed together; 1 MiB unless told. */
  readonly piece?: number | undefined
  /** Called after each piece. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface SealedEntry {
  readonly name: string
  /** Of the content. */
  readonly bytes: number
  /** SHA-256 of the content while it was read: 64 hex digits; that of nothing for a directory. */
  readonly sha256: string
  readonly directory: boolean
  /** Of a wrap: what is in the inner ZIP, in order. */
  readonly inside?: readonly SealedEntry[]
}

export interface Sealed {
  /** Of the whole archive, while it was written: 64 hex digits. */
  readonly sha256: string
  readonly bytes: number
  /** In order, with the last one. */
  readonly entries: readonly SealedEntry[]
}

/**
 * Seals the sources into a new archive, whole and synced when this returns; its name in the directory is the caller's
 * to make last (`publish`). On any failure the file is gone, nothing runs any more and no source is left open.
 *
 * Throws WB-CHANGED (a source is not what was listed, or changed while it was read), WB-NOT-FOUND, WB-UNREADABLE,
 * WB-NAME-CLASH, WB-EXISTS, WB-UNWRITABLE, WB-NO-SPACE, WB-IO, WB-WORKER, WB-INTERRUPTED.
 */
export async function seal(request: SealRequest): Promise<Sealed> {
  if (!isSealingPassword(request.password)) throw new TypeError('not a sealing password, or destroyed already')
  if (Buffer.byteLength(request.comment) > LONGEST_COMMENT) throw new RangeError('the comment is too long')
  stopIfAborted(request.signal)
  refuseClash(request.sources)
  const threads = isOneJob(request.sources, request.piece ?? PIECE) ? 0 : (request.workers ?? 2)
  // It pays from some dozen entries on.
  const sealing = new Sealing(request, threads, threads === 0 ? noModules : await compileModules())
  try {
    return await sealing.run()
  } catch (error) {
    await sealing.abandon(error)
    throw error
  }
}

/** Starting threads would take longer than the work. */
function isOneJob(sources: readonly Source[], piece: number): boolean {
  const jobs = groups(sources, piece)
  const first = jobs.next()
  return first.done === true || ('small' in first.value && jobs.next().done === true)
}
