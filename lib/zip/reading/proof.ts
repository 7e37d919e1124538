/** Telling the right password, a wrong one and a damaged archive apart, whoever does the cryptography. */
import { WaybillError } from '../../error.ts'
import type { SealedArchiveEntry } from './archive.ts'
import { damaged, quoted } from './refusal.ts'

/**
 * One password on one entry. `refused`: its verifier differs. `doubtful`: that matches, the authentication code does not.
 * `proved`: both match.
 */
export type Trial<Password> = (
  entry: SealedArchiveEntry,
  password: Password,
) => Promise<'refused' | 'doubtful' | 'proved'>

/**
 * The password that opens the archive: proved by the authentication code of an entry, not by its verifier alone, which
 * lets one wrong password in 65 536 through. `entries` are not empty. Otherwise WB-WRONG-PASSWORD where no verifier
 * matches, WB-DAMAGED where some do.
 */
export async function provenPassword<Password>(
  entries: readonly SealedArchiveEntry[],
  passwords: readonly Password[],
  trial: Trial<Password>,
): Promise<Password> {
  const probe = entries.reduce((least, entry) => (entry.payload < least.payload ? entry : least))
  for (const password of passwords) {
    if ((await trial(probe, password)) === 'proved') return password
  }
  throw await diagnosis(entries, passwords, trial)
}

/** Entries that are tried, so that a wrong password costs 64 derivations and passes for damage once in 1 000 times. */
const SAMPLE = 64

async function diagnosis<Password>(
  entries: readonly SealedArchiveEntry[],
  passwords: readonly Password[],
  trial: Trial<Password>,
): Promise<WaybillError> {
  const step = Math.max(1, entries.length / SAMPLE)
  const sample = entries.filter((_, index) => Math.floor(index % step) === 0)
  let doubtful: SealedArchiveEntry | null = null
  for (const entry of sample.sort((a, b) => a.payload - b.payload)) {
    for (const password of passwords) {
      const result = await trial(entry, password)
      if (result === 'proved') return damaged('is damaged: the password is right, but not every entry is whole')
      if (result === 'doubtful') doubtful ??= entry
    }
  }
  if (doubtful !== null) {
    return damaged(`is damaged in ${quoted(doubtful.name)}, or very rarely the password is wrong`)
  }
  const hint = 'Type it exactly as it was given to you, and check that it is the password of this archive.'
  return new WaybillError('WB-WRONG-PASSWORD', 'The password is wrong.', hint)
}
