import type { Secret } from '../../lib/secret.ts'
import { closeHome } from '../../src/home.ts'
import type { HomeKind, Operator } from '../../src/world.ts'
import type { Session } from '../session.ts'

/** The way into the home that the terminal UI works with. Secrets that are handed over are destroyed; a session must be closed. */
export interface Door {
  readonly kind: HomeKind
  readonly directory: string
  /** False before `init`; a sandbox is made when it is opened. */
  exists(): boolean
  needsPassphrase(): boolean
  /** How many wrong passphrases are left before only the recovery code opens. */
  triesLeft(): number
  open(passphrase: Secret | null): Promise<Session>
  /** WB-PASSWORD-FLOOR where it is too weak for the keys of somebody of whom `words` are known. */
  judge(passphrase: Secret, words: readonly string[]): Promise<void>
  /** Makes the home. The recovery code, null without a passphrase, is to be shown once and destroyed. */
  make(operator: Operator, passphrase: Secret | null): Promise<{ session: Session; recoveryCode: Secret | null }>
  /** WB-RECOVERY-WRONG where `recover` would refuse the code; it is not destroyed. */
  checkCode(code: Secret): Promise<void>
  /** Opens it with the recovery code, and takes a new passphrase. WB-RECOVERY-WRONG. */
  recover(code: Secret, passphrase: Secret): Promise<Session>
  /** The way into the sandbox. */
  sandbox(): Promise<Door>
}

export function closeSession(session: Session): void {
  closeHome(session.home)
}
