/** Finding out whether a password is the right one, and telling a wrong one from a damaged archive. */
import { WaybillError } from '../../error.ts'
import { Secret } from '../../secret.ts'
import { stopIfAborted } from '../interrupt.ts'
import type { ArchiveFile } from './archive-file.ts'
import { authentic, entryCipher, opensslKeys, type SealedArchiveEntry } from './decrypt.ts'
import { damaged, quoted } from './refusal.ts'

/** The default alphabet: no 0, 1, i, l, o. A password of the recipe `groups` is 20 of them, in fours, with hyphens. */
const GROUPS = /^[23456789abcdefghjkmnpqrstuvwxyz]{20}$/
/** What dictation, paper and text messages put between groups: spaces, and any dash of Unicode. */
const SEPARATORS = /[\s\p{Pd}\u2212]/gu

/**
 * What was typed, and, only if it could be a password of the default recipe written in another way, that in its exact
 * form. Never for other recipes: there every character counts.
 */
export function candidates(typed: Secret): readonly Secret[] {
  const canonical = canonicalForm(typed)
  return canonical === null || canonical.equals(typed) ? [typed] : [typed, canonical]
}

function canonicalForm(typed: Secret): Secret | null {
  try {
    return typed.use(text => {
      const symbols = text.replace(SEPARATORS, '')
      return GROUPS.test(symbols) ? Secret.fromText((symbols.match(/.{4}/g) ?? []).join('-')) : null
    })
  } catch {
    return null // not UTF-8: no text, and so no password of the default recipe
  }
}

/**
 * The password that opens the archive: proved by the authentication code of an entry, not by its verifier alone, which
 * lets one wrong password in 65 536 through. `entries` are not empty. Otherwise WB-WRONG-PASSWORD where no verifier
 * matches, WB-DAMAGED where some do.
 */
export async function unlock(
  file: ArchiveFile,
  entries: readonly SealedArchiveEntry[],
  passwords: readonly Secret[],
  signal?: AbortSignal,
): Promise<Secret> {
  const probe = entries.reduce((least, entry) => (entry.payload < least.payload ? entry : least))
  for (const password of passwords) {
    if ((await trial(file, probe, password, signal)) === 'proved') return password
  }
  throw await diagnosis(file, entries, passwords, signal)
}

/** `refused`: the verifier differs. `doubtful`: it matches, the authentication code does not. */
async function trial(file: ArchiveFile, entry: SealedArchiveEntry, password: Secret, signal?: AbortSignal) {
  stopIfAborted(signal)
  const cipher = entryCipher(file, entry, opensslKeys(password))
  if (cipher === null) return 'refused'
  return (await authentic(file, entry, cipher, signal)) ? 'proved' : 'doubtful'
}

/** Entries that are tried, so that a wrong password costs 64 derivations and passes for damage once in 1 000 times. */
const SAMPLE = 64

async function diagnosis(
  file: ArchiveFile,
  entries: readonly SealedArchiveEntry[],
  passwords: readonly Secret[],
  signal?: AbortSignal,
): Promise<WaybillError> {
  const step = Math.max(1, entries.length / SAMPLE)
  const sample = entries.filter((_, index) => Math.floor(index % step) === 0)
  let doubtful: SealedArchiveEntry | null = null
  for (const entry of sample.sort((a, b) => a.payload - b.payload)) {
    for (const password of passwords) {
      const result = await trial(file, entry, password, signal)
      if (result === 'proved') return damaged('is damaged: the password is right, but not every entry is whole')
      if (result === 'doubtful') doubtful ??= entry
    }
  }
  if (doubtful !== null) {
    return damaged(`is damaged in ${quoted(doubtful.name)}, or very rarely the password is wrong`)
  }
  const hint = 'Type it exactly as it was given to you, with its hyphens; capital and small letters differ.'
  return new WaybillError('WB-WRONG-PASSWORD', 'The password is wrong.', hint)
}
