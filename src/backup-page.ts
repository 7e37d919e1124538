import { encodeManifest, type Manifest } from '../lib/zip/manifest.ts'
import type { SealedEntry } from '../lib/zip/write.ts'

/** What a backup holds, and no other file: name → whether every backup has it. */
export const backedUp: Readonly<Record<string, boolean>> = {
  'ledger.db': true,
  'mark.json': true,
  'keys/keys.json': true,
  'policy.json': true,
  'shreds.json': false,
}

export interface BackupPage {
  readonly log: string
  readonly size: number
  /** The signed note of the last checkpoint in it. */
  readonly checkpoint: string
  readonly madeAt: Date
  /** Whether a passphrase protects the keys in it. */
  readonly protected: boolean
  readonly entries: readonly SealedEntry[]
}

/** The sealed page of a backup: like that of a transfer, and `kind` in its list tells them apart. */
export function backupText({ log, size, checkpoint, madeAt, entries, ...page }: BackupPage): string {
  return [
    'Waybill backup',
    '',
    `Ledger:       ${log}, ${size} events`,
    `Made:         ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `Keys:         ${page.protected ? 'under the passphrase of the home' : 'WITHOUT A PASSPHRASE: whoever opens this archive has them'}`,
    '',
    'Passwords that waited are not in it. Put it back with `waybill restore`, into a directory without a home.',
    '',
    'Below, for programs: every entry of the archive with its size and SHA-256, and the signed state of the ledger.',
    '',
    encodeManifest({
      v: 1,
      kind: 'backup',
      transfer: '',
      nonce: '',
      checkpoint,
      entries: entries.map(({ name, bytes, sha256 }) => ({ name, as: name, bytes, sha256 })),
    }),
    '',
  ].join('\n')
}

/** Whether an archive that was opened is a whole backup and nothing else. */
export function isBackup(manifest: Manifest | null): boolean {
  if (manifest?.kind !== 'backup') return false
  const names = new Set(manifest.entries.map(({ name }) => name))
  const needed = Object.entries(backedUp).filter(([, always]) => always)
  return needed.every(([name]) => names.has(name)) && [...names].every(name => name in backedUp)
}
