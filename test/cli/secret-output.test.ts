import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { requireSecretOutput, secretToDescriptor } from '../../cli/secret-output.ts'
import { Secret } from '../../lib/secret.ts'
import { scratch } from '../support/world.ts'

const flag = '--password-to-fd'
const usage = expect.objectContaining({ code: 'WB-USAGE' })

describe('a descriptor that takes a secret', () => {
  it('gets it with a line feed', () => {
    const path = join(scratch(), 'file')
    const fd = openSync(path, 'w')
    requireSecretOutput(fd, flag)
    secretToDescriptor(fd, Secret.fromText('7k3q-m9xp'), flag)
    closeSync(fd)
    expect(readFileSync(path, 'utf8')).toBe('7k3q-m9xp\n')
  })

  it('is not a standard stream, a device, a directory, or one that nobody opened', () => {
    for (const fd of [0, 1, 2, 1000]) expect(() => requireSecretOutput(fd, flag)).toThrow(usage)
    for (const path of ['/dev/null', scratch()]) {
      const fd = openSync(path, 'r')
      expect(() => requireSecretOutput(fd, flag)).toThrow(usage)
      closeSync(fd)
    }
  })

  it.skipIf(process.platform !== 'linux').each(['3> file', '3> >(cat > /dev/null)'])('may be %s', redirection => {
    expect(inShell(redirection)).toMatchObject({ status: 0, stderr: '' })
  })

  it.skipIf(process.platform !== 'linux').each(['3>&1', '> file 3>&1', '3>&2'])(
    'is not stdout or stderr under another number: %s',
    redirection => {
      const { status, stderr } = inShell(redirection)
      expect([status, stderr]).toEqual([1, expect.stringContaining('cannot take a secret')])
    },
  )

  it('that can only be read is an error, and the secret is not in it', () => {
    const fd = openSync(fileURLToPath(import.meta.url), 'r')
    const secret = Secret.fromText('7k3q-m9xp')
    expect(() => secretToDescriptor(fd, secret, flag)).toThrow(expect.objectContaining({ code: 'WB-IO' }))
    closeSync(fd)
  })
})

/** Asks for descriptor 3 in a process that a shell started. */
function inShell(redirection: string) {
  const module = fileURLToPath(new URL('../../cli/secret-output.ts', import.meta.url))
  const code = `import('${module}').then(m => m.requireSecretOutput(3, '${flag}')).catch(e => { process.stderr.write(e.message); process.exitCode = 1 })`
  return spawnSync('bash', ['-c', `"$0" -e "$1" ${redirection}`, execPath, code], { cwd: scratch(), encoding: 'utf8' })
}
