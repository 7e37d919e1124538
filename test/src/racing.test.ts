import { describe, expect, it } from 'vitest'
import { Transfers } from '../../src/index.ts'
import { type Bench, bench, typesOf } from '../support/transfers.ts'

/** How two releases of one held transfer end, and how many texts left. */
async function race({ transfers, send, provider }: Bench, other: Transfers) {
  const { id } = await send({ hold: true })
  const request = { override: 'called back' }
  const ended = await Promise.all(
    [transfers, other].map(one =>
      one.release(id, request).then(
        record => record.state,
        error => error.code,
      ),
    ),
  )
  expect(typesOf(transfers.read(id)).filter(type => type === 'password.requested')).toHaveLength(1)
  expect(provider.taken).toHaveLength(1)
  return ended.sort()
}

describe('two releases of one transfer', () => {
  it('are kept apart by its lock', async () => {
    const made = await bench()
    expect(await race(made, new Transfers(made.world))).toEqual(['WB-BUSY', 'accepted'])
  })

  it('without the lock by the state machine alone', async () => {
    const made = await bench()
    const unlocked = { ...made.world.disk, exclusively: async <T>(_id: string, work: () => Promise<T>) => work() }
    const careless = new Transfers({ ...made.world, disk: unlocked })
    expect(await race({ ...made, transfers: careless }, careless)).toEqual(['WB-STATE', 'accepted'])
  })
})
