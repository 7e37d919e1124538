import type { KeyObject } from 'node:crypto'
import { isUlid } from '../ulid.ts'
import { fromBase64, malformed } from './malformed.ts'
import { encodeNote, type Note, parseNote, signNote, verifyNote } from './note.ts'

/** A ledger's signed size and root: C2SP `tlog-checkpoint`, three lines of text in a signed note, no extension lines. */
export interface Checkpoint {
  /** Names the log: `waybill/<kind>/<log id>`. Also the key name of its signatures. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note
}

export type LedgerKind = 'production' | 'sandbox'

export function encodeOrigin(kind: LedgerKind, log: string): string {
  return `waybill/${kind}/${log}`
}

/** Untrusted. Throws `WB-LEDGER-FORMAT` when the text names no ledger. */
export function parseOrigin(origin: string): { kind: LedgerKind; log: string } {
  const [tool, kind, log, ...rest] = origin.split('/')
  if (tool !== 'waybill' || (kind !== 'production' && kind !== 'sandbox')) throw notACheckpoint()
  if (log === undefined || !isUlid(log) || rest.length > 0) throw notACheckpoint()
  return { kind, log }
}

/** The text that is signed, with its final newline. */
export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  parseCheckpoint(text)
  return text
}

/** Untrusted. Throws `WB-LEDGER-FORMAT`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, digits, base64, end, ...rest] = text.split('\n')
  if (origin === undefined || digits === undefined || base64 === undefined || end !== '' || rest.length > 0) {
    throw notACheckpoint()
  }
  parseOrigin(origin)
  const size = Number(digits)
  const root = fromBase64(base64)
  if (!Number.isSafeInteger(size) || !/^(0|[1-9][0-9]*)$/.test(digits) || root?.length !== 32) throw notACheckpoint()
  return { origin, size, root }
}

/** The whole signed note, as it is stored and handed out. */
export function signCheckpoint(checkpoint: Checkpoint, key: { private: KeyObject; public: KeyObject }): string {
  return signNote(encodeCheckpoint(checkpoint), {
    name: checkpoint.origin,
    private: key.private,
    public: key.public,
  })
}

/** Untrusted. The parts of a signed checkpoint; the signature is not verified. Throws `WB-LEDGER-FORMAT`. */
export function parseSignedCheckpoint(encoded: string): SignedCheckpoint {
  const note = parseNote(encoded)
  return { ...parseCheckpoint(note.text), note }
}

export function encodeSignedCheckpoint({ note }: SignedCheckpoint): string {
  return encodeNote(note)
}

/** True when `key` signed this checkpoint under the log's own name. */
export function verifyCheckpoint(signed: SignedCheckpoint, key: KeyObject): boolean {
  return verifyNote(signed.note, { name: signed.origin, public: key })
}

function notACheckpoint() {
  return malformed('a checkpoint')
}
