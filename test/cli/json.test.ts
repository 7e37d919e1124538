import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeJson, encodeJsonLine } from '../../cli/json.ts'
import { Secret } from '../../lib/secret.ts'

describe('encodeJson', () => {
  it('gives back the same value', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map(codes => String.fromCharCode(...codes))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), units, fc.dictionary(units, units)), value => {
        expect(JSON.parse(encodeJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
        expect(JSON.parse(encodeJsonLine(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('holds nothing that disturbs a terminal', () => {
    const name = 'a\x1b[2J\x7f\x9b31m\u202e\u2028\u200b\u{e0041}\ud800é日👩\u200d👩'
    expect(encodeJsonLine({ name })).toBe(
      String.raw`{"name":"a\u001b[2J\u007f\u009b31m\u202e\u2028\u200b\udb40\udc41\ud800é日👩\u200d👩"}`,
    )
    expect(encodeJson({ name })).toMatch(/^\{\n {2}"name": "[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}]+"\n\}$/u)
  })

  it('never prints a secret, and refuses what is no JSON', () => {
    expect(encodeJsonLine({ password: Secret.fromText('k7qm') })).toBe('{"password":"[secret]"}')
    expect(() => encodeJson(undefined)).toThrow(TypeError)
  })
})
