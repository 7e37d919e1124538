import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { PhoneNumber } from '../phone.ts'
import type { Clock } from '../ports.ts'
import { type Courier, type Message, type Receipt, stopIfAborted } from './courier.ts'
import { landlineFindings } from './landline.ts'
import { placeholderOf, plainValues } from './placeholders.ts'
import { type Ending, findProgram, run } from './program.ts'
import { senderFinding, senderMissing } from './sender.ts'
import { telling } from './telling.ts'

export interface CommandCourierOptions {
  /** The program and its arguments; placeholders but `{text}` are replaced in the arguments, alone or within. */
  readonly argv: readonly string[]
  /** Milliseconds; 30 seconds where there is none. */
  readonly timeout?: number | undefined
  /** The program gets PATH, HOME and LANG of it, no more. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** What `{sender}` stands for. */
  readonly senderFor: (to: PhoneNumber) => Promise<string | null>
}

const id = 'command'

/** A program of this device that sends text messages, such as `gammu-smsd-inject`. The text goes to its stdin. */
export function commandCourier(options: CommandCourierOptions): Courier {
  const { argv, env, clock, senderFor } = options
  const [name = '', ...args] = argv
  const program = () => findProgram(name, env.PATH ?? '')
  const wantsSender = args.some(arg => arg.includes('{sender}'))
  return {
    id,
    can: { receipts: false, cancel: false, redact: false, reconcile: false },

    async missing() {
      return program() === null ? [programFinding] : []
    },

    async check(to, { signal }) {
      stopIfAborted(signal)
      const missing = program() === null ? [programFinding] : []
      const sender = wantsSender && (await senderFor(to)) === null ? [senderFinding] : []
      return [...missing, ...sender, ...(await landlineFindings(to))]
    },

    async deliver(message, call) {
      const { to, reference } = message
      if (to === null) throw new RangeError('A text message needs a number.')
      stopIfAborted(call.signal)
      const path = program()
      if (path === null) throw notStarted()
      const sender = await senderFor(to)
      if (sender === null && wantsSender) throw senderMissing()
      stopIfAborted(call.signal)
      const filled = args.map(arg => fill(arg, plainValues(to, sender, reference)))
      const here = { host: null, clock }
      const start = () => runWith(options, path, filled, message, call.signal)
      const ending = await telling(call, here, start, ending => (ending === 'done' ? 'ok' : 'none'))
      if (ending === 'not-started') throw notStarted()
      return receipt(ending, reference)
    },
  }
}

async function runWith(
  { timeout = 30_000, env }: CommandCourierOptions,
  path: string,
  args: readonly string[],
  { text }: Message,
  signal: AbortSignal,
): Promise<Ending> {
  const input = Uint8Array.from(text.bytes)
  try {
    return await run({ path, args, env: allowed(env), input, timeout }, signal)
  } finally {
    input.fill(0)
  }
}

function allowed(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG']
  return Object.fromEntries(names.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]])))
}

/** One pass: a value that looks like a placeholder stays what it is. */
function fill(arg: string, values: ReturnType<typeof plainValues>): string {
  return arg.replace(/\{[a-z]+\}/g, placeholder => {
    const name = placeholderOf(placeholder)
    return name === null || name === 'text' ? placeholder : values[name]
  })
}

function receipt(ending: Exclude<Ending, 'not-started'>, reference: string): Receipt {
  if (ending === 'done') return { outcome: 'accepted', courier: id, id: reference }
  return { outcome: 'unknown', courier: id, reason: reasons[ending] }
}

const reasons = {
  failed: 'The program failed after it was given the text.',
  timeout: 'The program took too long and was stopped.',
  interrupted: 'The program was stopped while it sent the text.',
} as const

const programFinding: Finding = {
  level: 'error',
  code: 'courier.program',
  message: 'The program of the courier is not on this device, or may not be run.',
}

function notStarted(): WaybillError {
  return new WaybillError(
    'WB-NO-COURIER',
    'The program of the courier is not on this device, or may not be run.',
    'Install it, or correct courier.command.argv in the policy; it is looked for in PATH.',
  )
}
