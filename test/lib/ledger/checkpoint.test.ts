import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeCheckpoint,
  encodeOrigin,
  encodeSignedCheckpoint,
  parseCheckpoint,
  parseOrigin,
  parseSignedCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from '../../../lib/ledger/checkpoint.ts'
import { signNote } from '../../../lib/ledger/note.ts'
import { rootOf } from '../../../lib/ledger/tree.ts'

const vector = (name: string) => readFileSync(new URL(`../../vectors/ledger/${name}`, import.meta.url), 'utf8')
const log = '01KE6QZT1HM5VECT0R00000000'
const origin = `waybill/sandbox/${log}`
const root = Buffer.alloc(32, 9)
const base64 = root.toString('base64')

describe('a checkpoint', () => {
  it('by OpenSSL is read and verified', () => {
    const signed = parseSignedCheckpoint(vector('checkpoint'))
    expect(signed).toMatchObject({ origin, size: 8 })
    expect(Buffer.from(signed.root).toString('hex')).toMatch(/^5dc9da79/)
    expect(verifyCheckpoint(signed, createPublicKey(vector('public.pem')))).toBe(true)
    expect(encodeSignedCheckpoint(signed)).toBe(vector('checkpoint'))
  })

  it('is undone by parsing', () => {
    const any = fc.record({
      origin: fc.constantFrom(encodeOrigin('production', log), encodeOrigin('sandbox', log)),
      size: fc.maxSafeNat(),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    })
    fc.assert(
      fc.property(any, made => {
        expect(parseCheckpoint(encodeCheckpoint(made))).toEqual({ ...made, root: Buffer.from(made.root) })
      }),
    )
  })

  it('is verified by its key, under its own name, unchanged', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const keys = { private: privateKey, public: publicKey }
    const note = signCheckpoint({ origin, size: 0, root: rootOf([]) }, keys)
    expect(verifyCheckpoint(parseSignedCheckpoint(note), publicKey)).toBe(true)
    expect(verifyCheckpoint(parseSignedCheckpoint(note.replace('\n0\n', '\n1\n')), publicKey)).toBe(false)
    expect(verifyCheckpoint(parseSignedCheckpoint(note), generateKeyPairSync('ed25519').publicKey)).toBe(false)
    const otherName = signNote(encodeCheckpoint({ origin, size: 0, root }), { ...keys, name: 'waybill/other' })
    expect(verifyCheckpoint(parseSignedCheckpoint(otherName), publicKey)).toBe(false)
  })

  it.each([
    ['no final newline', `${origin}\n1\n${base64}`],
    ['an extension line', `${origin}\n1\n${base64}\nmore\n`],
    ['a leading zero', `${origin}\n01\n${base64}\n`],
    ['a sign', `${origin}\n+1\n${base64}\n`],
    ['a size in hex', `${origin}\n0x1\n${base64}\n`],
    ['an unsafe size', `${origin}\n9007199254740992\n${base64}\n`],
    ['no size', `${origin}\n\n${base64}\n`],
    ['a short root', `${origin}\n1\n${root.subarray(1).toString('base64')}\n`],
    ['a root in a second spelling', `${origin}\n1\n${base64.slice(0, -1)}\n`],
    ['an unknown kind', `waybill/staging/${log}\n1\n${base64}\n`],
    ['a log that is no ULID', `waybill/sandbox/1\n1\n${base64}\n`],
    ['an origin with more parts', `${origin}/x\n1\n${base64}\n`],
    ['another tool', `example/sandbox/${log}\n1\n${base64}\n`],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })

  it('cannot be written in a form that would be refused when read', () => {
    expect(() => encodeCheckpoint({ origin: 'x', size: 1, root })).toThrow()
    expect(() => encodeCheckpoint({ origin, size: -1, root })).toThrow()
    expect(() => encodeCheckpoint({ origin, size: 1, root: root.subarray(1) })).toThrow()
  })

  it('names its ledger and kind', () => {
    expect(parseOrigin(origin)).toEqual({ kind: 'sandbox', log })
    expect(parseOrigin(encodeOrigin('production', log))).toEqual({ kind: 'production', log })
  })
})
