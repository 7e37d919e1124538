import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { dayOf } from '../../lib/day.ts'
import { fakeTerminal } from './fakes.ts'

const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
afterEach(() => void vi.useRealTimers())

async function run(...argv: string[]) {
  const { terminal, stdout, stderr } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  await runProgram([...argv, '--sandbox', '--home', join(place, 'home')], around)
  await terminal.finish(0)
  return { stdout: stdout.text, stderr: stderr.text }
}

it('status reminds of a deletion that nobody answered, until somebody does', async () => {
  const source = join(place, 'a.txt')
  writeFileSync(source, 'Ada Lovelace')
  const day = ['--ask-deletion', dayOf(Date.now() + 86_400_000), '--out', join(place, 'a.zip')]
  const to = ['--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Test', '--no-hold']
  const { stdout } = await run('send', source, ...to, ...day, '--json')
  const { transfer } = JSON.parse(stdout)
  const reminder = `Deletion was asked for and nobody answered: ${transfer}. Ask, then \`waybill deleted ID\`.`
  expect((await run('status')).stderr).not.toContain('Deletion')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
  expect((await run('status')).stderr).toContain(reminder)
  // Closed by now, after fourteen days without a word: among the open ones no more, and due all the same.
  vi.setSystemTime(Date.now() + 30 * 86_400_000)
  const due = async () => JSON.parse((await run('status', '--json')).stdout)
  expect(await due()).toMatchObject([{ transfer, state: 'closed', deletion: { due: true, answer: null } }])
  expect((await run('status')).stdout).toContain('No transfer is open.')
  await run('deleted', transfer)
  expect(await due()).toEqual([])
  expect((await run('status')).stderr).not.toContain('Deletion')
})
