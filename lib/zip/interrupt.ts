import { WaybillError } from '../error.ts'

/** Throws WB-INTERRUPTED once the signal is aborted. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  const hint = 'Nothing was left behind; run the command again.'
  throw new WaybillError('WB-INTERRUPTED', 'The work was interrupted.', hint, { cause: signal.reason })
}
