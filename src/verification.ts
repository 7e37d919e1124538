import { WaybillError } from '../lib/error.ts'
import type { Verification } from '../lib/ledger/verify.ts'
import { Workers, workerScript } from '../lib/workers.ts'
import type { Home } from './home.ts'
import type { VerificationData, VerificationStep } from './verification-worker.ts'

export type { Verification } from '../lib/ledger/verify.ts'

export interface VerificationWatch {
  readonly signal?: AbortSignal
  /** Events that were read, of all. */
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Derives the ledger of an open home anew in a thread of its own, so that the caller can go on with other things. It opens
 * every personal field with a copy of the key, which is zeroed when that is done. WB-INTERRUPTED, WB-WORKER.
 */
export async function verifyHome(
  { directory, keys }: Pick<Home, 'directory' | 'keys'>,
  { signal, onProgress }: VerificationWatch = {},
): Promise<Verification> {
  // A buffer of its own: a clone takes the whole one.
  const disclosure = Uint8Array.from(keys.disclosure)
  const data: VerificationData = { directory, disclosure }
  const script = workerScript(import.meta.url, 'verification-worker')
  const workers = new Workers<'verify', Verification>({ script, count: 1, data })
  disclosure.fill(0)
  const stop = () => void workers.close(stopped(signal?.reason))
  signal?.addEventListener('abort', stop)
  if (signal?.aborted === true) stop()
  try {
    return await workers.run('verify', step => {
      const { done, total } = step as VerificationStep // what the script of the worker tells
      onProgress?.(done, total)
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await workers.close()
  }
}

function stopped(cause: unknown): WaybillError {
  const hint = 'Run it again: it changes nothing.'
  return new WaybillError('WB-INTERRUPTED', 'The verification was stopped.', hint, { cause })
}
