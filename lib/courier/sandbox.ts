import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ioError, syncDirectory, writeDurably } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import { isPhoneNumber, type PhoneNumber } from '../phone.ts'
import type { Clock, Random } from '../ports.ts'
import { isUlid, ulid } from '../ulid.ts'
import { type Courier, isReference, type Message, type Receipt, stopIfAborted } from './courier.ts'
import { landlineFindings } from './landline.ts'
import { telling } from './telling.ts'

/**
 * The sandbox phone: a text "arrives" as a file of its own in the phone's directory. It is the one place where a
 * password may stand in clear, so it exists in a sandbox home alone; directory 0700, files 0600.
 */
export interface SandboxPhone {
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
}

/** One text as it lies on the phone. `at` is RFC 3339 in UTC with milliseconds; `transfer` is the full short id. */
export interface PhoneText {
  readonly to: PhoneNumber
  readonly text: string
  readonly at: string
  readonly transfer: string
}

const id = 'sandbox'

export function sandboxCourier(phone: SandboxPhone): Courier {
  const here = { host: null, clock: phone.clock }
  return {
    id,
    can: { receipts: true, cancel: false, redact: false, reconcile: true },

    async check(to, { signal }) {
      stopIfAborted(signal)
      return landlineFindings(to)
    },

    async deliver(message, call) {
      stopIfAborted(call.signal)
      return telling(call, here, () => deliver(phone, message), outcomeOf)
    },

    async status(receipt, call) {
      stopIfAborted(call.signal)
      const there = await telling(call, here, () => existsSync(fileOf(phone.directory, receipt.id)))
      return there ? { state: 'delivered' } : { state: 'failed', refusal: lost }
    },

    async reconcile({ reference, to, since, isAdopted }, call) {
      stopIfAborted(call.signal)
      const found = (await telling(call, here, () => readFiles(phone.directory))).findLast(
        ({ id, text }) =>
          text.transfer === reference && text.to === to && Date.parse(text.at) >= since.getTime() && !isAdopted(id),
      )
      return found ? { outcome: 'accepted', courier: id, id: found.id } : null
    },

    async list(since, until, call) {
      stopIfAborted(call.signal)
      const texts = await telling(call, here, () => readFiles(phone.directory))
      return texts
        .map(({ id, text }) => ({ id, at: new Date(text.at), failed: false }))
        .filter(({ at }) => at >= since && at < until)
    },
  }
}

const lost = {
  code: 'not-on-phone',
  message: 'The sandbox phone no longer has this text.',
  hint: 'Release the password again, or cancel the transfer.',
  retry: true,
  channel: null,
}

function outcomeOf({ outcome }: Receipt): 'ok' | 'none' {
  return outcome === 'accepted' ? 'ok' : 'none'
}

/** The commit point is the rename inside `writeDurably`. */
function deliver({ directory, clock, random }: SandboxPhone, message: Message): Receipt {
  const name = ulid(clock, random)
  const path = fileOf(directory, name)
  const bytes = encode(message, new Date(clock.now()))
  try {
    makeDirectory(directory)
    writeDurably(path, bytes, random)
  } catch (error) {
    if (!existsSync(path)) throw error
    return { outcome: 'unknown', courier: id, reason: 'The text was written, but perhaps not made to last.' }
  } finally {
    bytes.fill(0)
  }
  return { outcome: 'accepted', courier: id, id: name }
}

function makeDirectory(directory: string): void {
  try {
    const made = mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (made !== undefined) syncDirectory(dirname(directory))
  } catch (error) {
    throw ioError(error, directory, 'write')
  }
}

function fileOf(directory: string, name: string): string {
  return join(directory, `${name}.json`)
}

function encode({ to, ...message }: Message, at: Date): Uint8Array {
  if (to === null) throw new RangeError('A text message needs a number.')
  return message.text.use(text => {
    const line: PhoneText = { to, text, at: at.toISOString(), transfer: message.reference }
    return new TextEncoder().encode(`${JSON.stringify(line)}\n`)
  })
}

/**
 * Every text on the phone, oldest first; none where there is no phone yet. Untrusted: anything that is not exactly a
 * text of ours is WB-PHONE-DAMAGED. Only what a crash within `writeDurably` leaves (a hidden `.tmp`) is passed over.
 */
export function readPhone(directory: string): PhoneText[] {
  return readFiles(directory).map(({ text }) => text)
}

function readFiles(directory: string): { id: string; text: PhoneText }[] {
  return listPhone(directory)
    .filter(entry => !(entry.isFile() && /^\..*\.tmp$/.test(entry.name)))
    .map(entry => {
      const name = entry.name.replace(/\.json$/, '')
      if (!entry.isFile() || !isUlid(name) || name === entry.name) throw damaged(entry.name)
      return { id: name, text: parse(readText(join(directory, entry.name)), entry.name) }
    })
    .sort((a, b) => (a.text.at < b.text.at || (a.text.at === b.text.at && a.id < b.id) ? -1 : 1))
}

function listPhone(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw ioError(error, directory)
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw ioError(error, path)
  }
}

function parse(json: string, file: string): PhoneText {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // the cause would quote the file, which holds a password
    throw damaged(file)
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 4) throw damaged(file)
  if (!('to' in value && 'text' in value && 'at' in value && 'transfer' in value)) throw damaged(file)
  const { to, text, at, transfer } = value
  if (typeof to !== 'string' || !isPhoneNumber(to)) throw damaged(file)
  if (typeof text !== 'string' || text === '') throw damaged(file)
  if (typeof at !== 'string' || !isTimestamp(at)) throw damaged(file)
  if (typeof transfer !== 'string' || !isReference(transfer)) throw damaged(file)
  return { to, text, at, transfer }
}

function isTimestamp(text: string): boolean {
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text
}

function damaged(file: string): WaybillError {
  return new WaybillError(
    'WB-PHONE-DAMAGED',
    `The sandbox phone holds something that is not a text: ${file}.`,
    'Move it out of the phone directory of the sandbox.',
  )
}
