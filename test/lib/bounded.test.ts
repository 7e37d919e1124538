import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eachBounded } from '../../lib/bounded.ts'

const items = [...Array(20).keys()]

describe('eachBounded', () => {
  it('works on all items in their order, never on more at once than the limit', async () => {
    const begun: number[] = []
    let [now, most] = [0, 0]
    await eachBounded(items, 3, undefined, async (item, at) => {
      expect(at).toBe(item)
      begun.push(item)
      most = Math.max(most, ++now)
      await setImmediate()
      now--
    })
    expect(begun).toEqual(items)
    expect(most).toBe(3)
  })

  it('begins no other after an error, lets those under way end, and throws the first', async () => {
    const ended: number[] = []
    const work = eachBounded(items, 2, undefined, async item => {
      if (item === 2) throw new Error('two')
      for (let turn = 0; turn < item * 3; turn++) await setImmediate()
      ended.push(item)
    })
    await expect(work).rejects.toThrow('two')
    expect(ended).toEqual([0, 1])
  })

  it('begins no other after an abort and throws nothing', async () => {
    const controller = new AbortController()
    const ended: number[] = []
    await eachBounded(items, 2, controller.signal, async item => {
      await setImmediate()
      if (item === 5) controller.abort()
      ended.push(item)
    })
    expect(ended).toEqual([0, 1, 2, 3, 4, 5].concat(ended.includes(6) ? [6] : []))
  })

  it('has nothing to do without items', () =>
    expect(eachBounded([], 4, undefined, async () => {})).resolves.toBe(undefined))
})
