import { constants } from 'node:os'
import { type ErrorCode, type ErrorKind, WaybillError } from '../lib/error.ts'
import { sanitiseLines } from './sanitise.ts'

/**
 * The exit status of every way to end (product.md, "Rules of the terminal"). 0 is done; a bug is 70 (`EX_SOFTWARE` of
 * sysexits.h); an interruption is 128 + the signal's number: 130 for SIGINT, 143 for SIGTERM.
 */
const statuses: Readonly<Record<ErrorKind, number>> = {
  failed: 1,
  usage: 2,
  policy: 3,
  'not-verified': 4,
  provider: 5,
  unknown: 6,
}
const bug = 70

export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT'
const endingSignals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/**
 * What an `AbortController` is aborted with when `signal` arrives, and what a prompt throws. It remembers the signal, so
 * whoever throws a WB-INTERRUPTED of its own with this as its cause keeps the right status.
 */
export function interrupted(signal: EndingSignal): WaybillError {
  return new WaybillError(
    'WB-INTERRUPTED',
    'Waybill was interrupted.',
    'See `waybill status` for what was done before you run it again.',
    {
      cause: signal,
    },
  )
}

export function exitStatus(error: unknown): number {
  if (!(error instanceof WaybillError)) return bug
  if (error.code !== 'WB-INTERRUPTED') return statuses[error.kind]
  return 128 + constants.signals[signalBehind(error) ?? 'SIGINT']
}

/** The signal at the end of the chain of causes. */
function signalBehind(error: WaybillError): EndingSignal | undefined {
  let cause: unknown = error
  for (let depth = 0; cause instanceof Error && depth < 16; depth++) cause = cause.cause
  return endingSignals.find(signal => signal === cause)
}

/** An error as the terminal and `--json` show it. */
export interface Failure {
  readonly code: ErrorCode | 'WB-BUG'
  readonly message: string
  readonly hint: string
  /** Only for a bug: sanitised lines to put into a report. */
  readonly stack: readonly string[]
}

export function describe(error: unknown): Failure {
  if (error instanceof WaybillError) {
    return { code: error.code, message: error.message, hint: error.hint, stack: [] }
  }
  return {
    code: 'WB-BUG',
    message: 'Something happened that Waybill did not expect.',
    hint: 'This is a bug: please report it with the lines on stderr, after checking that they hold nothing private.',
    stack: sanitiseLines(stackOf(error)),
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${typeof error === 'string' ? error : typeof error}`
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause instanceof Error ? `${own}\nCaused by: ${error.cause.stack ?? error.cause.name}` : own
}
