import { doctor } from './en/doctor.ts'
import { help } from './en/help.ts'
import { home } from './en/home.ts'
import { lock } from './en/lock.ts'
import { policy } from './en/policy.ts'
import { recipients } from './en/recipients.ts'

/** Every word of the terminal UI in English. The other languages have the same keys: their type says so. */
export const en = {
  frame: {
    sandbox: 'SANDBOX: nothing leaves this device',
    sandboxShort: 'SANDBOX',
    keys: { help: 'help' },
    help: 'Keys',
    everywhere: {
      help: 'this help (F1 also while you type)',
      lock: 'clear the screen and lock',
      quit: 'stop what runs, and leave',
      suspend: 'back to the shell; `fg` returns',
      redraw: 'draw the screen anew',
    },
    part: (first: number, last: number, count: number) => `${first}–${last} of ${count}`,
    always: 'On every screen',
    close: 'close',
    leaving: 'Stopping in good order…',
    working: 'Working…',
    soon: 'A moment…',
  },
  doctor,
  help,
  home,
  lock,
  policy,
  recipients,
}
