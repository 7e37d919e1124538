import type { Secret } from '../../lib/secret.ts'
import type { HomeKind } from '../../src/world.ts'
import type { Session } from '../session.ts'

/** The way into the home that the terminal UI works with. */
export interface Door {
  readonly kind: HomeKind
  readonly directory: string
  /** False before `init`. */
  exists(): boolean
  needsPassphrase(): boolean
  /** How many wrong passphrases are left before only the recovery code opens. */
  triesLeft(): number
  /** Opens it; the passphrase is destroyed. The session must be closed. */
  open(passphrase: Secret | null): Promise<Session>
}

export function closeSession(session: Session): void {
  session.home.ledger.close()
}
