import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ahead } from '../../../lib/zip/ahead.ts'

/** Work that ends when the test says so. */
function byHand() {
  const open = new Map<number, PromiseWithResolvers<number>>()
  return {
    begun: [] as number[],
    open,
    work(item: number): Promise<number> {
      this.begun.push(item)
      const one = Promise.withResolvers<number>()
      open.set(item, one)
      return one.promise.finally(() => open.delete(item))
    },
  }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

describe('ahead', () => {
  it('yields in order whatever ends first, and never runs more than its width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        async (delays, width) => {
          let running = 0
          const seen: number[] = []
          const work = async (index: number) => {
            running++
            expect(running).toBeLessThanOrEqual(width)
            for (let i = 0; i < (delays[index] ?? 0); i++) await Promise.resolve()
            running--
            return index
          }
          for await (const index of ahead(delays.keys(), width, work)) seen.push(index)
          expect(seen).toEqual([...delays.keys()])
        },
      ),
    )
  })

  it('begins the next only when one was taken', async () => {
    const hand = byHand()
    const results = ahead([0, 1, 2, 3, 4], 2, item => hand.work(item))
    const first = results.next()
    await turn()
    expect(hand.begun).toEqual([0, 1])
    hand.open.get(0)?.resolve(0)
    expect(await first).toEqual({ done: false, value: 0 })
    await turn()
    expect(hand.begun).toEqual([0, 1])
    const second = results.next()
    await turn()
    expect(hand.begun).toEqual([0, 1, 2])
    hand.open.get(1)?.resolve(1)
    hand.open.get(2)?.resolve(2)
    await second
    await results.return()
    expect(hand.begun).toEqual([0, 1, 2])
  })

  it('ends after a failure only when all that run have ended', async () => {
    const hand = byHand()
    const results = ahead([0, 1, 2, 3], 3, item => hand.work(item))
    const next = results.next()
    let over = false
    const ended = next.catch((error: Error) => {
      over = true
      return error.message
    })
    await turn()
    hand.open.get(0)?.reject(new Error('the first'))
    hand.open.get(2)?.reject(new Error('another'))
    await turn()
    expect(over).toBe(false)
    hand.open.get(1)?.resolve(1)
    expect(await ended).toBe('the first')
    expect(hand.open.size).toBe(0)
    expect(hand.begun).toEqual([0, 1, 2])
  })

  it('waits for what runs when its consumer gives up', async () => {
    const hand = byHand()
    let over = false
    const consumer = (async () => {
      for await (const item of ahead([0, 1, 2], 2, item => hand.work(item))) {
        if (item === 0) throw new Error('enough')
      }
    })().catch((error: Error) => {
      over = true
      return error.message
    })
    await turn()
    hand.open.get(0)?.resolve(0)
    await turn()
    expect(over).toBe(false)
    hand.open.get(1)?.resolve(1)
    expect(await consumer).toBe('enough')
  })
})
