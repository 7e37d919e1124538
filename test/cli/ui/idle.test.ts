import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { Idle } from '../../../cli/ui/idle.ts'

const minute = 60_000

describe('idle time', () => {
  let [wall, monotonic, over] = [0, 0, 0]
  const clock = { now: () => wall, monotonic: () => monotonic }
  const pass = (ms: number) => {
    wall += ms
    monotonic += ms
    vi.advanceTimersByTime(ms)
  }
  function begin() {
    const idle = new Idle(clock, 15 * minute, () => void over++)
    onTestFinished(() => idle.stop())
    return idle
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    over = 0
    wall = 1_000_000_000
    monotonic = 0
  })

  it('is over when nobody pressed a key, and begins anew with each key', () => {
    const idle = begin()
    for (const _ of [1, 2]) {
      pass(14 * minute)
      expect([idle.pressed(), over]).toEqual([true, 0])
    }
    for (let at = 0; at < 15; at++) pass(minute)
    expect(over).toBe(1)
    idle.stop()
    pass(60 * minute)
    expect(over).toBe(1)
  })

  it('counts the time that a machine slept, though timers and the monotonic clock stood still', () => {
    const idle = begin()
    wall += 16 * minute
    vi.advanceTimersByTime(30_000)
    expect(over).toBe(1)
    wall += 16 * minute
    expect([idle.pressed(), over]).toEqual([false, 2])
    expect(idle.pressed()).toBe(true)
  })

  it('is not longer because the clock was set back', () => {
    begin()
    pass(minute)
    wall -= 600 * minute
    for (let at = 0; at < 14; at++) pass(minute)
    expect(over).toBe(1)
  })
})
