/** The ways in which a reader refuses an archive. `what` ends a sentence that begins with "The archive". */
import { WaybillError } from '../../error.ts'

/** It is not what its maker wrote: cut, changed, or its records contradict one another. */
export function damaged(what: string, cause?: unknown): WaybillError {
  return new WaybillError('WB-DAMAGED', `The archive ${what}.`, 'Ask the sender to send it again.', { cause })
}

/** Whole, but made so that programs could read it differently or be led to harm. */
export function unsafe(what: string, cause?: unknown): WaybillError {
  const hint = 'Do not open it; ask the sender what it is.'
  return new WaybillError('WB-UNSAFE-ARCHIVE', `The archive ${what}.`, hint, { cause })
}

/** Perhaps in order, but in a form that this reader does not know or does not accept. */
export function unsupported(what: string): WaybillError {
  const hint = 'Ask the sender for a ZIP with AES-256 encryption, stored or deflated, in one file.'
  return new WaybillError('WB-UNSUPPORTED-ARCHIVE', `The archive ${what}.`, hint)
}

/** Nothing of the archive at `path` is encrypted. */
export function notSealed(path: string): WaybillError {
  const message = `${path} is not encrypted: no password is needed to read it.`
  return new WaybillError('WB-NOT-SEALED', message, 'Ask the sender whether this is the file they sent.')
}

/** A name (untrusted) for a message: in quotes, with control characters escaped. */
export function quoted(name: string): string {
  return JSON.stringify(name)
}
