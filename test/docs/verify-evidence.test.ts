import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bashIn, exported, script, scriptLeftOut, textOf, unpacked, withFile } from '../support/bundles.ts'
import { read } from './markdown.ts'

describe('docs/verify-evidence.sh', () => {
  const text = readFileSync(script, 'utf8')

  it('has its SHA-256 in the README', () => {
    const digest = createHash('sha256').update(text).digest('hex')
    const section = read('README.md')
      .split('\n## ')
      .find(part => part.startsWith('Evidence\n'))
    expect(section).toContain(`${digest}  docs/verify-evidence.sh\n`)
  })

  it('is so short that it can be read', () => {
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(80)
  })

  it('asks for nothing that bash 3.2 lacks', () => {
    const newer =
      /declare -A|mapfile|readarray|\$\{[^}]*(,,|\^\^|@[QEPAa])|\|&|&>>|coproc|\[\[ -v|wait -n|printf -v|local -n/
    expect(text).not.toMatch(newer)
  })

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0 ? '' : ' (left out: it is not installed)'
  it.skipIf(shellcheck !== '')(`is clean for shellcheck${shellcheck}`, () => {
    expect(execFileSync('shellcheck', [script], { encoding: 'utf8' })).toBe('')
  })
})

/** The commands of VERIFY.md, as they stand there. */
const left = scriptLeftOut === null ? '' : ` (left out: it ${scriptLeftOut})`
describe.skipIf(left !== '')(`VERIFY.md of a bundle${left}`, () => {
  it('has commands that check it, and begins with the fingerprint, which it does not name', async () => {
    const { files, fingerprint } = await exported({ since: 0 })
    const page = textOf(files, 'VERIFY.md')
    const commands = /^```bash\n([\s\S]*?)^```/m.exec(page)?.[1] ?? ''
    const output = bashIn(unpacked(files), commands)
    expect(output.split(/\s/)[0]).toBe(fingerprint)
    expect(output.match(/Signature Verified Successfully/g)).toHaveLength(2)
    expect(output).toContain('leaves: OK')
    expect(output).toContain(textOf(files, 'leaves').split('\n')[0])
    expect(output).toMatch(/\["[\w-]{22}","(name|email)",/)
    expect(page).not.toContain(fingerprint)
    expect(page).toMatch(/Linux[\s\S]*macOS[\s\S]*Git Bash/)
  })

  it('has commands that fail on a changed file', async () => {
    const { files } = await exported({ since: 0 })
    const commands = /^```bash\n([\s\S]*?)^```/m.exec(textOf(files, 'VERIFY.md'))?.[1] ?? ''
    expect(() => bashIn(unpacked(withFile(files, 'leaves', 'ab')), commands)).toThrow()
  })
})
