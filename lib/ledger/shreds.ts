import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, writeDurably } from '../durable.ts'
import { errnoOf } from '../error.ts'
import type { Random } from '../ports.ts'
import { isUlid } from '../ulid.ts'
import { canonical, isList, isObject, type Json, type JsonObject, parseCanonical } from './canonical.ts'
import { shredsPath } from './home.ts'
import { malformed } from './malformed.ts'
import type { PersonalClass } from './owners.ts'

/**
 * Whose personal data was ever shredded in this home, by class: ULIDs of owners, sorted. The list lies beside the ledger, so
 * that a ledger that was put back from a backup can be rid of them once more. It only grows. An owner that was shredded
 * in a class never gets anything new in it, so a restored ledger loses all that it has of the owners on the list.
 */
export type Shreds = Readonly<Record<PersonalClass, readonly string[]>>

const classes = ['contact', 'files', 'identity'] as const satisfies readonly PersonalClass[]

/** One line of canonical JSON and a line feed. */
export function encodeShreds({ contact, files, identity }: Shreds): string {
  return `${canonical({ contact, files, identity })}\n`
}

/** Untrusted. Throws `WB-LEDGER-FORMAT` unless it is in its exact form. */
export function parseShreds(text: string): Shreds {
  const value = parseCanonical(text.replace(/\n$/, ''))
  if (!isObject(value)) throw malformed('a list of shreds')
  const [contact, files, identity] = classes.map(name => owners(value[name]))
  if (contact === undefined || files === undefined || identity === undefined) throw malformed('a list of shreds')
  const shreds = { contact, files, identity }
  if (encodeShreds(shreds) !== text) throw malformed('a list of shreds')
  return shreds
}

function owners(list: Json | undefined): string[] {
  if (list === undefined || !isList(list)) throw malformed('a list of shreds')
  const found = list.filter(owner => typeof owner === 'string' && isUlid(owner)).map(String)
  if (found.length < list.length || found.some((owner, at) => owner <= (found[at - 1] ?? ''))) {
    throw malformed('a list of shreds')
  }
  return found
}

/** That of a home; of nobody where there is no file. */
export function readShreds(home: string): Shreds {
  const path = shredsPath(home)
  try {
    return parseShreds(readFileSync(path, 'utf8'))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { contact: [], files: [], identity: [] }
    throw ioError(error, path)
  }
}

/** Adds what the `personal.shredded` events of a ledger tell (their `d`). The write lock of the ledger must be held. */
export function writeShreds(home: string, events: readonly JsonObject[], random: Random): void {
  for (const name of readdirSync(home)) {
    // Left by a process that was killed while it wrote the list: nobody else can be writing it now.
    if (/^\.shreds\.json\.[0-9A-Z]{8}\.tmp$/.test(name)) rmSync(join(home, name), { force: true })
  }
  const known = readShreds(home)
  const listOf = (name: PersonalClass) => {
    const told = events.flatMap(({ owner, class: shredded }) =>
      shredded === name && typeof owner === 'string' && isUlid(owner) ? [owner] : [],
    )
    return [...new Set([...known[name], ...told])].sort()
  }
  const shreds = { contact: listOf('contact'), files: listOf('files'), identity: listOf('identity') }
  writeDurably(shredsPath(home), Buffer.from(encodeShreds(shreds)), random)
}
