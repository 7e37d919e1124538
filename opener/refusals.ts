/** What went wrong, as the keys of two sentences: what it is, and what to do. */
import { type ErrorCode, WaybillError } from '../lib/error.ts'
import type { Texts } from './texts/en.ts'

export interface Refusal {
  readonly what: keyof Texts
  readonly hint: keyof Texts
  /** In English, for whoever is asked for help; null where there is nothing to add. */
  readonly detail: string | null
}

const byCode: Partial<Record<ErrorCode, readonly [what: keyof Texts, hint: keyof Texts]>> = {
  'WB-WRONG-PASSWORD': ['wrongPassword', 'wrongPasswordHint'],
  'WB-DAMAGED': ['damaged', 'damagedHint'],
  'WB-NOT-ZIP': ['notZip', 'notZipHint'],
  'WB-NOT-SEALED': ['notSealed', 'notSealedHint'],
  'WB-NOT-AS-LISTED': ['changed', 'changedHint'],
  'WB-MANIFEST': ['changed', 'changedHint'],
  'WB-UNSAFE-ARCHIVE': ['unsafe', 'unsafeHint'],
  'WB-RATIO': ['bomb', 'unsafeHint'],
  'WB-UNSUPPORTED-ARCHIVE': ['unsupported', 'unsupportedHint'],
}

/** Names of DOMExceptions, by what they mean here; whatever hinders `BlobFile` from reading has the first. */
const byName: Readonly<Record<string, readonly [what: keyof Texts, hint: keyof Texts]>> = {
  NotReadableError: ['unreadable', 'unreadableHint'],
  NotFoundError: ['unwritable', 'unwritableHint'],
  QuotaExceededError: ['unwritable', 'unwritableHint'],
  NotAllowedError: ['unwritable', 'unwritableHint'],
  NoModificationAllowedError: ['unwritable', 'unwritableHint'],
  TypeMismatchError: ['unwritable', 'unwritableHint'],
  InvalidStateError: ['unwritable', 'unwritableHint'],
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof WaybillError) {
    const [what, hint] = byCode[error.code] ?? ['unexpected', 'unexpectedHint']
    return { what, hint, detail: error.code === 'WB-WRONG-PASSWORD' ? null : `${error.message} (${error.code})` }
  }
  const said = error instanceof Error ? `${error.name}: ${error.message}` : null
  if (error instanceof DOMException && byName[error.name] !== undefined) {
    const [what, hint] = byName[error.name] ?? ['unexpected', 'unexpectedHint']
    return { what, hint, detail: said }
  }
  // a buffer or a text that the browser has no room for
  if (error instanceof RangeError) return { what: 'tooLarge', hint: 'tooLargeHint', detail: said }
  return { what: 'unexpected', hint: 'unexpectedHint', detail: said }
}

/** Somebody pressed a button to stop, or closed the browser's own question. */
export function isStopped(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
