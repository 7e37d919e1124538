import type { Clock } from '../ports.ts'
import type { Call, ProviderRequest } from './courier.ts'

/**
 * Does one request of a courier and tells of it, whatever comes of it: `outcomeOf` judges its result; when it throws, no
 * answer came.
 */
export async function telling<T>(
  { onRequest }: Pick<Call, 'onRequest'>,
  { host, clock }: { readonly host: string | null; readonly clock: Clock },
  request: () => T | Promise<T>,
  outcomeOf: (result: T) => ProviderRequest['outcome'] = () => 'ok',
): Promise<T> {
  const started = clock.monotonic()
  let outcome: ProviderRequest['outcome'] = 'none'
  try {
    const result = await request()
    outcome = outcomeOf(result)
    return result
  } finally {
    onRequest?.({ host, outcome, ms: Math.max(0, Math.round(clock.monotonic() - started)) })
  }
}
