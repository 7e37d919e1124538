import { home } from './en/home.ts'
import { lock } from './en/lock.ts'
import { send } from './en/send.ts'

/** Every word of the terminal UI in English. The other languages have the same keys: their type says so. */
export const en = {
  frame: {
    sandbox: 'SANDBOX: nothing leaves this device',
    keys: { help: 'help' },
    help: 'Keys',
    everywhere: {
      help: 'this help (F1 also while you type)',
      quit: 'stop what runs, and leave',
      suspend: 'back to the shell; `fg` returns',
      redraw: 'draw the screen anew',
    },
    close: 'close',
    leaving: 'Stopping in good order…',
    working: 'Working…',
    soon: 'A moment…',
  },
  home,
  lock,
  send,
}
