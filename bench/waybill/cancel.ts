/**
 * `node cancel.ts seal|check|read DIRECTORY NAME OUT COUNT`: breaks the work off at COUNT moments spread over its length
 * and prints, as JSON, how long each took to end. One whole run before tells the length and warms everything up.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../lib/zip/check.ts'
import { type SealRequest, seal } from '../../lib/zip/write.ts'
import { PASSWORD } from '../password.ts'
import { authenticate } from './authenticate.ts'
import { defaultBudget, random, requestFor, sealingPassword } from './sealing.ts'

const [kind = '', directory = '', name = '', out = '', count = ''] = process.argv.slice(2)
const request = await requestFor({ out, level: 6, directory, name, wrap: false, workers: null })
const work = await prepare(kind, request)

const length = await timed(work(new AbortController().signal))
const before = threadsNow()
const found = []
for (let i = 0; i < Number(count); i++) {
  if (kind === 'seal') rmSync(out, { force: true })
  const after = (length * (i + 0.5)) / Number(count)
  const controller = new AbortController()
  const due = performance.now() + after
  const running = work(controller.signal).then(
    () => 'ended by itself',
    () => 'broken off',
  )
  await sleep(after)
  controller.abort()
  const how = await running
  // From the moment it was meant, not the moment at which a busy thread came round to it.
  const took = performance.now() - due
  if (how === 'ended by itself') continue
  const threadsLeft = Math.max(0, threadsNow() - before)
  const filesLeft = [kind === 'seal' ? out : '', `${out}.restored`].filter(
    path => path !== '' && existsSync(path),
  ).length
  found.push({ work: `${kind} ${name}`, after, took, threadsLeft, filesLeft })
}
console.log(JSON.stringify(found))

async function prepare(kind: string, request: SealRequest): Promise<(signal: AbortSignal) => Promise<unknown>> {
  if (kind === 'seal') return signal => seal({ ...request, signal })
  const { entries } = await seal(request)
  if (kind === 'read') return signal => authenticate(out, PASSWORD, signal)
  return signal => check(out, entries, sealingPassword(), { budget: defaultBudget, random, signal })
}

async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

/** Threads of this process; 0 where the system does not tell. */
function threadsNow(): number {
  return existsSync('/proc/self/task') ? readdirSync('/proc/self/task').length : 0
}
