import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roadOf } from '../../../../cli/ui/screens/send/road.ts'
import { saysSo } from '../../../../src/says.ts'
import { type Life, states, step } from '../../../../src/states.ts'

const types = [
  'transfer.intended',
  'transfer.sealed',
  'transfer.checked',
  'transfer.held',
  'receipt.wrong',
  'transfer.released',
  'password.requested',
  'password.accepted',
  'password.unknown',
  'password.failed',
  'password.delivered',
  'password.dictated',
  'transfer.confirmed',
  'transfer.closed',
  'archive.handed-over',
]

/** What happened, one thing a second; what the life of a transfer does not allow is left out. */
function lived(asked: readonly string[]) {
  let life: Life | null = null
  const events = ['transfer.intended', ...asked].filter(type => {
    const next: Life | string = step(life, type)
    if (typeof next === 'string') return false
    life = next
    return true
  })
  const at = (seq: number) => new Date(seq * 1000).toISOString()
  return events.map((event, seq) => ({ seq, at: at(seq), event, says: saysSo(event, {}), details: {} }))
}

const reached = (asked: readonly string[], channel: 'sms' | 'phone' = 'sms') =>
  roadOf({ life: lived(asked), channel, state: 'held' }).map(({ at }) => (at === null ? null : at / 1000))

const sealed = ['transfer.sealed', 'transfer.checked', 'transfer.held']

it('tells the four apart', () => {
  const sent = [...sealed, 'transfer.released', 'password.requested']
  expect(reached(sealed)).toEqual([null, null, null, null])
  expect(reached(sent)).toEqual([4, null, null, null])
  expect(reached([...sent, 'password.unknown'])).toEqual([4, null, null, null])
  expect(reached([...sent, 'password.accepted'])).toEqual([4, 6, null, null])
  expect(reached([...sent, 'password.accepted', 'password.delivered'])).toEqual([4, 6, 7, null])
  expect(reached([...sent, 'password.accepted', 'transfer.confirmed'])).toEqual([4, 6, null, 7])
})

it('an attempt that failed counts no more once the password was let go again', () => {
  const failed = [...sealed, 'transfer.released', 'password.requested', 'password.accepted', 'password.failed']
  expect(reached([...failed, 'transfer.released'], 'phone')).toEqual([8, null, null, null])
  expect(reached([...failed, 'transfer.released', 'password.dictated'], 'phone')).toEqual([8, null, 9, null])
})

it('what a person reads out is not accepted by anybody', () => {
  expect(roadOf({ life: lived(sealed), channel: 'phone', state: 'held' })[1]).toMatchObject({ at: null, how: 'never' })
})

it('nothing is reached that was not let go, in any life', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...types)), fc.constantFrom(...states), (asked, state) => {
      const [released, accepted, delivered] = roadOf({ life: lived(asked), channel: 'sms', state })
      for (const mark of [accepted, delivered]) {
        if (mark?.at != null) expect(mark.at).toBeGreaterThan(released?.at ?? Number.POSITIVE_INFINITY)
      }
    }),
  )
})
