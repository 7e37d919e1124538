import { WaybillError } from '../lib/error.ts'
import type { TransferRecord } from './record.ts'
import { textsToForget } from './redacting.ts'
import type { Watch, World } from './world.ts'

/** Milliseconds between two looks at the provider (couriers.md, "Status"). */
const pauses = [2_000, 3_000, 5_000, 8_000, 15_000, 30_000, 30_000, 30_000]
const untilRedaction = 60_000

/**
 * Calls `look` again and again, up to `wait` milliseconds, until the provider says more than that it took the password.
 * What was sent is sent: a provider that does not answer, or another command that asks already, ends only the waiting. A
 * text that the provider cannot forget yet is asked about once more a minute later (Twilio's error 20009), where `wait`
 * has room for it.
 */
export async function follow(
  world: World,
  look: () => Promise<TransferRecord>,
  wait: number,
  { signal }: Watch,
): Promise<void> {
  const { clock, disk } = world
  const until = clock.monotonic() + wait
  try {
    let record = await look()
    for (const next of pauses) {
      const isOver = record.state !== 'accepted'
      if (isOver && (record.state === 'unknown' || textsToForget(world, record).length === 0)) break
      const pause = isOver ? untilRedaction : next
      if (clock.monotonic() + pause > until) break
      await disk.pause(pause, signal)
      record = await look()
    }
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
  }
}
