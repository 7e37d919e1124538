import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installed } from '../support/installed.ts'
import { PASSWORD, sealPaths } from '../support/sealing.ts'
import { scratch } from '../support/world.ts'
import { describeTree, makeCorpus } from './corpus.ts'

/** Programs of the system: what a recipient has. Each is left out by name where it is not installed. */
const programs = [
  {
    program: '7zz',
    test: ['t', `-p${PASSWORD}`, 'sealed.zip'],
    wrong: ['t', '-pk7mq-3xtd-9wbn-h4rz-pc2w', 'sealed.zip'],
    extract: ['x', `-p${PASSWORD}`, '-oout', 'sealed.zip'],
  },
  {
    program: 'bsdtar',
    test: ['--passphrase', PASSWORD, '-tvf', 'sealed.zip'],
    wrong: ['--passphrase', 'k7mq-3xtd-9wbn-h4rz-pc2w', '-xOf', 'sealed.zip'],
    extract: ['--passphrase', PASSWORD, '-C', 'out', '-xf', 'sealed.zip'],
  },
].map(peer => ({ ...peer, here: installed(peer.program, `archives of ours read by ${peer.program}`) }))

for (const { program, here, test, wrong, extract } of programs) {
  describe.runIf(here)(program, () => {
    function run(directory: string, args: readonly string[]): string {
      const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
      return execFileSync(program, args, { cwd: directory, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    }

    it.each([0, 5] as const)('gets back every file of an archive of level %d', async level => {
      const corpus = makeCorpus()
      const directory = scratch()
      await sealPaths(directory, [corpus], { level })
      run(directory, test)
      mkdirSync(join(directory, 'out'))
      run(directory, extract)
      expect(describeTree(join(directory, 'out/d'))).toEqual(describeTree(corpus))
    })

    it('refuses another password', async () => {
      const directory = scratch()
      await sealPaths(directory, [makeCorpus()])
      expect(() => run(directory, wrong)).toThrow(/passphrase|password/i)
    })
  })
}
