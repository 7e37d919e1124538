import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bar, Progress } from '../../cli/progress.ts'
import { displayWidth } from '../../cli/width.ts'
import { handClock } from '../support/world.ts'
import { type FakeOptions, fakeTerminal } from './fakes.ts'

function start(options: FakeOptions = {}) {
  const clock = handClock()
  const fake = fakeTerminal({ stderr: 80, ...options })
  return { ...fake, clock, progress: new Progress(fake.terminal, clock, 'Sealing 2 files (100 MB)') }
}

describe('on a terminal', () => {
  it('shows phase, bar, percent, how much of how much, rate, time left and name', () => {
    const { progress, clock, stderr } = start()
    progress.phase('Sealing')
    progress.update({ done: 0, total: 100_000_000, name: 'a.csv' })
    expect(stderr.lastLine).toBe('Sealing ░░░░░░░░░░   0 %  0 of 100 MB  a.csv')
    clock.advance(1_000)
    progress.update({ done: 25_000_000, total: 100_000_000, name: 'customers.csv' })
    expect(stderr.lastLine).toBe('Sealing ██▌░░░░░░░  25 %  25 of 100 MB  25.0 MB/s  0:03 left  customers.csv')
    progress.finish('Sealed 100 MB')
    expect(stderr.lastLine).toBe('')
    expect(stderr.text).not.toContain('\n')
  })

  it('draws in ASCII where the locale knows no more', () => {
    const { progress, stderr } = start({ env: { TERM: 'xterm', NO_COLOR: '1' } })
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: 'a.csv' })
    expect(stderr.lastLine).toBe('Sealing #####.....  50 %  1 of 2 B  a.csv')
  })

  it('redraws at most twenty times a second', () => {
    const { progress, clock, stderr } = start()
    progress.phase('Sealing')
    for (let at = 0; at <= 1_000; at++) {
      progress.update({ done: at, total: 1_000, name: 'a' })
      clock.advance(1)
    }
    expect(stderr.text.split('\r\x1b[K').length - 1).toBe(19) // at 0, 55, … 990 ms
  })

  it('draws a new phase at once', () => {
    const { progress, stderr } = start()
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: 'a' })
    progress.phase('Checking')
    progress.update({ done: 0, total: 2, name: 'a' })
    expect(stderr.lastLine).toMatch(/^Checking .* 0 %/)
  })

  it('tells the rate of the last five seconds', () => {
    const { progress, clock, stderr } = start()
    progress.phase('Sealing')
    let done = 0
    for (let second = 0; second < 20; second++) {
      progress.update({ done, total: 1_000_000_000, name: 'a' })
      done += second < 10 ? 1_000_000 : 50_000_000
      clock.advance(1_000)
    }
    expect(stderr.lastLine).toContain('50.0 MB/s')
  })

  it('draws nothing once it is over, also after a failure', () => {
    const { progress, clock, stderr } = start()
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: 'a' })
    progress.stop()
    clock.advance(1_000)
    progress.update({ done: 2, total: 2, name: 'a' })
    progress.finish('Sealed')
    expect(stderr.lastLine).toBe('')
  })

  it('counts the marks that stand for invisible characters before it cuts', () => {
    const { progress, stderr } = start()
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: '\u3164'.repeat(60) })
    expect(displayWidth(stderr.lastLine)).toBeLessThan(80)
    expect(stderr.lastLine).toContain('<U+3164>')
  })

  it('is never as wide as the screen, whatever the numbers and names are', () => {
    const name = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('東京都の住所録と電話番号.csv'))
    const size = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        name,
        size,
        size,
        fc.boolean(),
        (columns, name, done, total, unicode) => {
          const env = unicode ? { LANG: 'C.UTF-8', NO_COLOR: '1' } : { NO_COLOR: '1' }
          const { progress, clock, stderr } = start({ stderr: columns, env })
          progress.phase(name)
          for (let at = 0; at < 3; at++) {
            progress.update({ done: done * at, total, name })
            clock.advance(400)
            expect(displayWidth(stderr.lastLine)).toBeLessThan(Math.max(columns, 2))
          }
        },
      ),
    )
  })
})

describe('elsewhere', () => {
  it('is one line at the start and one at the end', () => {
    const { progress, clock, stderr } = start({ stderr: null })
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: 'a' })
    clock.advance(12_000)
    progress.phase('Checking')
    progress.update({ done: 2, total: 2, name: 'a' })
    progress.finish('Sealed 100 MB')
    progress.finish('Sealed 100 MB')
    expect(stderr.text).toBe('Sealing 2 files (100 MB)\nSealed 100 MB in 12 s\n')
  })

  it('is silent with --quiet', () => {
    const { progress, stderr } = start({ manners: { quiet: true } })
    progress.phase('Sealing')
    progress.update({ done: 1, total: 2, name: 'a' })
    progress.finish('Sealed')
    expect(stderr.text).toBe('')
  })
})

describe('bar', () => {
  it('has eighths', () => {
    expect(bar(0, 4, true)).toBe('░░░░')
    expect(bar(1 / 32, 4, true)).toBe('▏░░░')
    expect(bar(0.5, 4, true)).toBe('██░░')
    expect(bar(31 / 32, 4, true)).toBe('███▉')
    expect(bar(1, 4, true)).toBe('████')
    expect(bar(0.5, 4, false)).toBe('##..')
  })

  it('always has as many cells', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (share, cells, unicode) => {
          expect(displayWidth(bar(share, cells, unicode))).toBe(cells)
        },
      ),
    )
  })
})
