import { composeWorld, homePorts, systemClock, systemRandom } from '../../cli/compose.ts'
import { sandboxCourier } from '../../lib/courier/sandbox.ts'
import type { Random } from '../../lib/ports.ts'
import { phoneDirectory } from '../../src/home.ts'
import { type Home, openHome, type World } from '../../src/index.ts'

/** Stands for the page: only its bytes matter here. */
export const openerPage = '<!doctype html><title>opener</title>'

/** A sandbox home with every real part, its wall clock `ahead()` milliseconds ahead. Close its ledger. */
export async function realWorld(
  directory: string,
  ahead: () => number,
  random: Random = systemRandom,
): Promise<{ home: Home; world: World }> {
  const clock = { ...systemClock, now: () => systemClock.now() + ahead() }
  const ports = { ...homePorts('0.0.0'), clock, random }
  const home = await openHome(directory, { kind: 'sandbox', passphrase: async () => null }, ports)
  const courier = sandboxCourier({ directory: phoneDirectory(directory), clock, random })
  const composed = composeWorld(home, courier)
  const companions = { ...composed.companions, opener: async () => Buffer.from(openerPage) }
  return { home, world: { ...composed, clock, companions } }
}
