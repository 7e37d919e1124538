import { describe, expect, it } from 'vitest'
import { buildProgram } from '../../cli/program.ts'
import { fakeTerminal } from '../cli/fakes.ts'
import { codes, read, tableUnder } from './markdown.ts'

const page = read('README.md')

describe('README.md', () => {
  it('has two commands that do all the set-up, which `.ci/run` takes from here', () => {
    const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'))
    expect(shell).toEqual([
      'npm ci && npx waybill send samples/customers.csv --sandbox --to "Ada Lovelace" --org "Example Ltd" --phone +4915112345678 --purpose "Quarterly reconciliation" --no-hold && npx waybill phone --sandbox',
      'npm ci && npm test',
    ])
  })

  it('lists every command and none that is not built', () => {
    const { terminal } = fakeTerminal()
    const program = buildProgram({ terminal, version: '0.0.0', signal: new AbortController().signal }, () => {})
    const built = program.commands.map(command => command.name()).concat('completion', 'help')
    const listed = tableUnder(page, 'Use it').flatMap(([cell = '']) => codes(cell).map(code => code.split(' ')[0]))
    expect([...new Set(listed)].sort()).toEqual([...new Set(built)].sort())
  })

  it('says in three sentences what it is', () => {
    const first = page.split('\n\n')[1]?.replaceAll('\n', ' ') ?? ''
    expect(first.match(/\.(?= |$)/g)).toHaveLength(3)
  })
})
