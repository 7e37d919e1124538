import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../support/built.ts'
import { play } from './play.ts'
import { fits, parseTranscript } from './transcript.ts'

const transcripts = readdirSync(import.meta.dirname)
  .filter(name => name.endsWith('.txt'))
  .map(name => [name, parseTranscript(readFileSync(join(import.meta.dirname, name), 'utf8'))] as const)
  .map(([name, transcript]) => [`${transcript.promise} (${name})`, transcript] as const)

beforeAll(built)

describe.skipIf(process.platform === 'win32')('the command line (needs bash)', () => {
  it.concurrent.each(transcripts)('%s', (_, transcript) => play(transcript))
})

describe('a transcript', () => {
  it('is refused where it makes no sense', () => {
    expect(() => parseTranscript('# promise\n$ true\nexit soon\n')).toThrow('line 3')
    expect(() => parseTranscript('$ true\n')).toThrow('a promise')
  })

  it('fails when a stream, the status or what is left is another', async () => {
    for (const wrong of ['| hello', '! hello', 'exit 1', 'left', '| ...\n| hello\n| ...']) {
      await expect(play(parseTranscript(`# wrong\n$ true\n${wrong}\n`))).rejects.toThrow('line 2')
    }
  })

  it('fails when a failing command leaves something behind', async () => {
    await expect(play(parseTranscript('# wrong\n$ touch new; false\nexit 1\n'))).rejects.toThrow('line 2')
  })

  it('remembers what a placeholder stood for', () => {
    const known = new Map<string, string>()
    expect(fits(['sent [ID]', '...', '[ID] of [N]'], 'sent WB-7K3Q-M9XP\n\nWB-7K3Q-M9XP of 3\n', known)).toBe(true)
    expect(known.get('ID')).toBe('WB-7K3Q-M9XP')
    expect(fits(['[ID]'], 'WB-0000-0000\n', known)).toBe(false)
    expect(fits(['[ID2]'], 'WB-0000-0000\n', known)).toBe(true)
  })
})
