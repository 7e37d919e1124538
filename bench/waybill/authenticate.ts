/**
 * The one place that knows how our reader reads everything and keeps nothing. Until it has a function for that, it
 * restores into a folder beside the archive (tmpfs) and takes the folder away: that costs more than the goal allows for.
 */
import { rmSync } from 'node:fs'
import { Secret } from '../../lib/secret.ts'
import { openArchive } from '../../lib/zip/open.ts'
import { random } from './sealing.ts'

export async function authenticate(path: string, password: string, signal?: AbortSignal): Promise<void> {
  const into = `${path}.restored`
  await openArchive(path, Secret.fromText(password), into, { random, signal, allowRatio: true })
  rmSync(into, { recursive: true })
}
