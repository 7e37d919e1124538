import { Secret } from '../../lib/secret.ts'
import { authenticateAll } from '../../lib/zip/authenticate.ts'

/** Our reader reads everything and keeps nothing. Throws where the archive is not whole. */
export async function authenticate(path: string, password: string, signal?: AbortSignal): Promise<void> {
  const { passed } = await authenticateAll(path, Secret.fromText(password), { signal })
  if (!passed) throw new Error('not authentic')
}
