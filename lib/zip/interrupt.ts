import { WaybillError } from '../error.ts'

/** Throws WB-INTERRUPTED once the signal is aborted. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interrupted(signal.reason)
}

/** WB-INTERRUPTED; `reason` is that of the signal. */
export function interrupted(reason: unknown): WaybillError {
  const hint = 'Nothing was left behind; run the command again.'
  return new WaybillError('WB-INTERRUPTED', 'The work was interrupted.', hint, { cause: reason })
}
