import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/world.ts'

/** With real pipes and files. `detached` makes a new session, so that the program has no controlling terminal. */
const node = process.execPath
const program = join(import.meta.dirname, 'fixtures/program.ts')
const quoted = `'${node}' '${program}'`

async function shell(script: string, input = '') {
  const child = spawn('bash', ['-c', script], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {}).end(input)
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { status, stdout, stderr }
}

const posix = process.platform !== 'win32' && spawnSync('bash', ['-c', ':']).status === 0

describe.skipIf(!posix)('stdout (needs bash)', () => {
  it('loses nothing when the reader is slow', async () => {
    const { stdout, stderr } = await shell(`${quoted} big 50000 | { read -r first; sleep 0.2; wc -l; }`)
    expect([stdout.trim(), stderr]).toEqual(['49999', ''])
  })

  it('ends quietly and keeps its status when the reader has left', async () => {
    const { stdout, stderr } = await shell(`${quoted} big 50000 | head -n 1; echo "\${PIPESTATUS[0]}"`)
    expect([stdout, stderr]).toEqual([`${'0'.padStart(63, '.')}\n0\n`, ''])
  })

  it.skipIf(!existsSync('/dev/full'))('says so and fails when the disk is full', async () => {
    const { status, stderr } = await shell(`${quoted} big 1 > /dev/full`)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^waybill: WB-NO-SPACE: The answer could not be written to stdout\.\n[^\n]+\n$/)
  })

  it('may be closed from the start', async () => {
    expect(await shell(`${quoted} big 1 >&-`)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect((await shell(`${quoted} line 2>&-`)).status).toBe(2)
  })
})

describe.skipIf(!posix)('progress in a pipe (needs bash)', () => {
  it('is one line at the start and one at the end', async () => {
    const { stdout, stderr } = await shell(`${quoted} progress`)
    expect(stderr).toBe(
      'Sealing 2 files\nWarning: about 東京都の住所録.csv\nWarning: about b.csv\nSealed 3 MB in 2.0 s\n',
    )
    expect(stdout).toBe('done\n')
  })
})

describe.skipIf(!posix)('a secret from a script (needs bash)', () => {
  const four = '4 bytes, SHA-256 '

  it('comes in on a descriptor: a file, a pipe, a here string', async () => {
    const file = join(scratch(), 'secret')
    writeFileSync(file, 'k7qm\nsecond line\n')
    expect((await shell(`${quoted} fd 3 3< '${file}'`)).stdout).toContain(four)
    expect((await shell(`${quoted} fd 3 3< <(printf k7qm)`)).stdout).toContain(four)
    expect((await shell(`${quoted} fd 9 9<<< k7qm`)).stdout).toContain(four)
  })

  it('comes in on stdin', async () => {
    expect((await shell(`${quoted} stdin`, 'k7qm\r\n')).stdout).toContain(four)
    expect((await shell(`${quoted} fd 0`, 'k7qm\r\n')).stdout).toContain(four)
  })

  it('does not wait for the end of a pipe whose line is complete', async () => {
    const child = spawn(node, [program, 'stdin'], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.write('k7qm\n')
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    child.stdin.end()
    expect([stdout.startsWith(four), status]).toEqual([true, 0])
  })

  it('is refused from what the shell did not open, and from what is no line', async () => {
    // The numbers that the shell left free are Node's own pipes and event queues, or nothing.
    for (const fd of [3, 5, 9]) {
      const closed = await shell(`${quoted} fd ${fd} ${fd}<&-`)
      expect(closed).toMatchObject({ status: 2, stderr: expect.stringContaining('--password-fd cannot be read') })
    }
    expect(await shell(`${quoted} fd 3 3< /dev/zero`)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('more than 1024 bytes'),
    })
    expect(await shell(`${quoted} fd 3 3< /dev/null`)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('an empty line'),
    })
  })

  it('has no terminal to be asked on otherwise', async () => {
    expect(await shell(`${quoted} secret`)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--password-fd is missing'),
    })
  })
})
