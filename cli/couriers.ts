import { join } from 'node:path'
import process from 'node:process'
import type { Courier } from '../lib/courier/courier.ts'
import { type Home, phoneDirectory } from '../src/home.ts'
import type { Policy } from '../src/policy.ts'
import { systemClock, systemDisk, systemRandom } from './compose.ts'

/** Milliseconds for one request to a provider, and for a message that waits at Twilio, where the policy names none. */
const patience = 30_000
const validity = 30 * 60_000

/**
 * The courier that the policy names, or null. The sandbox phone exists in a sandbox home alone; no other courier is ever
 * composed into one. Loaded when it is needed; what it lacks shows at its first use, and in `doctor`.
 */
export async function courierFor(home: Home): Promise<Courier | null> {
  const { kind, directory, policy } = home
  if (kind === 'sandbox') {
    const { sandboxCourier } = await import('../lib/courier/sandbox.ts')
    return sandboxCourier({ directory: phoneDirectory(directory), clock: systemClock, random: systemRandom })
  }
  switch (policy.courier?.use) {
    case 'twilio':
      return twilio(directory, policy)
    case 'http':
      return http(directory, policy)
    case 'command':
      return command(policy)
    case undefined:
      return null
  }
}

async function twilio(directory: string, { courier, sender }: Policy): Promise<Courier> {
  const { twilioCourier } = await import('../lib/courier/twilio/twilio.ts')
  const settings = courier?.twilio ?? {}
  return twilioCourier({
    ...(await network(directory)),
    credentials: { env: process.env, file: join(directory, 'twilio.json') },
    senders: {
      general: sender.id ?? null,
      countries: sender.countries ?? {},
      service: settings.messagingService ?? null,
    },
    validity: settings.validity ?? validity,
    discardContent: settings.discardContent ?? false,
    obfuscateNumber: settings.obfuscateNumber ?? false,
    lookup: settings.lookup ?? false,
  })
}

async function http(directory: string, { courier, sender }: Policy): Promise<Courier | null> {
  if (courier?.http === undefined) return null
  const [{ httpCourier }, { senderFor }] = await Promise.all([
    import('../lib/courier/http.ts'),
    import('../lib/courier/sender.ts'),
  ])
  return httpCourier({
    ...(await network(directory)),
    gateway: courier.http,
    env: process.env,
    senderFor: to => senderFor(sender, to),
  })
}

async function command({ courier, sender }: Policy): Promise<Courier | null> {
  if (courier?.command === undefined) return null
  const [{ commandCourier }, { senderFor }] = await Promise.all([
    import('../lib/courier/command.ts'),
    import('../lib/courier/sender.ts'),
  ])
  return commandCourier({
    ...courier.command,
    env: process.env,
    clock: systemClock,
    senderFor: to => senderFor(sender, to),
  })
}

/** What a courier needs that speaks HTTPS. */
async function network(directory: string) {
  const { httpsExchange } = await import('../lib/courier/net/https.ts')
  const exchange = httpsExchange({ timeout: patience, env: process.env })
  const { pause } = systemDisk(directory)
  return { exchange, clock: systemClock, random: systemRandom, pause }
}
