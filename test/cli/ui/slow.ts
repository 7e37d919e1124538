import { stopIfAborted } from '../../../lib/courier/courier.ts'

/** A provider that does not answer until it is not asked any more. */
export async function untilStopped(signal: AbortSignal): Promise<never> {
  await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
  stopIfAborted(signal)
  throw new Error('not stopped')
}
