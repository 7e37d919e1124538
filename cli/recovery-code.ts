import { WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import type { ControllingTerminal } from './controlling-terminal.ts'
import { strong } from './style.ts'

/** Where a recovery code can be shown. WB-NEEDS-TERMINAL, before anything is done. */
export function screenForRecoveryCode({ terminal }: Context, hint: string): ControllingTerminal {
  const screen = terminal.controllingTerminal()
  if (screen !== null) return screen
  throw new WaybillError(
    'WB-NEEDS-TERMINAL',
    'The recovery code is shown on a terminal alone, and there is none.',
    hint,
  )
}

/** Shows it once and destroys it. */
export function showRecoveryCode(screen: ControllingTerminal, code: Secret): void {
  code.use(text =>
    screen.write([
      '',
      'Recovery code, shown this once. Write it down and keep it apart from this device:',
      '',
      strong(`    ${text}`),
      '',
    ]),
  )
  code.destroy()
}
