import { hash, type KeyObject, sign, verify } from 'node:crypto'
import { fromBase64, malformed } from './malformed.ts'

/**
 * Signed notes with Ed25519, as C2SP `signed-note` defines them: a text that ends in a newline, an empty line, then
 * signature lines `— <key name> base64(key id ‖ signature)`.
 */
export interface Note {
  /** What is signed, with its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** Four bytes that tell keys of one name apart: a hint, not a proof. */
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}

export interface NoteKey {
  readonly name: string
  readonly public: KeyObject
}

export interface NoteSigner extends NoteKey {
  readonly private: KeyObject
}

/** `signed-note`, "Signature types": Ed25519. */
const ed25519 = 0x01
const keyIdLength = 4
/** `signed-note`, "Format": at least 16 must be accepted, and some limit is wanted. */
const maxSignatures = 16
const maxLength = 64 * 1024
/** A key name: not empty, no white space, no plus, no control character. */
const keyName = /^[^\s+\p{Cc}]+$/u
const controlExceptNewline = /[\u0000-\u0009\u000b-\u001f]/

/** The key id of an Ed25519 key: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ 32-byte public key), first four bytes. */
export function noteKeyId(key: NoteKey): Uint8Array {
  const input = Buffer.concat([Buffer.from(`${key.name}\n`), Uint8Array.of(ed25519), rawPublicKey(key.public)])
  return hash('sha256', input, 'buffer').subarray(0, keyIdLength)
}

/** The 32 bytes of RFC 8032: the end of the 44-byte SubjectPublicKeyInfo (RFC 8410 §4). */
function rawPublicKey(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' }).subarray(-32)
}

/** The whole note over `text`, which must end in a newline and hold no other control character. */
export function signNote(text: string, signer: NoteSigner): string {
  return encodeNote({
    text,
    signatures: [
      { name: signer.name, keyId: noteKeyId(signer), signature: sign(null, Buffer.from(text), signer.private) },
    ],
  })
}

/** Throws `WB-LEDGER-FORMAT` when the parts do not make a note that `parseNote` takes. */
export function encodeNote(note: Note): string {
  const lines = note.signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`,
  )
  const encoded = `${note.text}\n${lines.join('')}`
  parseNote(encoded)
  return encoded
}

/** Untrusted. The parts of a note; nothing is verified. Throws `WB-LEDGER-FORMAT`. */
export function parseNote(encoded: string): Note {
  if (encoded.length > maxLength || !encoded.isWellFormed() || controlExceptNewline.test(encoded)) throw notANote()
  // "the text is separated from the signatures by the last empty line in the note"
  const gap = encoded.lastIndexOf('\n\n')
  if (gap < 0 || !encoded.endsWith('\n')) throw notANote()
  const lines = encoded.slice(gap + 2, -1).split('\n')
  if (lines.length > maxSignatures) throw notANote()
  return { text: encoded.slice(0, gap + 1), signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): NoteSignature {
  const [dash, name, base64, ...rest] = line.split(' ')
  const bytes = base64 === undefined ? null : fromBase64(base64)
  if (dash !== '—' || name === undefined || !keyName.test(name) || rest.length > 0) throw notANote()
  if (bytes === null || bytes.length <= keyIdLength) throw notANote()
  return { name, keyId: bytes.subarray(0, keyIdLength), signature: bytes.subarray(keyIdLength) }
}

/**
 * True when `key` signed the note. Signatures of other keys are ignored; one that names this key and does not verify
 * spoils the whole note, as `signed-note` recommends.
 */
export function verifyNote(note: Note, key: NoteKey): boolean {
  const id = noteKeyId(key)
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && Buffer.compare(keyId, id) === 0)
  const text = Buffer.from(note.text)
  return own.length > 0 && own.every(({ signature }) => verify(null, text, key.public, signature))
}

function notANote() {
  return malformed('a signed note')
}
