import type { Twilio } from 'twilio'
import type { Clock } from '../../ports.ts'
import type { Sought } from '../courier.ts'
import { Unusable } from './answer.ts'
import { readMessage, type TwilioMessage } from './message.ts'
import type { Senders } from './senders.ts'

/**
 * The message at Twilio that an `unknown` has sent: to its number, with its reference in the text, and no other
 * transfer's; null when it was not seen. One that did not fail is ours whenever it was made. One that failed must have
 * been made after the request: it could be that of an earlier attempt, which says nothing of this one. Nothing else is
 * a sign: a message whose text is gone may be anybody's (decision 0033).
 */
export async function findMessage(sdk: Twilio, sought: Sought, clock: Clock): Promise<TwilioMessage | null> {
  const { messages, skew } = await messagesTo(sdk, sought, clock)
  const ours = messages.filter(
    ({ sid, to, body }) => to === sought.to && body?.includes(sought.reference) && !sought.isAdopted(sid),
  )
  const since = sought.since.getTime() + skew - aSecond
  return ours.find(({ refusal }) => refusal === null) ?? ours.find(({ created }) => created >= since) ?? null
}

/** Twilio gives its times in whole seconds. */
const aSecond = 1_000
/** How long before the request a message may seem to be made, where clocks were set meanwhile. Milliseconds. */
const margin = 2 * 86_400_000
const pageSize = 100
const mostPages = 10

/**
 * Newest first, from now back to two days before the request. Twilio can filter by the day of sending alone, which a
 * message that waits does not have: so this is done here. Throws `Unusable` when there are too many to look through: a
 * look that was not complete must not count as one.
 */
async function messagesTo(sdk: Twilio, { to, since }: Sought, clock: Clock) {
  const { body: first, headers } = await sdk.messages.pageWithHttpInfo({ to, pageSize })
  const skew = skewOf(headers, clock)
  const enough = Math.min(since.getTime(), clock.now()) + Math.min(0, skew) - margin
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
  return Math.abs(ahead) > 2 * aSecond ? ahead : 0
}
