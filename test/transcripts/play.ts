import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { type Installation, install } from '../support/installation.ts'
import { filledIn, fits, type Step, type Transcript } from './transcript.ts'

/**
 * Plays a transcript with the real command line, in a directory of its own with three files (`a.txt`, `b.txt`,
 * `folder/c.txt`), in a session without a terminal. Beyond what the transcript says: with `--json` stdout is one JSON
 * document; a command that fails leaves nothing new; nothing is left in TMPDIR.
 */
export async function play({ steps }: Transcript): Promise<void> {
  const installation = install()
  try {
    const known = new Map([
      ['DIR', installation.work],
      ['HOME', installation.home],
    ])
    for (const step of steps) await playStep(step, installation, known)
    expect(readdirSync(installation.temporary)).toEqual([])
  } finally {
    installation.remove()
  }
}

async function playStep(step: Step, { work, env }: Installation, known: Map<string, string>): Promise<void> {
  const before = readdirSync(work).sort()
  const variables = { ...Object.fromEntries(known), ...env }
  const child = spawn('bash', ['-c', step.command], { cwd: work, env: variables, detached: true, stdio: 'pipe' })
  child.stdin.on('error', () => {}).end()
  const [stdout, stderr, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const where = `line ${step.line}: ${step.command}\n${stdout}${stderr}`
  if (!fits(step.stdout, stdout, known)) expect(stdout, where).toBe(filledIn(step.stdout, known))
  if (!fits(step.stderr, stderr, known)) expect(stderr, where).toBe(filledIn(step.stderr, known))
  expect(exit, where).toBe(step.exit)
  if (/^waybill (?!.*-- )[^|>;&]*--json[^|>;&]*$/.test(step.command))
    expect(() => JSON.parse(stdout), where).not.toThrow()
  const after = readdirSync(work).sort()
  const left = step.left?.map(name => filledIn([name], known).trimEnd()).sort() ?? (exit === 0 ? after : before)
  expect(after, where).toEqual(left)
}
