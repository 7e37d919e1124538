import { systemRandom } from '../../cli/compose.ts'
import { breakable, breakableRandom, Effects } from './effects.ts'
import { realWorld } from './home.ts'
import { type Scenario, scenarios } from './scenarios.ts'

// Plays one scenario in a sandbox home that exists, with every real part, and dies where it is told to.

export interface Order {
  readonly home: string
  readonly sources: string
  readonly out: string
  readonly scenario: Scenario
  /** The moment to die at (see `Effects`), or null. */
  readonly death: number | string | null
  /** Milliseconds by which the wall clock is ahead from the start. */
  readonly ahead: number
}

const order: Order = JSON.parse(process.argv[2] ?? '')
let ahead = order.ahead
const { home, world } = await realWorld(order.home, () => ahead, breakableRandom(systemRandom))
const scene = {
  ...order,
  world: breakable(world, new Effects(order.death)),
  later(ms: number) {
    ahead += ms
  },
}
await scenarios[order.scenario](scene)
home.ledger.close()
