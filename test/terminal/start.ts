import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { install } from '../support/installation.ts'
import { Tmux } from '../support/tmux.ts'

/** A terminal with Waybill installed, in a folder of its own. Ends with the test. */
export function start() {
  const installation = install()
  onTestFinished(installation.remove)
  const read = (name: string) => readFileSync(join(installation.work, name), 'utf8')
  return { ...installation, terminal: new Tmux(installation), read }
}

export const init = 'waybill init --name "Grace Hopper" --email grace.hopper@example.com'
export const passphrase = 'k7qm-v3xd-p9tz-h2wn-c8rb'
export const anyPassword = /[2-9a-hjkmnp-z]{4}(?:-[2-9a-hjkmnp-z]{4}){4}/
