/** What our own reader says of a content, as a finding of the check. */
import type { Finding } from '../../finding.ts'
import { checkError } from './check-structure.ts'
import type { Outcome } from './reading.ts'

export function contentFinding(outcome: Exclude<Outcome, null>, at: string): Finding {
  if (outcome !== 'other') return verdictFinding(outcome, 'check.content', at)
  return checkError('check.content', 'Our reader reads another content than the source had.', at)
}

export function verdictFinding(verdict: { readonly message: string }, code: string, at?: string): Finding {
  return checkError(code, verdict.message, at)
}
