/** Run by lab.test.ts as a process of its own: sends one text message, knowing of Twilio what its environment says. */
import { randomBytes } from 'node:crypto'
import { argv, env } from 'node:process'
import { httpsExchange } from '../../../../lib/courier/net/https.ts'
import { twilioCourier } from '../../../../lib/courier/twilio/twilio.ts'
import { parsePhone } from '../../../../lib/phone.ts'
import { Secret } from '../../../../lib/secret.ts'

const [, , to = '', from = ''] = argv
const courier = twilioCourier({
  credentials: { env, file: null },
  senders: { general: from, countries: {}, service: null },
  validity: 600_000,
  discardContent: false,
  obfuscateNumber: false,
  lookup: false,
  exchange: httpsExchange({ timeout: 20_000, env }),
  clock: { now: () => Date.now(), monotonic: () => Math.floor(performance.now()) },
  random: { bytes: length => Uint8Array.from(randomBytes(length)) },
  pause: () => Promise.reject(new Error('there is nothing to wait for')),
})
const message = { to: await parsePhone(to), text: Secret.fromText('from a child'), reference: 'WB-7K3Q-M9XP' }
console.log(JSON.stringify(await courier.deliver(message, { signal: new AbortController().signal })))
