import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeNote, noteKeyId, parseNote, signNote, verifyNote } from '../../../lib/ledger/note.ts'

const vector = (name: string) => readFileSync(new URL(`../../vectors/ledger/${name}`, import.meta.url), 'utf8')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const signer = (name: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { name, private: privateKey, public: publicKey }
}

describe('a note by another program', () => {
  it('is verified: the example of Go’s sumdb/note', () => {
    // PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    const key = { name: 'PeterNeumann', public: publicKey('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW') }
    expect(hex(noteKeyId(key))).toBe('c74f20a3')
    expect(verifyNote(parseNote(vector('go-note.txt')), key)).toBe(true)
    expect(encodeNote(parseNote(vector('go-note.txt')))).toBe(vector('go-note.txt'))
  })

  it('is made again byte for byte: the checkpoint signed with OpenSSL', () => {
    const key = createPrivateKey(vector('signing.pem'))
    const name = 'waybill/sandbox/01KE6QZT1HM5VECT0R00000000'
    expect(signNote(vector('body'), { name, private: key, public: createPublicKey(key) })).toBe(vector('checkpoint'))
  })
})

describe('a note', () => {
  const a = signer('example.com/a')
  const b = signer('example.com/b')

  it('is verified by its key alone', () => {
    const note = parseNote(signNote('some text\n', a))
    expect(verifyNote(note, a)).toBe(true)
    expect(verifyNote(note, b)).toBe(false)
    expect(verifyNote(note, { ...a, name: 'example.com/other' })).toBe(false)
    expect(verifyNote(note, { ...a, public: b.public })).toBe(false)
    expect(verifyNote({ ...note, text: 'some texts\n' }, a)).toBe(false)
  })

  it('may have other signatures, in any order', () => {
    const [one] = parseNote(signNote('t\n', a)).signatures
    const [two] = parseNote(signNote('t\n', b)).signatures
    if (one === undefined || two === undefined) throw new Error('unsigned')
    const both = parseNote(encodeNote({ text: 't\n', signatures: [two, one] }))
    expect([verifyNote(both, a), verifyNote(both, b)]).toEqual([true, true])
  })

  it('is spoiled by a signature that names the key and does not verify', () => {
    const note = parseNote(signNote('t\n', a))
    const forged = { name: a.name, keyId: noteKeyId(a), signature: new Uint8Array(64) }
    expect(verifyNote({ ...note, signatures: [...note.signatures, forged] }, a)).toBe(false)
    expect(verifyNote({ ...note, signatures: [] }, a)).toBe(false)
  })

  it('ignores other keys that share its name or its id, but not both', () => {
    const note = parseNote(signNote('t\n', a))
    const signature = new Uint8Array(64)
    const namesakes = [
      { name: 'example.com/other', keyId: noteKeyId(a), signature },
      { name: a.name, keyId: noteKeyId(b), signature },
    ]
    expect(verifyNote({ ...note, signatures: [...namesakes, ...note.signatures] }, a)).toBe(true)
    expect(verifyNote({ ...note, signatures: namesakes }, a)).toBe(false)
  })

  it('keeps empty lines in its text', () => {
    const note = parseNote(signNote('one\n\n— two\n\n', a))
    expect(note.text).toBe('one\n\n— two\n\n')
    expect(verifyNote(note, a)).toBe(true)
  })

  it('is undone by parsing, for any text', () => {
    const text = fc.string({ unit: 'grapheme' }).map(t => `${t.replaceAll(/[\u0000-\u001f]/g, '\n')}\n`)
    fc.assert(
      fc.property(text, t => {
        expect(parseNote(signNote(t, a)).text).toBe(t)
      }),
    )
  })

  const signature = Buffer.alloc(68).toString('base64')
  it.each([
    ['no signature', 't\n\n'],
    ['no empty line', `t\n— n ${signature}\n`],
    ['no final newline', `t\n\n— n ${signature}`],
    ['no text before the empty line', `\n— n ${signature}\n`],
    ['a hyphen for the dash', `t\n\n- n ${signature}\n`],
    ['an empty name', `t\n\n—  ${signature}\n`],
    ['a name with a plus', `t\n\n— n+1 ${signature}\n`],
    ['a name with a no-break space', `t\n\n— n\u00a01 ${signature}\n`],
    ['more after the signature', `t\n\n— n ${signature} x\n`],
    ['Base64 in a second spelling', `t\n\n— n ${signature.replace(/=+$/, '')}\n`],
    ['a key id alone', 't\n\n— n AAAAAA==\n'],
    ['a carriage return', `t\r\n\n— n ${signature}\n`],
    ['a tab', `t\tt\n\n— n ${signature}\n`],
    ['half of a surrogate pair', `\ud800\n\n— n ${signature}\n`],
    ['seventeen signatures', `t\n\n${`— n ${signature}\n`.repeat(17)}`],
    ['a megabyte', `${'t'.repeat(1 << 20)}\n\n— n ${signature}\n`],
  ])('is refused with %s', (_, encoded) => {
    expect(() => parseNote(encoded)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })

  it('is not made of a text that could not be read back', () => {
    for (const text of ['no newline', 'a tab\t\n', '']) {
      expect(() => signNote(text, a)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
    }
  })
})

/** From the Base64 of 0x01 ‖ 32-byte key, behind the prefix of RFC 8410 §4. */
function publicKey(typed: string): KeyObject {
  const prefix = Buffer.from('302a300506032b6570032100', 'hex')
  const key = Buffer.concat([prefix, Buffer.from(typed, 'base64').subarray(1)])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}
