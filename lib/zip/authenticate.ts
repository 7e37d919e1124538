/** Reading everything and keeping nothing: whether each entry of an archive is what somebody with the password wrote. */
import type { Finding } from '../finding.ts'
import type { Secret } from '../secret.ts'
import { compileDerivation } from './keys/key-derivation.ts'
import { type OnProgress, progressCounter } from './progress.ts'
import { type Archive, isSealed, readArchive } from './reading/archive.ts'
import { ArchiveFile } from './reading/archive-file.ts'
import { contentFinding } from './reading/check-content.ts'
import { clearFinding } from './reading/check-structure.ts'
import { contentOf } from './reading/decrypt.ts'
import { readWithOwn } from './reading/own-reader.ts'
import { withReaders } from './reading/readers.ts'
import { isVerdict } from './reading/reading.ts'
import { candidates, unlock } from './reading/unlock.ts'

export interface AuthenticateOptions {
  /** Threads that read; 2 where it is left out. A small archive is read without any. */
  readonly workers?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

export interface Authenticated {
  /** False where there is a finding. */
  readonly passed: boolean
  /** Entries that are damaged (`check.content`) or in clear (`check.clear-entry`), in the order of the directory. */
  readonly findings: readonly Finding[]
  /** What was read whole and found authentic. */
  readonly entries: number
  readonly bytes: number
}

/**
 * Decrypts, authenticates and inflates every sealed entry, in little memory whatever the size. Says nothing of names,
 * order and number, which ZIP does not authenticate: `openArchive` does. Throws what `readArchive` throws,
 * WB-WRONG-PASSWORD, WB-WORKER, WB-INTERRUPTED and for disks.
 */
export async function authenticateAll(
  path: string,
  typed: Secret,
  options: AuthenticateOptions = {},
): Promise<Authenticated> {
  return ArchiveFile.use(path, async file => {
    const archive = await readArchive(file)
    const passwords = candidates(typed)
    try {
      const password = await passwordOf(file, archive, passwords, options.signal)
      return await authenticated(file, archive, password ?? typed, options)
    } finally {
      for (const password of passwords) if (password !== typed) password.destroy()
    }
  })
}

/** Null where there is nothing to unlock, or where damage hides which of them it is. */
async function passwordOf(file: ArchiveFile, { entries }: Archive, passwords: readonly Secret[], signal?: AbortSignal) {
  const sealed = entries.filter(isSealed)
  try {
    return sealed.length === 0 ? null : await unlock(file, sealed, passwords, signal)
  } catch (error) {
    if (isVerdict(error)) return null
    throw error
  }
}

async function authenticated(
  file: ArchiveFile,
  { entries }: Archive,
  password: Secret,
  options: AuthenticateOptions,
): Promise<Authenticated> {
  const readings = entries.map(entry => ({
    entry,
    name: entry.name,
    content: isSealed(entry) ? contentOf(entry) : null,
    sha256: null,
    target: null,
  }))
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const count = progressCounter(total, options.onProgress)
  const derivation = await compileDerivation()
  return withReaders(file, entries.length, password, { ...options, derivation }, async readers => {
    const findings: Finding[] = []
    let [read, bytes] = [0, 0]
    for await (const { reading, outcome } of readWithOwn(readers, readings, count)) {
      const { entry, content, name } = reading
      if (outcome !== null) findings.push(contentFinding(outcome, name))
      else if (content === null && entry.bytes > 0) findings.push(clearFinding(name))
      else if (content !== null) [read, bytes] = [read + 1, bytes + content.bytes]
    }
    return { passed: findings.length === 0, findings, entries: read, bytes }
  })
}
