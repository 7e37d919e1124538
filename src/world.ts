import type { Courier } from '../lib/courier/courier.ts'
import type { Finding } from '../lib/finding.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import type { Clock, Random } from '../lib/ports.ts'
import type { Comparison } from '../lib/same-file.ts'
import type { check } from '../lib/zip/check.ts'
import type { listSources } from '../lib/zip/sources.ts'
import type { Progress, seal } from '../lib/zip/write.ts'
import type { Card } from './card.ts'
import type { Policy } from './policy.ts'

/** The archive engine: `lib/zip`, behind a port so that a test can put a crash before and after each of its effects. */
export interface Engine {
  readonly list: typeof listSources
  readonly seal: typeof seal
  readonly check: typeof check
}

export interface Identity {
  readonly dev: bigint
  readonly ino: bigint
  readonly directory: boolean
}

/** What happens to files beside the engine. */
export interface Disk {
  /** Makes a temporary file, whole and synced, that `publish` can give its name `final`. */
  write(temporary: string, final: string, bytes: Uint8Array): Promise<void>
  publish(temporary: string, final: string, options: { replace: boolean }): Promise<void>
  /** That the file is missing already is fine. */
  remove(path: string): Promise<void>
  /** Hex SHA-256, or null where there is no such file. */
  digest(path: string, signal?: AbortSignal): Promise<string | null>
  /** Whether a plain file with that hex SHA-256 lies there. A link is another file, wherever it leads. */
  compare(path: string, sha256: string, signal?: AbortSignal): Promise<Comparison>
  /** Removes that file and no other. What lay there when it was looked at: only `same` was removed. */
  removeSame(path: string, sha256: string, signal?: AbortSignal): Promise<Comparison>
  /** Tells files apart, whatever their names: device and inode; null where there is no such file. */
  identity(path: string): Promise<Identity | null>
  /** Waits; rejects when the signal aborts. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** Holds the lock of one transfer while `work` runs. WB-BUSY when another live process has it. */
  exclusively<T>(transfer: string, work: () => Promise<T>): Promise<T>
}

/** How what lies beside an archive is made: the opener page of this version, and the page of a card. */
export interface Companions {
  /** Null: this installation has none. */
  readonly opener: () => Promise<Uint8Array | null>
  readonly cardPage: (card: Card) => Promise<string>
}

export type HomeKind = 'production' | 'sandbox'

export interface Operator {
  readonly name: string
  readonly email: string
}

/** Everything a transfer touches. `cli/compose.ts` wires the real parts; tests wire theirs around them. */
export interface World {
  readonly kind: HomeKind
  readonly clock: Clock
  readonly random: Random
  readonly ledger: Ledger
  readonly policy: Policy
  /** Of the policy as the home was opened: another process may have recorded another one since. */
  readonly policyDigest: string
  readonly operator: Operator
  readonly engine: Engine
  readonly disk: Disk
  readonly companions: Companions
  /** The couriers that are set up, for the channel `sms`; none where only a person can convey. */
  readonly courier: Courier | null
  /** Own clock minus an outside one, in ms, as just measured: every event from here on says so. */
  heard(skew: number): void
}

export type Phase = 'listing' | 'sealing' | 'checking' | 'conveying'

/** How a caller follows and stops long work. */
export interface Watch {
  readonly signal?: AbortSignal
  readonly onProgress?: (phase: Phase, progress: Progress) => void
  /** Something about the sources or the number that a person should know. */
  readonly onFinding?: (finding: Finding) => void
}
