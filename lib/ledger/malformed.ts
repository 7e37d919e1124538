import { WaybillError } from '../error.ts'

/** What every parser of this folder throws: the text is not `what`, in its one exact form. */
export function malformed(what: string, cause?: unknown): WaybillError {
  return new WaybillError(
    'WB-LEDGER-FORMAT',
    `A text is not ${what} in its exact form.`,
    'It was changed or damaged after it was written: run `waybill verify`.',
    { cause },
  )
}

/** Bytes of standard Base64 (RFC 4648 §4, padded) in its one exact spelling, or null. */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** Bytes of unpadded Base64url (RFC 4648 §5) in its one exact spelling, or null. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}
