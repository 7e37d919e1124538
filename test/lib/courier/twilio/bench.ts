import type { Accepted, Call, Courier, Message, ProviderRequest } from '../../../../lib/courier/courier.ts'
import { httpsExchange } from '../../../../lib/courier/net/https.ts'
import { type TwilioOptions, twilioCourier } from '../../../../lib/courier/twilio/twilio.ts'
import { type PhoneNumber, parsePhone } from '../../../../lib/phone.ts'
import { Secret } from '../../../../lib/secret.ts'
import { labAccount, type TwilioLab, twilioLab } from '../../../helpers/twilio-lab.ts'
import { seededRandom } from '../../../support/world.ts'

export const text =
  'ACME: message for transfer WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf. Questions? Call your usual contact.'
export const reference = 'WB-7K3Q-M9XP'
export const mobile = '+4915112345678'

/** A courier with the real SDK over the real transport, and Twilio in the test's hands. */
export interface TwilioBench {
  readonly lab: TwilioLab
  readonly courier: Courier
  /** Every request the courier told of. */
  readonly told: readonly ProviderRequest[]
  /** Every wait for another try, in milliseconds. Nothing is really waited for. */
  readonly waits: readonly number[]
  /** Never aborted; tells. */
  readonly call: Call
}

export const environment = {
  TWILIO_ACCOUNT_SID: labAccount.account,
  TWILIO_API_KEY: labAccount.key,
  TWILIO_API_SECRET: labAccount.secret,
}

export async function twilioBench(more: Partial<TwilioOptions> = {}): Promise<TwilioBench> {
  const lab = await twilioLab()
  const told: ProviderRequest[] = []
  const waits: number[] = []
  let skipped = 0
  const courier = twilioCourier({
    credentials: { env: environment, file: null },
    senders: { general: labAccount.from, countries: {}, service: null },
    validity: 30 * 60_000,
    discardContent: false,
    obfuscateNumber: false,
    lookup: false,
    exchange: httpsExchange({ timeout: 20_000, env: {}, loopbackHttp: true }),
    clock: { now: () => Date.now(), monotonic: () => Math.floor(performance.now()) + skipped },
    random: seededRandom('twilio'),
    pause: async ms => {
      waits.push(ms)
      skipped += ms
    },
    addresses: { api: lab.url, lookups: lab.url },
    ...more,
  })
  const call = { signal: new AbortController().signal, onRequest: (request: ProviderRequest) => told.push(request) }
  return { lab, courier, told, waits, call }
}

export async function message(): Promise<Message & { to: PhoneNumber }> {
  return { to: await parsePhone(mobile), text: Secret.fromText(text), reference }
}

/** A message that Twilio took. */
export async function delivered({ courier, call }: TwilioBench): Promise<Accepted> {
  const receipt = await courier.deliver(await message(), call)
  if (receipt.outcome !== 'accepted') throw new Error(`not accepted: ${receipt.outcome}`)
  return receipt
}

/** What a promise was rejected with. */
export async function thrownBy(promise: Promise<unknown> | undefined): Promise<unknown> {
  const [settled] = await Promise.allSettled([promise])
  return settled?.status === 'rejected' ? settled.reason : undefined
}
