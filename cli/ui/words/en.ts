import { dictate } from './en/dictate.ts'
import { doctor } from './en/doctor.ts'
import { errors } from './en/errors.ts'
import { events } from './en/events.ts'
import { help } from './en/help.ts'
import { home } from './en/home.ts'
import { lock } from './en/lock.ts'
import { log } from './en/log.ts'
import { phone } from './en/phone.ts'
import { policy } from './en/policy.ts'
import { recipients } from './en/recipients.ts'
import { send } from './en/send.ts'
import { setup } from './en/setup.ts'
import { terms } from './en/terms.ts'
import { transfer } from './en/transfer.ts'
import { waybill } from './en/waybill.ts'

/** Every word of the terminal UI in English. The other languages have the same keys: their type says so. */
export const en = {
  frame: {
    sandbox: 'SANDBOX: nothing leaves this device',
    sandboxShort: 'SANDBOX',
    keys: { help: 'help' },
    /** What keys are called on the keyboards of this language; others have a sign of the theme, or their letter. */
    printed: {
      ctrl: 'Ctrl',
      space: 'Space',
      y: 'y',
      pageup: 'PgUp',
      pagedown: 'PgDn',
      home: 'Home',
      end: 'End',
      delete: 'Del',
      backspace: 'Backspace',
      'shift-tab': 'Shift-Tab',
    },
    help: 'Keys',
    everywhere: {
      help: 'this help (F1 also while you type)',
      lock: 'clear the screen and lock',
      quit: 'stop what runs, and leave',
      suspend: 'back to the shell; `fg` returns',
    },
    empty: (label: string, hint: string) => (hint === '' ? `${label}: empty` : `${label}: empty, ${hint}`),
    part: (first: number, last: number, count: number) => `${first}–${last} of ${count}`,
    always: 'On every screen',
    close: 'close',
    leaving: 'Stopping in good order…',
    hard: 'Ctrl-C twice more leaves at once; `waybill resume` then goes on with what was cut off.',
    working: 'Working…',
    soon: 'A moment…',
  },
  errors,
  events,
  home,
  lock,
  log,
  setup,
  dictate,
  transfer,
  phone,
  terms,
  waybill,
  doctor,
  help,
  policy,
  recipients,
  send,
}
