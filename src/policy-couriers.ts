import * as z from 'zod'
import { septets } from '../lib/courier/gsm7.ts'
import { isHost } from '../lib/courier/net/host.ts'
import { placeholderOf } from '../lib/courier/placeholders.ts'
import { parseTemplate } from '../lib/courier/text.ts'
import { WaybillError } from '../lib/error.ts'
import { canonical, isList, isObject, type Json } from '../lib/ledger/canonical.ts'
import { isPhoneNumber } from '../lib/phone.ts'
import { duration, line } from './policy-values.ts'

/** The keys `courier`, `sender`, `templates`. A secret stands in the environment; the policy holds its name alone. */
const variable = /^[A-Z][A-Z0-9_]*$/
const fromEnvironment = z.strictObject({
  env: z.string().regex(variable, 'must be the name of an environment variable, such as GATEWAY_TOKEN'),
})

const twilio = z.strictObject({
  messagingService: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/, 'must be the SID of a messaging service: MG and 32 hex digits')
    .optional(),
  validity: duration('10min', '1h').optional(),
  discardContent: z.boolean().optional(),
  obfuscateNumber: z.boolean().optional(),
  lookup: z.boolean().optional(),
})

const ownSecret = 'must take its secrets from the environment: {"env": "NAME"}'

/** A value that is exactly a placeholder (`lib/courier/placeholders.ts`) is replaced, `{"env": NAME}` read at run time. */
const body = z
  .json()
  .refine(isSpellable, 'must hold no fractions')
  .refine(namesVariables, 'must name variables of the environment as GATEWAY_TOKEN is written')
  .refine(holdsNoSecret, ownSecret)

/** What a gateway may say of a message. */
const statuses = z
  .array(z.union([line(100), z.int(), z.boolean()], 'must be a text, a whole number, true or false'))
  .min(1)

const http = z
  .strictObject({
    url: z
      .string()
      .refine(isSafeUrl, 'must be an https address with a plain host name, without a user, a password or a key in it'),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be the name of a header'),
        z.union([line(200), fromEnvironment], 'must be one line, or {"env": "NAME"}'),
      )
      .refine(
        headers => !Object.keys(headers).some(name => framing.test(name)),
        'must hold none that Waybill sets itself',
      )
      .refine(holdsNoSecret, ownSecret)
      .optional(),
    json: body.optional(),
    form: z
      .record(z.string(), z.union([line(200), fromEnvironment], 'must be one line, or {"env": "NAME"}'))
      .refine(holdsNoSecret, ownSecret)
      .optional(),
    /** Where the answer has the message's id and its status: names and indexes with dots between them. */
    idAt: line(200),
    statusAt: line(200).optional(),
    /** Which statuses say that the gateway took the message, and which that it did not; every other proves nothing. */
    taken: statuses.optional(),
    refused: statuses.optional(),
  })
  .refine(({ json, form }) => (json === undefined) !== (form === undefined), 'must have one of json and form')
  .refine(
    ({ json, form }) => isAddressed(JSON.stringify(json ?? form ?? null)),
    'must hold {text}, and {to} or {digits}',
  )
  .refine(({ statusAt, taken }) => statusAt === undefined || taken !== undefined, 'must have taken beside statusAt')
  .refine(
    ({ statusAt, taken, refused }) => statusAt !== undefined || (taken ?? refused) === undefined,
    'must have statusAt beside taken and refused',
  )
  .refine(
    ({ taken = [], refused = [] }) => !taken.some(status => refused.map(String).includes(String(status))),
    'must not have a status in both taken and refused',
  )

/** The text goes to stdin: an argument list is visible to every user of the machine. */
const command = z.strictObject({
  argv: z
    .array(
      z
        .string()
        .min(1)
        .regex(/^[^\0]*$/, 'must hold no zero characters'),
    )
    .min(1)
    .refine(argv => !argv.some(word => /\{(text|password)\}/.test(word)), 'must not name {text}: it goes to stdin')
    .refine(
      argv => !argv.some(word => secretName.test(/^(.*)=./.exec(word)?.[1] ?? '')),
      'must hold no secret: an argument list is visible to all',
    )
    .refine(argv => argv.slice(1).some(word => /\{(to|digits)\}/.test(word)), 'must hold {to} or {digits}'),
  timeout: duration('1s', '5min').optional(),
})

export const courier = z
  .strictObject({
    use: z.enum(['twilio', 'http', 'command']),
    twilio: twilio.optional(),
    http: http.optional(),
    command: command.optional(),
  })
  .refine(({ use, http }) => use !== 'http' || http !== undefined, 'must describe the courier http')
  .refine(({ use, command }) => use !== 'command' || command !== undefined, 'must describe the courier command')

/** What the recipient's telephone shows: a number, or up to 11 letters and digits. (3GPP TS 23.040 §9.1.2.5) */
const senderId = z
  .string()
  .refine(
    text => isPhoneNumber(text) || /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]$/.test(text),
    'must be a number in E.164 or 2 to 11 letters and digits',
  )

export const sender = z.strictObject({
  /** How text messages name the sender: short. */
  name: line(40)
    .refine(text => septets(text.normalize('NFC')) !== null, 'must consist of characters of the GSM 7 bit alphabet')
    .optional(),
  /** How archives and documents name the sender. */
  organisation: line(200).optional(),
  /** Whom recipients may call. */
  phone: z.string().refine(isPhoneNumber, 'must be a number in E.164 such as +4930123456').optional(),
  language: z.enum(['en', 'de', 'fr', 'es']).optional(),
  id: senderId.optional(),
  countries: z.record(z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as DE'), senderId).optional(),
})

const template = z.string().superRefine((text, context) => {
  try {
    parseTemplate(text)
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    context.addIssue({ code: 'custom', message: `must be a template that works: ${error.message}` })
  }
})

export const templates = z.strictObject({
  en: template.optional(),
  de: template.optional(),
  fr: template.optional(),
  es: template.optional(),
})

/** Headers that belong to the connection or to the framing of the request. (RFC 9110 §7.2, §7.6.1, §8.6; RFC 9112 §6) */
const framing = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i

/** Whether the body, as JSON, holds what is to arrive and where. */
function isAddressed(body: string): boolean {
  return body.includes('"{text}"') && /"\{(to|digits)\}"/.test(body)
}

/** Names of fields, headers and flags behind which a secret stands. */
const secretName = /auth|cookie|credential|key|pass|secret|signature|token/i

/** False when a field with such a name holds a text of its own instead of `{"env": NAME}` or a placeholder. */
function holdsNoSecret(value: Json): boolean {
  if (isList(value)) return value.every(holdsNoSecret)
  if (!isObject(value)) return true
  return Object.entries(value).every(([name, item]) => {
    const literal = typeof item === 'string' && placeholderOf(item) === null
    return !(literal && secretName.test(name)) && holdsNoSecret(item)
  })
}

/** Every object that is exactly `{"env": …}` names a variable: `constructor` would be read from somewhere else. */
function namesVariables(value: Json): boolean {
  if (isList(value)) return value.every(namesVariables)
  if (!isObject(value)) return true
  const [[name, item] = [], ...others] = Object.entries(value)
  if (name === 'env' && others.length === 0) return typeof item === 'string' && variable.test(item)
  return Object.values(value).every(namesVariables)
}

/** The digest of the policy is made from canonical JSON, which knows integers alone. */
function isSpellable(value: Json): boolean {
  try {
    canonical(value)
    return true
  } catch {
    return false
  }
}

function isSafeUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '')
    return false
  // The ledger names the host of every request: one that it could not name must not be asked.
  if (!isHost(url.hostname)) return false
  return [...url.searchParams.keys()].every(name => !secretName.test(name))
}
