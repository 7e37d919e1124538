import type { State } from '../../../../src/states.ts'

const states: Record<State, string> = {
  intended: 'intended',
  sealed: 'sealed',
  checked: 'checked',
  held: 'held',
  released: 'released',
  accepted: 'accepted',
  delivered: 'delivered',
  confirmed: 'confirmed',
  failed: 'failed',
  unknown: 'unknown',
  rejected: 'rejected',
  cancelled: 'cancelled',
  expired: 'expired',
  locked: 'locked',
  closed: 'closed',
}

export const home = {
  title: 'Home',
  states,
  waiting: 'Waiting for you',
  recent: 'Recent',
  nothing: 'No transfer yet. Press n to send the first one.',
  head: { transfer: 'Transfer', recipient: 'For', state: 'State', next: 'Next', when: 'When' },
  shredded: '(shredded)',
  keys: {
    open: 'open',
    next: 'next step',
    send: 'send',
    log: 'log',
    recipients: 'recipients',
    policy: 'policy',
    doctor: 'doctor',
    lock: 'lock',
    quit: 'quit',
  },
}
