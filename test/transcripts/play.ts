import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { launcher, root } from '../support/built.ts'
import { filledIn, fits, type Step, type Transcript } from './transcript.ts'

/**
 * Plays a transcript with the real command line, in a directory of its own with three files (`a.txt`, `b.txt`,
 * `folder/c.txt`), in a session without a terminal. Beyond what the transcript says: with `--json` stdout is one JSON
 * document; a command that fails leaves nothing new; nothing is left in TMPDIR.
 */
export async function play({ steps }: Transcript): Promise<void> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'waybill-transcript-')))
  try {
    const stage = setStage(place)
    for (const step of steps) await playStep(step, stage)
    expect(readdirSync(stage.temporary)).toEqual([])
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

interface Stage {
  readonly work: string
  readonly temporary: string
  readonly env: Readonly<Record<string, string>>
  readonly known: Map<string, string>
}

function setStage(place: string): Stage {
  const [work, temporary, bin] = [join(place, 'work'), join(place, 'tmp'), join(place, 'bin')]
  for (const directory of [join(work, 'folder'), temporary, bin]) mkdirSync(directory, { recursive: true })
  writeFileSync(join(work, 'a.txt'), 'Ada Lovelace\n')
  writeFileSync(join(work, 'b.txt'), 'Grace Hopper\n')
  writeFileSync(join(work, 'folder/c.txt'), 'Emmy Noether\n')
  writeFileSync(join(bin, 'waybill'), `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`, { mode: 0o755 })
  const home = join(place, 'home')
  const env = {
    PATH: [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    HOME: join(place, 'user'),
    TMPDIR: temporary,
    WAYBILL_HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'xterm',
    TZ: 'UTC',
    ROOT: root,
  }
  return { work, temporary, env, known: new Map([...Object.entries({ DIR: work, HOME: home })]) }
}

async function playStep(step: Step, { work, env, known }: Stage): Promise<void> {
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
