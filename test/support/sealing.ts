import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { recall } from '../../lib/password/judge.ts'
import type { SealingPassword } from '../../lib/password/sealing-password.ts'
import { Secret } from '../../lib/secret.ts'
import { listSources, type Source } from '../../lib/zip/sources.ts'
import { type Sealed, type SealRequest, seal } from '../../lib/zip/write.ts'
import { SealedFile } from '../../lib/zip/writing/sealed-file.ts'
import { seededRandom } from './world.ts'

/** The password of every archive that the tests seal. */
export const PASSWORD = 'k7mq-3xtd-9wbn-h4rz-pc2v'

export function sealingPassword(): SealingPassword {
  return recall(Secret.fromText(PASSWORD), 'groups', { minLength: 12, minBits: 60 })
}

/** The time of the last entry. */
export const SEALED_AT = Date.UTC(2026, 0, 5, 9, 0, 0)

/** What `seal` takes, filled in: `sealed.zip` in the directory, level 5, salts from a fixed seed. */
export function requestFor(directory: string, request: Partial<SealRequest> = {}): SealRequest {
  return {
    path: join(directory, 'sealed.zip'),
    sources: [],
    last: entries => ({ name: 'WAYBILL.txt', bytes: new TextEncoder().encode(`${entries.length} entries\n`) }),
    password: sealingPassword(),
    level: 5,
    comment: 'WB-7K3Q-M9XP',
    modified: SEALED_AT,
    random: seededRandom('salts'),
    ...request,
  }
}

/** Lists the paths and seals them. */
export async function sealPaths(
  directory: string,
  paths: readonly string[],
  request: Partial<SealRequest> = {},
): Promise<Sealed & { readonly path: string }> {
  const { sources } = await listSources(paths, { symlinks: 'follow-inside' })
  const whole = requestFor(directory, { ...request, sources })
  return { ...(await seal(whole)), path: whole.path }
}

/** A source out of memory. */
export function bytesSource(name: string, bytes: Uint8Array, modified = SEALED_AT): Source {
  return { kind: 'bytes', name, bytes, modified, mode: 0o644 }
}

/** The file of an archive without threads: two buffers of 1 MiB, hashed here. */
export function sealedFile(path: string): Promise<SealedFile> {
  const hash = createHash('sha256')
  return SealedFile.create(path, {
    buffers: [new Uint8Array(2 ** 20), new Uint8Array(2 ** 20)],
    digest: async (bytes, last) => {
      hash.update(bytes)
      return last ? hash.digest('hex') : null
    },
    onFailure: () => {},
  })
}

/** These bytes where the threads of the writer have theirs. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}
