import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/world.ts'
import { hasPty, Pty, type Streams } from './pty.ts'

/** On a real (pseudo-)terminal. Left out where there is no python3 with a pty module; the summary then says so by name. */
const program = join(import.meta.dirname, 'fixtures/program.ts')
const start = (what: string, argument = '', streams: Streams = {}) =>
  new Pty([process.execPath, program, what, argument], streams)
const cooked = { ECHO: true, ICANON: true, ISIG: true }
const raw = { ECHO: false, ICANON: false, ISIG: false }
const told = (secret: string) =>
  `${Buffer.byteLength(secret)} bytes, SHA-256 ${createHash('sha256').update(secret).digest('hex')}`

describe.skipIf(!hasPty)('a secret on a real terminal (needs python3)', () => {
  it('is read without echo, edited and pasted, and the mode restored', async () => {
    const pty = start('secret')
    await pty.expect('Password: ')
    expect(await pty.mode(true)).toEqual(raw)
    await pty.send('wrong\x15k7x\x7fqm-\x1b[200~9xwp\n\x1b[201~')
    await pty.send('ö\r')
    const { output, status } = await pty.end()
    expect(output).toBe(`Password: \r\n${told('k7qm-9xwpö')}\r\n`)
    expect(status).toBe(0)
    expect(await pty.mode(false)).toEqual(cooked)
  })

  it('is asked for on the terminal also when stdout and stderr are files', async () => {
    const directory = scratch()
    const pty = start('secret', '', { stdout: join(directory, 'out'), stderr: join(directory, 'err') })
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.send('k7qm\r')
    expect(await pty.end()).toEqual({ how: 'exit', status: 0, output: 'Password: \r\n' })
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe(`${told('k7qm')}\n`)
    expect(readFileSync(join(directory, 'err'), 'utf8')).toBe('')
  })

  it('typed twice survives both answers arriving at once', async () => {
    const pty = start('twice')
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.send('k7qm\rk7qm\r')
    expect((await pty.end()).output).toBe(`Password: \r\nOnce more: \r\n${told('k7qm')}\r\n`)
  })

  it.each([
    ['\x03', 130],
    ['\x04', 2],
  ])('ended by %j gives status %i and the mode back', async (key, status) => {
    const pty = start('secret')
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.send(`k7${key === '\x04' ? '\x15' : ''}${key}`)
    expect(await pty.end()).toMatchObject({ how: 'exit', status })
    expect(await pty.mode(false)).toEqual(cooked)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ended by %s gives status %i and the mode back', async (signal, status) => {
    const pty = start('secret')
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.signal(signal)
    const end = await pty.end()
    expect(end).toMatchObject({ how: 'exit', status })
    expect(end.output).toContain('WB-INTERRUPTED')
    expect(await pty.mode(false)).toEqual(cooked)
  })

  it('gives the mode back when the process exits under it', async () => {
    const pty = start('crash')
    expect(await pty.end()).toMatchObject({ how: 'exit', status: 9 })
    expect(await pty.mode(false)).toEqual(cooked)
  })

  it.each([
    ['Ctrl-Z', (pty: Pty) => pty.send('\x1a')],
    ['SIGTSTP', (pty: Pty) => pty.signal('SIGTSTP')],
  ])('stopped by %s leaves a usable terminal and goes on afterwards', async (_, stop) => {
    const pty = start('secret')
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.send('k7')
    await stop(pty)
    await pty.stopped()
    expect(await pty.mode(false)).toEqual(cooked)
    await pty.continue()
    await pty.expect('Password: ')
    expect(await pty.mode(true)).toEqual(raw)
    await pty.send('qm\r')
    expect((await pty.end()).output).toContain(told('k7qm'))
  })

  it('is raw again after a SIGSTOP during which somebody changed the mode', async () => {
    const pty = start('secret')
    await pty.expect('Password: ')
    await pty.mode(true)
    await pty.signal('SIGSTOP')
    await pty.stopped()
    await pty.makeSane()
    await pty.continue()
    await pty.expect('Password: ')
    expect(await pty.mode(true)).toEqual(raw)
    await pty.send('k7qm\r')
    expect((await pty.end()).output).not.toContain('k7qm')
  })
})

describe.skipIf(!hasPty)('other questions and pictures on a real terminal (needs python3)', () => {
  it('reads a line that the terminal echoes and edits', async () => {
    const pty = start('line')
    await pty.expect('Name: ')
    await pty.send('Adx\x7fa Lövelace\n')
    expect((await pty.end()).output).toContain('[Ada Lövelace]')
  })

  it('takes Ctrl-D for no answer and Ctrl-C for an interruption', async () => {
    for (const [key, status] of [
      ['\x04', 2],
      ['\x03', 130],
    ] as const) {
      const pty = start('line')
      await pty.expect('Name: ')
      await pty.send(key)
      expect(await pty.end()).toMatchObject({ how: 'exit', status })
    }
  })

  it('draws the phone on the terminal, never into a file', async () => {
    const directory = scratch()
    const files = { stdout: join(directory, 'out'), stderr: join(directory, 'err') }
    const { output } = await start('phone', 'Password: k7qm-9xwp', { ...files, stdin: '/dev/null' }).end()
    expect(output).toContain('│ Password: k7qm-9xwp │')
    expect(readFileSync(files.stdout, 'utf8') + readFileSync(files.stderr, 'utf8')).toBe('')
  })

  it('asks nobody when no stream is a terminal', async () => {
    const directory = scratch()
    const files = { stdin: '/dev/null', stdout: join(directory, 'out'), stderr: join(directory, 'err') }
    const end = await start('line', '', files).end()
    expect(end).toEqual({ how: 'exit', status: 2, output: '' })
    expect(readFileSync(files.stderr, 'utf8')).toBe(
      'waybill: WB-MISSING-VALUE: --to is missing.\nGive --to, or run it on a terminal to be asked.\n',
    )
  })
})
