import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { fakeTerminal } from './fakes.ts'

const number = '+4915112345678'

/** The sandbox of one test, with a person at the terminal who types `answers`. */
function sandbox() {
  const home = mkdtempSync(join(tmpdir(), 'waybill-test-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return async (answers: readonly string[], ...argv: string[]) => {
    const { terminal, stdout, stderr, device } = fakeTerminal({ stdin: true, stdout: 80, stderr: 80 })
    for (const answer of answers) device.type(answer)
    const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
    const run = runProgram(['contacts', ...argv, '--sandbox', '--home', home], around)
    const status = await terminal.finish(await run.catch(error => terminal.fail(error)))
    return { status, stdout: stdout.text, stderr: stderr.text, screen: device.output.text }
  }
}

describe('contacts on a terminal', () => {
  it('add asks who it is', async () => {
    const run = sandbox()
    const { status, stdout, screen } = await run(['Ada Lovelace\r'], 'add', '--phone', number)
    expect([status, screen]).toEqual([0, expect.stringContaining('Who is it')])
    expect(stdout).toContain('Ada Lovelace')
  })

  it('show --number tells the whole number on the terminal, and on no stream', async () => {
    const run = sandbox()
    await run([], 'add', '--name', 'Ada Lovelace', '--phone', number)
    for (const json of [[], ['--json']]) {
      const { status, stdout, stderr, screen } = await run([], 'show', 'ada lovelace', '--number', ...json)
      expect(status, stderr).toBe(0)
      expect(screen).toContain(`Ada Lovelace: ${number}`)
      expect(stdout + stderr).toContain('•••• 5678')
      expect(stdout + stderr).not.toContain('1511234')
    }
  })

  it('remove asks, and keeps the contact when the answer is no', async () => {
    const run = sandbox()
    await run([], 'add', '--name', 'Ada Lovelace')
    const kept = await run(['n\r'], 'remove', 'Ada Lovelace')
    expect([kept.status, kept.stdout]).toEqual([0, 'Nothing was removed.\n'])
    expect(kept.screen).toContain('Remove the contact Ada Lovelace?')
    expect((await run(['y\r'], 'remove', 'Ada Lovelace')).stdout).toBe('Ada Lovelace is no contact any more.\n')
    expect((await run([], 'list')).stdout).toBe('No contacts.\n')
  })
})
