import { openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { fakeTerminal } from '../cli/fakes.ts'
import { scratchForAll } from './scratch.ts'
import { codes, read, root, tableUnder } from './markdown.ts'

/** docs/json.md against the answers that the commands really give, each field with its type. */
const page = read('docs/json.md')
const place = scratchForAll()
const answers = new Map<string, unknown[]>()

/** Runs `waybill … --json` in this process and keeps its document under a heading of the page. */
async function ask(heading: string, ...argv: string[]): Promise<unknown> {
  const { terminal, stdout } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  await runProgram([...argv, '--home', place.home, '--json'], around).catch(error => terminal.fail(error))
  await terminal.finish(0)
  const document: unknown = JSON.parse(stdout.text)
  answers.set(heading, [...(answers.get(heading) ?? []), ...(Array.isArray(document) ? document : [document])])
  return document
}
