import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { BatchProgress } from '../../cli/batch-progress.ts'
import { displayWidth } from '../../cli/width.ts'
import type { BatchRow, RowState, RowView } from '../../src/index.ts'
import { handClock } from '../support/world.ts'
import { type FakeOptions, fakeTerminal } from './fakes.ts'

const running: BatchProgress[] = []
afterEach(() => {
  for (const progress of running.splice(0)) progress.stop()
})

function start(options: FakeOptions = {}, total = 3) {
  const clock = handClock()
  const fake = fakeTerminal({ stderr: 80, ...options })
  const progress = new BatchProgress(fake.terminal, clock, total)
  running.push(progress)
  const { onStage, onBegin, onPhase, onEnd } = progress.watch
  /** Each piece of news is a tick of the clock later, so that it is drawn. */
  const later = <T>(tell: ((news: T) => void) | undefined) => {
    return (news: T) => {
      clock.advance(100)
      tell?.(news)
    }
  }
  return {
    ...fake,
    clock,
    progress,
    stage: later(onStage),
    begin: later((row: BatchRow) => onBegin?.(row)),
    phase: later((row: BatchRow) => onPhase?.(row, 'sealing')),
    end: later((view: RowView) => onEnd?.(view)),
  }
}

function row(number: number, to: string): BatchRow {
  const request = { paths: [], directory: '/', to, purpose: '' }
  return { row: number, to, mustBeContact: false, key: String(number), request }
}

function view(number: number, to: string, state: RowState): RowView {
  const none = { transfer: null, id: null, channel: null, hold: null, archive: null, sha256: null, receiptCode: null }
  const right = { ok: true, before: false, code: null, message: null, hint: null, findings: [] }
  return { row: number, to, state, ...none, ...right }
}

/** What stands on the screen: what was cleared is gone. */
function screen(text: string): string[] {
  const last = text.split(/\r\x1b\[K|\r\x1b\[\d+A\x1b\[J/).at(-1) ?? ''
  return last.split('\n')
}

describe('on a terminal', () => {
  it('shows how rows stand, and those under way with what is done for each', () => {
    const { stage, begin, phase, end, progress, stderr } = start()
    stage('checking')
    for (const [number, to] of [[2, 'Ada'] as const, [3, 'Grace'] as const]) end(view(number, to, 'ready'))
    end(view(4, 'Emmy', 'refused'))
    expect(screen(stderr.text)).toEqual(['Checking ██████████  3 of 3  2 ready, 1 refused'])
    stage('sending')
    begin(row(2, 'Ada'))
    begin(row(3, 'Grace'))
    phase(row(3, 'Grace'))
    expect(screen(stderr.text)).toEqual([
      'Sending ░░░░░░░░░░  0 of 3  2 ready, 1 refused',
      'row 2           Ada',
      'row 3  sealing  Grace',
    ])
    end(view(2, 'Ada', 'held'))
    expect(screen(stderr.text)).toEqual([
      'Sending ███▎░░░░░░  1 of 3  1 ready, 1 held, 1 refused',
      'row 3  sealing  Grace',
    ])
    progress.stop()
    expect(screen(stderr.text)).toEqual([''])
    end(view(3, 'Grace', 'held'))
    expect(screen(stderr.text)).toEqual([''])
  })

  it('takes away exactly the lines that it drew', () => {
    const { begin, progress, stderr } = start()
    for (const number of [2, 3, 4]) begin(row(number, 'Ada'))
    progress.stop()
    const moves = [...stderr.text.matchAll(/\r\x1b\[(\d+)A\x1b\[J/g)].map(([, up]) => up)
    expect(moves).toEqual(['1', '2', '3'])
  })

  it('redraws at most ten times a second, and shows no more than eight rows', () => {
    const { progress, clock, stderr, begin } = start({}, 1000)
    for (let number = 2; number < 12; number++) begin(row(number, 'Ada'))
    expect(screen(stderr.text).length).toBe(9)
    const before = stderr.text.length
    clock.advance(50)
    progress.watch.onEnd?.(view(2, 'Ada', 'held'))
    expect(stderr.text.length).toBe(before)
  })

  it('is never as wide as the screen, whatever the names are, and nothing in them reaches it', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constant('東京都の住所録と電話番号'),
      fc.constant('\x1b[2J\u202e'),
    )
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.array(name, { maxLength: 9 }), (columns, names) => {
        const { begin, end, stderr, progress } = start({ stderr: columns }, 1_000_000)
        for (const [at, to] of names.entries()) begin(row(at * 12_345, to))
        end(view(999_999, 'Ada', 'delivered'))
        for (const line of screen(stderr.text)) {
          expect(displayWidth(line)).toBeLessThan(columns)
          expect(line).not.toMatch(/[\p{Cc}\u202e]/u)
        }
        progress.stop()
      }),
    )
  })
})

describe('elsewhere', () => {
  it('is one line at the start and one at the end', () => {
    const { stage, begin, end, progress, clock, stderr } = start({ stderr: null }, 2)
    stage('sending')
    begin(row(2, 'Ada'))
    end(view(2, 'Ada', 'held'))
    end(view(3, 'Grace', 'delivered'))
    clock.advance(11_700)
    progress.finish()
    expect(stderr.text).toBe('Sending to 2 recipients\n1 held, 1 delivered in 12 s\n')
  })

  it('is silent with --quiet', () => {
    const { end, progress, stderr } = start({ manners: { quiet: true } })
    end(view(2, 'Ada', 'held'))
    progress.finish()
    expect(stderr.text).toBe('')
  })
})
