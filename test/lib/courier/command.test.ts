import { execFileSync } from 'node:child_process'
import { chmodSync, createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type CommandCourierOptions, commandCourier } from '../../../lib/courier/command.ts'
import type { Message, ProviderRequest } from '../../../lib/courier/courier.ts'
import { parsePhone } from '../../../lib/phone.ts'
import { Secret } from '../../../lib/secret.ts'
import { handClock, scratch } from '../../support/world.ts'
import { courierContract, expectNoLeak } from './contract.ts'

const never = { signal: new AbortController().signal }
const system = process.env.PATH ?? ''
const helpers = join(import.meta.dirname, '../../helpers')
const text = 'ACME: message for WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf.'

afterEach(() => void vi.useRealTimers())

courierContract(() => {
  const home = scratch()
  const bin = join(home, 'bin')
  mkdirSync(bin)
  const program = (tail: string) => script(bin, 'inject', `"${helpers}/gammu-smsd-inject" "$@" || exit\n${tail}`)
  program('')
  return {
    courier: courier({ argv: ['inject', 'TEXT', '{to}'], env: { PATH: bin + delimiter + system, HOME: home } }),
    received: async () => inbox(home).map(line => line.replace(/^\+4915112345678 /, '')),
    cutOff: () => chmodSync(join(bin, 'inject'), 0o644),
    silence: () => program('exit 1'),
  }
})

describe('a program as a courier', () => {
  it('gets the text on stdin, and nothing else sees it', async () => {
    const home = scratch()
    const argv = ['gammu-smsd-inject', 'TEXT', '{to}', '-len', '160']
    const env = { PATH: helpers + delimiter + system, HOME: home, LANG: 'C', GATEWAY_TOKEN: 's3cret', NODE_OPTIONS: '' }
    const receipt = await courier({ argv, env }).deliver(await message(), never)
    expect(receipt).toEqual({ outcome: 'accepted', courier: 'command', id: 'WB-7K3Q-M9XP' })
    expect(inbox(home)).toEqual([`+4915112345678 ${text}`])
    if (!existsSync('/proc/self/environ')) return
    const environ = readFileSync(join(home, 'environ'), 'utf8').trim().split('\n')
    expect(environ.map(line => line.replace(/=.*/, '')).sort()).toEqual(['HOME', 'LANG', 'PATH'])
    expect(readFileSync(join(home, 'cmdline'), 'utf8')).not.toContain('k7qm')
  })

  it('gets its arguments filled in, in one pass and without a shell', async () => {
    const home = scratch()
    script(home, 'send', 'cat > /dev/null; printf "%s\\n" "$@" > "$HOME/args"')
    const argv = ['send', '--to={to}', '{digits}', '{sender}', 'x{reference}y', '{text}', '$(id)', 'a b;*', '{}', '{to']
    const env = { PATH: home + delimiter + system, HOME: home }
    await courier({ argv, env, senderFor: async () => '{to}' }).deliver(await message(), never)
    expect(readFileSync(join(home, 'args'), 'utf8').trim().split('\n')).toEqual([
      '--to=+4915112345678',
      '4915112345678',
      '{to}',
      'xWB-7K3Q-M9XPy',
      '{text}',
      '$(id)',
      'a b;*',
      '{}',
      '{to',
    ])
  })

  it('is not told of a sender that there is not', async () => {
    const home = scratch()
    script(home, 'send', 'touch "$HOME/ran"')
    const lacking = courier({ argv: ['send', '{to}', '-from={sender}'], env: { PATH: home, HOME: home } })
    await expect(lacking.deliver(await message(), never)).rejects.toMatchObject({ code: 'WB-NO-COURIER' })
    expect(await lacking.check(await parsePhone('+4915112345678'), never)).toMatchObject([
      { level: 'error', code: 'courier.sender' },
    ])
    expect(existsSync(join(home, 'ran'))).toBe(false)
  })

  it.each([
    ['is not there', null],
    ['may not be run', 0o644],
    ['is a folder', 'folder'],
  ])('that %s is told before anything is sent', async (_, state) => {
    const home = scratch()
    if (state === 'folder') mkdirSync(join(home, 'send'))
    if (typeof state === 'number') script(home, 'send', 'true', state)
    const lacking = courier({ argv: ['send', '{to}'], env: { PATH: home } })
    const finding = { level: 'error', code: 'courier.program' }
    expect(await lacking.missing?.()).toMatchObject([finding])
    expect(await lacking.check(await parsePhone('+4915112345678'), never)).toMatchObject([finding])
    await expect(lacking.deliver(await message(), never)).rejects.toMatchObject({ code: 'WB-NO-COURIER' })
  })

  it('that is there lacks nothing, by name or by path', async () => {
    const home = scratch()
    script(home, 'send', 'cat > /dev/null')
    expect(await courier({ argv: ['send', '{to}'], env: { PATH: `/nowhere${delimiter}${home}` } }).missing?.()).toEqual(
      [],
    )
    const byPath = courier({ argv: [join(home, 'send'), '{to}'], env: {} })
    expect(await byPath.missing?.()).toEqual([])
  })

  it('cannot be started without its interpreter', async () => {
    const home = scratch()
    writeFileSync(join(home, 'send'), '#!/nowhere/sh\n', { mode: 0o755 })
    const told: ProviderRequest[] = []
    const delivery = courier({ argv: ['send', '{to}'], env: { PATH: home } }).deliver(await message(), {
      ...never,
      onRequest: request => told.push(request),
    })
    const error = await delivery.catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'WB-NO-COURIER' })
    expectNoLeak(error)
    expect(told).toEqual([{ host: null, outcome: 'none', ms: 0 }])
  })

  it.each([
    ['fails', 'cat > /dev/null; exit 3'],
    ['dies', 'cat > /dev/null; kill -SEGV $$'],
    ['closes its input', 'exec < /dev/null; exit 0'],
  ])('that %s leaves the outcome open', async (_, body) => {
    const home = scratch()
    script(home, 'send', body)
    // Longer than a pipe holds, so that a program that does not read is noticed.
    const long = { ...(await message()), text: Secret.fromText('x'.repeat(1 << 20)) }
    const receipt = await courier({ argv: ['send', '{to}'], env: { PATH: home + delimiter + system } }).deliver(
      long,
      never,
    )
    expect(receipt).toEqual({
      outcome: 'unknown',
      courier: 'command',
      reason: 'The program failed after it was given the text.',
    })
  })

  it.each(['timeout', 'abort'])('is killed with all that it started, on %s', async how => {
    const home = scratch()
    const life = join(home, 'life')
    execFileSync('mkfifo', [life])
    script(home, 'send', `exec 3> ${life}\ncat > /dev/null\nsleep 1000 &\necho ready >&3\nwait`)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const abort = new AbortController()
    const env = { PATH: home + delimiter + system, HOME: home }
    const delivery = courier({ argv: ['send', '{to}'], env }).deliver(await message(), { signal: abort.signal })
    for await (const chunk of createReadStream(life)) {
      expect(String(chunk)).toBe('ready\n')
      if (how === 'abort') abort.abort()
      else vi.advanceTimersByTime(30_000)
    }
    // The pipe ends when nobody is left who could write to it.
    const reason =
      how === 'abort' ? 'The program was stopped while it sent the text.' : expect.stringMatching(/too long/)
    expect(await delivery).toEqual({ outcome: 'unknown', courier: 'command', reason })
  })
})

function courier(more: Pick<CommandCourierOptions, 'argv' | 'env'> & Partial<CommandCourierOptions>) {
  return commandCourier({ clock: handClock(), senderFor: async () => null, ...more })
}

function script(directory: string, name: string, body: string, mode = 0o755): void {
  writeFileSync(join(directory, name), `#!/bin/sh\n${body}\n`, { mode })
}

function inbox(home: string): string[] {
  const path = join(home, 'inbox')
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []
}

async function message(): Promise<Message> {
  return { to: await parsePhone('+4915112345678'), text: Secret.fromText(text), reference: 'WB-7K3Q-M9XP' }
}
