import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeyOutcome, longestSecret, SecretLine } from '../../cli/secret-line.ts'
import { wellFormedText } from '../support/texts.ts'

/** Feeds each text as one chunk; the outcome is the first that is neither `more` nor `bell`. */
function type(...chunks: string[]): { outcome: KeyOutcome; text: string | undefined; bells: number } {
  const line = new SecretLine()
  let bells = 0
  for (const chunk of chunks) {
    for (const byte of Buffer.from(chunk)) {
      const outcome = line.feed(byte)
      if (outcome === 'bell') bells++
      else if (outcome !== 'more') return { outcome, text: line.take()?.use(text => text), bells }
    }
    line.pause()
  }
  return { outcome: 'more', text: line.take()?.use(text => text), bells }
}

describe('SecretLine', () => {
  it.each([
    ['plain keys', ['k7qm\r'], 'k7qm'],
    ['keys one by one', ['k', '7', '\n'], 'k7'],
    ['a space at the end', ['a b \r'], 'a b '],
    ['letters beyond ASCII', ['pässwörd日👩\r'], 'pässwörd日👩'],
    ['backspace', ['abc\x7f\x7fd\r'], 'ad'],
    ['backspace as Ctrl-H', ['abc\bd\r'], 'abd'],
    ['backspace over a character of four bytes', ['a👩\x7fb\r'], 'ab'],
    ['backspace over a character of two bytes', ['aé\x7fb\r'], 'ab'],
    ['Ctrl-U', ['wrong\x15right\r'], 'right'],
    ['a bracketed paste', ['\x1b[200~k7qm-9xwp\x1b[201~\r'], 'k7qm-9xwp'],
    ['a bracketed paste with line ends', ['\x1b[200~k7qm\r\n\x1b[201~', '\r'], 'k7qm'],
    ['a bracketed paste that begins with a line end', ['\x1b[200~\nk7qm\x1b[201~\r'], 'k7qm'],
    ['a paste with control characters', ['\x1b[200~k\x03\x047\x1b[201~\r'], 'k7'],
    ['typing on after a paste', ['a\x1b[200~b\n\x1b[201~c\r'], 'abc'],
    ['Ctrl-D at the end', ['abc\x04'], 'abc'],
    ['nothing', ['\r'], ''],
  ])('takes %s', (_, chunks, text) => {
    expect(type(...chunks)).toMatchObject({ outcome: 'enter', text })
  })

  it.each([
    ['cursor keys', ['a\x1b[A\x1b[1;5Cb\r'], 2],
    ['function keys', ['a\x1bOPb\r'], 1],
    ['Alt keys', ['a\x1bxb\r'], 1],
    ['the Escape key alone', ['a', '\x1b', 'b\r'], 0],
    ['Escape before a cursor key', ['a\x1b\x1b[Ab\r'], 1],
    ['a sequence that the connection tore apart', ['a\x1b', '[', 'Ab\r'], 1],
    ['Tab and other control keys', ['a\t\x01b\r'], 2],
  ])('ignores %s', (_, chunks, bells) => {
    expect(type(...chunks)).toEqual({ outcome: 'enter', text: 'ab', bells })
  })

  it.each([
    ['Ctrl-C', 'ab\x03', 'interrupt'],
    ['Ctrl-\\', 'ab\x1c', 'interrupt'],
    ['Ctrl-Z', 'ab\x1a', 'suspend'],
    ['Ctrl-D on an empty line', '\x04', 'end'],
    ['Ctrl-D when all was removed', 'a\x7f\x04', 'end'],
    ['two lines in one paste', '\x1b[200~one\ntwo\x1b[201~', 'several-lines'],
    ['too much', 'x'.repeat(longestSecret + 1), 'too-long'],
  ] as const)('tells %s', (_, keys, outcome) => {
    expect(type(keys).outcome).toBe(outcome)
  })

  it('has room for exactly the longest secret', () => {
    expect(type(`${'x'.repeat(longestSecret)}\r`).text).toHaveLength(longestSecret)
  })

  it('rings when there is nothing to remove', () => {
    expect(type('\x7fa\r')).toMatchObject({ text: 'a', bells: 1 })
  })

  it('refuses what is not UTF-8', () => {
    const line = new SecretLine()
    for (const byte of [0x61, 0xff]) line.feed(byte)
    expect(line.take()).toBe(null)
  })

  it('is empty after it was taken or wiped', () => {
    const line = new SecretLine()
    line.feed(0x61)
    expect(line.take()?.bytes).toEqual(Uint8Array.of(0x61))
    expect(line.take()?.bytes).toEqual(new Uint8Array(0))
    line.feed(0x62)
    line.wipe()
    expect(line.take()?.bytes).toEqual(new Uint8Array(0))
  })

  it('takes every text as it is typed, however it is cut into chunks, pasted or not', () => {
    const typeable = wellFormedText().map(text => text.replace(/[\0-\x1f\x7f]/g, ''))
    fc.assert(
      fc.property(typeable, fc.boolean(), fc.array(fc.nat(40)), (text, pasted, cuts) => {
        const line = new SecretLine()
        const bytes = Buffer.from(pasted ? `\x1b[200~${text}\x1b[201~` : text)
        const outcomes = new Set<KeyOutcome>()
        bytes.forEach((byte, at) => {
          outcomes.add(line.feed(byte))
          // The opening bracket of a paste comes whole; the text may come in pieces.
          if (at > 6 && cuts.includes(at)) line.pause()
        })
        expect([...outcomes].filter(outcome => outcome !== 'more')).toEqual([])
        expect(line.feed(0x0d)).toBe('enter')
        expect(line.take()?.use(taken => taken)).toBe(text)
      }),
    )
  })

  it('never fails, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        const line = new SecretLine()
        for (const byte of bytes) line.feed(byte)
        line.take()
      }),
    )
  })
})
