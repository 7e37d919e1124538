import { expect, describe as group, it } from 'vitest'
import { describe, exitStatus, interrupted } from '../../cli/exit.ts'
import { WaybillError } from '../../lib/error.ts'

group('exitStatus', () => {
  it.each([
    ['WB-NO-SPACE', 1],
    ['WB-USAGE', 2],
    ['WB-NEEDS-TERMINAL', 2],
    ['WB-MISSING-VALUE', 2],
    ['WB-SYMLINK', 3],
    ['WB-MANIFEST', 4],
  ] as const)('%s is %i', (code, status) => {
    expect(exitStatus(new WaybillError(code, 'a', 'b'))).toBe(status)
  })

  it('has one for every kind', () => {
    for (const [kind, status] of [
      ['provider', 5],
      ['unknown', 6],
    ] as const) {
      const error = Object.defineProperty(new WaybillError('WB-IO', 'a', 'b'), 'kind', { value: kind })
      expect(exitStatus(error)).toBe(status)
    }
  })

  it('remembers the signal, also behind an error of somebody else', () => {
    expect(exitStatus(interrupted('SIGINT'))).toBe(130)
    expect(exitStatus(interrupted('SIGTERM'))).toBe(143)
    expect(exitStatus(interrupted('SIGHUP'))).toBe(129)
    const cause = new Error('aborted', { cause: interrupted('SIGTERM') })
    expect(exitStatus(new WaybillError('WB-INTERRUPTED', 'a', 'b', { cause }))).toBe(143)
    expect(exitStatus(new WaybillError('WB-INTERRUPTED', 'a', 'b'))).toBe(130)
  })

  it('does not follow a circle of causes for ever', () => {
    const error = new WaybillError('WB-INTERRUPTED', 'a', 'b', { cause: new Error('x') })
    Object.assign(error.cause as Error, { cause: error })
    expect(exitStatus(error)).toBe(130)
  })

  it.each([new TypeError('x'), 'text', undefined, null, { code: 'WB-IO' }])('takes %s for a bug', thrown => {
    expect(exitStatus(thrown)).toBe(70)
  })
})

group('describe', () => {
  it('gives two sentences and a code, without a stack', () => {
    const error = new WaybillError('WB-EXISTS', 'The file exists.', 'Choose another name.', {
      cause: new Error('secret'),
    })
    expect(describe(error)).toEqual({
      code: 'WB-EXISTS',
      message: 'The file exists.',
      hint: 'Choose another name.',
      stack: [],
    })
  })

  it('shows the sanitised stack of a bug, and of its cause, and asks for a report', () => {
    const failure = describe(new TypeError('bad \x1b[2J name', { cause: new RangeError('deep') }))
    expect(failure).toMatchObject({ code: 'WB-BUG', hint: expect.stringContaining('report') })
    expect(failure.stack[0]).toBe('TypeError: bad <U+001B>[2J name')
    expect(failure.stack[1]).toMatch(/^ +at .*exit\.test\.ts/)
    expect(failure.stack).toContainEqual(expect.stringContaining('Caused by: RangeError: deep'))
  })

  it.each([
    ['text', 'Thrown: text'],
    [undefined, 'Thrown: undefined'],
    [{ password: 'k7qm' }, 'Thrown: object'],
  ])('describes %s without printing what an object holds', (thrown, line) => {
    expect(describe(thrown).stack).toEqual([line])
  })
})
