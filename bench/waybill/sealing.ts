/** What `send` asks of the engine, with a list like that of a real transfer, and nothing of the ledger. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { recall } from '../../lib/password/judge.ts'
import type { SealingPassword } from '../../lib/password/sealing-password.ts'
import type { Random } from '../../lib/ports.ts'
import { Secret } from '../../lib/secret.ts'
import type { CheckBudget } from '../../lib/zip/check.ts'
import { encodeManifest } from '../../lib/zip/manifest.ts'
import { listSources, type PlainSource, type Source } from '../../lib/zip/sources.ts'
import type { SealedEntry, SealRequest } from '../../lib/zip/write.ts'
import { levels } from '../../lib/zip/writing/deflate.ts'
import { defaults } from '../../src/policy-defaults.ts'
import { PASSWORD } from '../password.ts'

export const random: Random = { bytes: length => new Uint8Array(randomBytes(length)) }

export function sealingPassword(): SealingPassword {
  return recall(Secret.fromText(PASSWORD), 'groups', { minLength: 12, minBits: 60 })
}

export interface Sealing {
  readonly out: string
  readonly level: number
  readonly directory: string
  readonly name: string
  /** Everything in one inner ZIP. */
  readonly wrap: boolean
  /** Null: as many as `seal` takes by itself. */
  readonly workers: number | null
}

/** The threads that `seal` and `check` may use; nothing where they shall choose. */
export function threads(workers: number | null): { readonly workers?: number } {
  return workers === null ? {} : { workers }
}

export async function requestFor(sealing: Sealing): Promise<SealRequest & { readonly workers?: number }> {
  const level = levels.find(known => known === sealing.level)
  if (level === undefined) throw new RangeError(`no level ${sealing.level}`)
  const { sources } = await listSources([join(sealing.directory, sealing.name)], { symlinks: 'refuse' })
  return {
    path: sealing.out,
    sources: sealing.wrap ? [wrapped(sources)] : sources,
    last: entries => ({ name: 'WAYBILL.txt', bytes: page(entries) }),
    password: sealingPassword(),
    level,
    comment: 'WB-7K3Q-M9XP',
    modified: Date.UTC(2026, 0, 5, 9),
    random,
    ...threads(sealing.workers),
  }
}

/** How much zip.js reads whole where the policy says nothing else. */
export const defaultBudget: CheckBudget = defaults.check.budget

function wrapped(listed: readonly PlainSource[]): Source {
  const sources = listed.filter(source => source.kind !== 'bytes')
  return { kind: 'wrap', name: 'files.zip', modified: Date.UTC(2026, 0, 5, 9), mode: 0o644, sources }
}

function page(entries: readonly SealedEntry[]): Uint8Array {
  const listed = entries.map(({ name, bytes, sha256 }) => ({ name, as: name, bytes, sha256 }))
  const manifest = { v: 1, transfer: 'bench', nonce: '4F7H-22QZ', checkpoint: '', entries: listed } as const
  return new TextEncoder().encode(`Files for a bench.\n\n${encodeManifest(manifest)}`)
}
