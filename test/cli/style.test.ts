import { describe, expect, it } from 'vitest'
import { knowsUnicode, wantsColour } from '../../cli/capabilities.ts'
import { bad, bare, join, line, ok, paint, render, strong } from '../../cli/style.ts'

describe('style', () => {
  it('colours roles and makes every escape sequence in a string visible', () => {
    const text = line`${ok('done')} ${strong('a\x1b[31mb\nc')} ${3}`
    expect(render(text, true)).toBe('\x1b[32mdone\x1b[39m \x1b[1ma<U+001B>[31mb<U+000A>c\x1b[22m 3')
    expect(render(text, false)).toBe('done a<U+001B>[31mb<U+000A>c 3')
    expect(bare(text)).toBe(render(text, false))
  })

  it('makes a line feed in a literal visible too: one text is one line', () => {
    expect(
      render(
        line`a
b`,
        true,
      ),
    ).toBe('a<U+000A>b')
  })

  it('keeps the inner role of nested texts', () => {
    expect(render(bad(line`x ${ok('y')}`), true)).toBe('\x1b[31mx \x1b[39m\x1b[32my\x1b[39m')
  })

  it('joins', () => {
    expect(bare(join(['a', paint('dim', 'b'), 'c'], ', '))).toBe('a, b, c')
  })
})

describe('wantsColour', () => {
  it.each([
    ['a terminal', true, {}, true, true],
    ['a pipe', true, {}, false, false],
    ['--no-color', false, { FORCE_COLOR: '1' }, true, false],
    ['NO_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR on a pipe', true, { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR=false', true, { FORCE_COLOR: 'false' }, true, false],
    ['TERM=dumb', true, { TERM: 'dumb' }, true, false],
    ['FORCE_COLOR over TERM=dumb', true, { TERM: 'dumb', FORCE_COLOR: '3' }, true, true],
  ])('%s', (_, allowed, env, isTerminal, expected) => {
    expect(wantsColour(allowed, env, isTerminal)).toBe(expected)
  })
})

describe('knowsUnicode', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'linux', true],
    [{ LANG: 'C.utf8' }, 'linux', true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'linux', false],
    [{ LC_ALL: '', LC_CTYPE: 'UTF-8' }, 'darwin', true],
    [{}, 'linux', false],
    [{ WT_SESSION: '1' }, 'win32', true],
    [{ LANG: 'de_DE.UTF-8' }, 'win32', false],
  ] as const)('%j on %s: %s', (env, platform, expected) => {
    expect(knowsUnicode(env, platform)).toBe(expected)
  })
})
