import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { labAccount, type TwilioLab, twilioLab } from '../helpers/twilio-lab.ts'
import { built, launcher } from '../support/built.ts'
import { type Installation, install } from '../support/installation.ts'

/** What a command answered. */
export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** `waybill` installed, with a production home whose courier is Twilio, and a Twilio that the test has in its hands. */
export interface Office extends Installation {
  readonly lab: TwilioLab
  /** The environment that leads to the lab: a proxy, a certificate authority, an API key. */
  readonly env: Readonly<Record<string, string>>
  /** Runs one command, as a program without a terminal does. */
  run(...words: readonly string[]): Promise<Ran>
  runWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ran>
  /** The same with --json, and its answer. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the command line, looked at by the test
  ask(...words: readonly string[]): Promise<any>
}

/** `courier` is the policy's, `policy` the rest of it. */
export async function office(courier: object = { use: 'twilio' }, policy: object = {}): Promise<Office> {
  await built()
  const lab = await twilioLab()
  const place = install()
  onTestFinished(place.remove)
  const env = { ...place.env, ...lab.env() }
  const runWith: Office['runWith'] = async (env, ...words) => {
    const child = spawn(process.execPath, [launcher, ...words], {
      cwd: place.work,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { status, out, err }
  }
  const run: Office['run'] = (...words) => runWith(env, ...words)
  const ask = async (...words: readonly string[]) => JSON.parse((await run(...words, '--json')).out)
  // As an administrator prepares it: `init` takes the policy that is there.
  mkdirSync(place.home, { mode: 0o700 })
  const sender = { name: 'ACME', id: labAccount.from }
  writeFileSync(join(place.home, 'policy.json'), JSON.stringify({ courier, sender, ...policy }), { mode: 0o600 })
  const made = await run('init', '--name', 'Grace Hopper', '--email', 'grace.hopper@example.com', '--no-passphrase')
  if (made.status !== 0) throw new Error(made.err)
  return { ...place, lab, env, run, runWith, ask }
}

/** The words of a `send` of one file by text message. */
export const sending = ['send', 'a.txt', '--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Test', '--no-hold']
