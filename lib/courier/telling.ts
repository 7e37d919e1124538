import type { Clock } from '../ports.ts'
import type { Call, ProviderRequest } from './courier.ts'

/**
 * Does one request of a courier and tells of it, whatever comes of it: `outcomeOf` judges its result, `dateOf` reads the
 * provider's clock in it; when the request throws, no answer came.
 */
export async function telling<T>(
  { onRequest }: Pick<Call, 'onRequest'>,
  { host, clock }: { readonly host: string | null; readonly clock: Clock },
  request: () => T | Promise<T>,
  outcomeOf: (result: T) => ProviderRequest['outcome'] = () => 'ok',
  dateOf: (result: T) => number | null = () => null,
): Promise<T> {
  const started = clock.monotonic()
  let outcome: ProviderRequest['outcome'] = 'none'
  let date: number | null = null
  try {
    const result = await request()
    date = dateOf(result)
    outcome = outcomeOf(result)
    return result
  } finally {
    const ms = Math.max(0, Math.round(clock.monotonic() - started))
    onRequest?.({ host, outcome, ms, ...(date !== null && { date }) })
  }
}
