/** Finding out whether a password is the right one. */
import { Secret } from '../../secret.ts'
import { exactForm } from '../dictated.ts'
import { stopIfAborted } from '../interrupt.ts'
import type { SealedArchiveEntry } from './archive.ts'
import type { ArchiveFile } from './archive-file.ts'
import { authentic, entryCipher, opensslKeys } from './decrypt.ts'
import { provenPassword } from './proof.ts'

/**
 * What was typed, and, only if it could be a password of one of our recipes written in another way, that in its exact form.
 */
export function candidates(typed: Secret): readonly Secret[] {
  const canonical = canonicalForm(typed)
  return canonical === null || canonical.equals(typed) ? [typed] : [typed, canonical]
}

function canonicalForm(typed: Secret): Secret | null {
  try {
    return typed.use(text => {
      const exact = exactForm(text)
      return exact === null ? null : Secret.fromText(exact)
    })
  } catch {
    return null // not UTF-8: no text, and so no password of ours
  }
}

/** See `provenPassword`. */
export async function unlock(
  file: ArchiveFile,
  entries: readonly SealedArchiveEntry[],
  passwords: readonly Secret[],
  signal?: AbortSignal,
): Promise<Secret> {
  return provenPassword(entries, passwords, async (entry, password) => {
    stopIfAborted(signal)
    const cipher = entryCipher(file, entry, opensslKeys(password))
    if (cipher === null) return 'refused'
    return (await authentic(file, entry, cipher, signal)) ? 'proved' : 'doubtful'
  })
}
