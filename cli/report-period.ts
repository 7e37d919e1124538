import { utc } from './format.ts'

/** `from 2026-01-01 00:00:00 UTC to before …`, or that there is no bound. */
export function periodWords({
  since,
  until,
}: {
  readonly since: string | null
  readonly until: string | null
}): string {
  if (since === null && until === null) return 'from the beginning until now'
  const from = since === null ? 'from the beginning' : `from ${moment(since)}`
  return until === null ? `${from} until now` : `${from} until before ${moment(until)}`
}

/** A day alone where it is one. */
function moment(time: string): string {
  return time.endsWith('T00:00:00.000Z') ? `${time.slice(0, 10)} (UTC)` : utc(Date.parse(time))
}
