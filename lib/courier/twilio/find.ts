import type { Twilio } from 'twilio'
import type { Clock } from '../../ports.ts'
import type { Sought } from '../courier.ts'
import { Unusable } from './answer.ts'
import { readMessage, type TwilioMessage } from './message.ts'
import type { From, Senders } from './senders.ts'

/**
 * The message at Twilio that an `unknown` has sent; null when it was not seen. In this order:
 *
 * 1. the reference stands in its text, and it was made after the request: the newest, one that did not fail before others;
 * 2. its text is redacted, it went from our sender within ten minutes after the request, it is the only one of that
 *    kind, and no other unknown to this number is open.
 *
 * Never one that belongs to a transfer already.
 */
export async function findMessage(
  sdk: Twilio,
  sought: Sought,
  from: From | null,
  clock: Clock,
): Promise<TwilioMessage | null> {
  const { messages, skew } = await messagesTo(sdk, sought, clock)
  const ours = messages.filter(({ sid, to }) => to === sought.to && !sought.isAdopted(sid))
  const since = sought.since.getTime() - tolerance
  // The request went on record before our clock was set right, or after: whichever is earlier excludes nothing of ours.
  const earliest = since + Math.min(0, skew)
  const named = ours.filter(({ body, created }) => body?.includes(sought.reference) && created >= earliest)
  if (named.length > 0) return named.find(({ refusal }) => refusal === null) ?? named[0] ?? null
  if (!sought.alone || from === null) return null
  const [begin, end] = [since + skew, sought.since.getTime() + skew + window]
  const redacted = ours.filter(
    message => message.body === '' && isFrom(message, from) && message.created >= begin && message.created <= end,
  )
  return redacted.length === 1 ? (redacted[0] ?? null) : null
}

/** Milliseconds. Twilio gives times to the second, and two clocks never quite agree. */
const tolerance = 5_000
const window = 10 * 60_000
const pageSize = 100
const mostPages = 10

/**
 * Newest first, from now back to a day before the request. Twilio can filter by the day of sending alone, which a message
 * that waits does not have: so this is done here. Throws `Unusable` when there are too many to look through: a look that
 * was not complete must not count as one.
 */
async function messagesTo(sdk: Twilio, { to, since }: Sought, clock: Clock) {
  const { body: first, headers } = await sdk.messages.pageWithHttpInfo({ to, pageSize })
  const skew = skewOf(headers, clock)
  const enough = since.getTime() + Math.min(0, skew) - 86_400_000
  const messages: TwilioMessage[] = []
  for (let page: MessagePage | undefined = first, count = 1; page !== undefined; count++) {
    const read = page.instances.map(readMessage).filter(message => message !== null)
    messages.push(...read)
    if (page.nextPageUrl === undefined || read.some(({ created }) => created < enough)) break
    if (count === mostPages) throw new Unusable()
    page = await page.nextPage()
  }
  return { messages: messages.sort((a, b) => b.created - a.created), skew }
}

/**
 * Every message of our senders, made at or after `since` and before `until`. Without a filter, since Twilio's is by the day
 * of sending, which a message that waits does not have; so all that came after is read too. Throws `Unusable` when there
 * are too many to look through, or one that cannot be read.
 */
export async function listMessages(
  sdk: Twilio,
  { since, until }: { readonly since: Date; readonly until: Date },
  senders: Senders,
): Promise<TwilioMessage[]> {
  const messages: TwilioMessage[] = []
  let page: MessagePage | undefined = await sdk.messages.page({ pageSize: largestPage })
  for (let count = 1; page !== undefined; count++) {
    const read = page.instances.map(readMessage).filter(message => message !== null)
    if (read.length < page.instances.length || read.some(({ created }) => Number.isNaN(created))) throw new Unusable()
    messages.push(...read)
    if (page.nextPageUrl === undefined || read.some(({ created }) => created < since.getTime() - day)) break
    if (count === mostLargePages) throw new Unusable()
    page = await page.nextPage()
  }
  const own = new Set([senders.general, ...Object.values(senders.countries)])
  const isOurs = ({ from, service }: TwilioMessage) =>
    (from !== null && own.has(from)) || (service !== null && service === senders.service)
  return messages.filter(
    message => isOurs(message) && message.created >= since.getTime() && message.created < until.getTime(),
  )
}

/** Newest first is how Twilio lists, by and large: a day more makes up for what is not. */
const day = 86_400_000
const largestPage = 1000
const mostLargePages = 100

/** What is needed of a page; the SDK gives its first page another type than the rest. */
interface MessagePage {
  readonly instances: readonly Parameters<typeof readMessage>[0][]
  readonly nextPageUrl?: string
  nextPage(): Promise<MessagePage> | undefined
}

/** How far Twilio's clock is ahead of ours, in milliseconds; 0 when that is within what its whole seconds allow. */
function skewOf(headers: unknown, clock: Clock): number {
  const date = typeof headers === 'object' && headers !== null && 'date' in headers ? headers.date : null
  const ahead = typeof date === 'string' ? Date.parse(date) - clock.now() : 0
  return Math.abs(ahead) > tolerance / 2 ? ahead : 0
}

function isFrom({ from: sender, service }: TwilioMessage, from: From): boolean {
  return 'from' in from ? sender === from.from : service === from.messagingServiceSid
}
