import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built, bundle } from '../support/built.ts'
import { type Installation, install } from '../support/installation.ts'
import { hasTmux, Tmux } from '../support/tmux.ts'
import { Sampler } from './sampler.ts'
import { filesIn, shapesIn, shapesOf } from './search.ts'

beforeAll(built)

const anyPassword = /[2-9a-hjkmnp-z]{4}(?:-[2-9a-hjkmnp-z]{4}){4}/
const to = ['--to', 'Ada Lovelace', '--org', 'Example Ltd', '--phone', '+4915112345678', '--purpose', 'Test']

/** A run of many commands, with all that could be seen of it from outside. */
class Run {
  readonly installation: Installation
  readonly sampler: Sampler
  /** All that went to stdout and stderr, but of the commands whose answer is a password. */
  said = ''

  constructor() {
    this.installation = install()
    onTestFinished(this.installation.remove)
    this.sampler = new Sampler(this.installation.place)
    this.sampler.start()
    onTestFinished(() => this.sampler.stop())
  }

  async waybill(...argv: string[]): Promise<string> {
    const { status, stdout } = await this.spawn('waybill', argv)
    expect(status, `${argv.join(' ')}\n${this.said}`).toBe(0)
    return stdout
  }

  async spawn(program: string, argv: readonly string[]) {
    const { work, env } = this.installation
    const child = spawn(program, argv, { cwd: work, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    const isAnswer = argv[0] === 'phone'
    this.said += isAnswer ? stderr : stdout + stderr
    return { status, stdout, stderr }
  }

  /** Where a password stands, in any shape: streams, `/proc`, files. */
  find(password: string): string[] {
    const shapes = shapesOf(password)
    const places = new Map([
      ['stdout and stderr', Buffer.from(this.said)],
      ['/proc', Buffer.from([...this.sampler.seen].join('\n'), 'latin1')],
      ...filesIn(this.installation.place),
    ])
    return [...places].filter(([, bytes]) => shapesIn(bytes, shapes).length > 0).map(([name]) => name)
  }
}

describe.skipIf(!existsSync('/proc/self/environ'))('a password (needs /proc)', () => {
  it('of the sandbox stands in phone/ and nowhere else', async () => {
    const run = new Run()
    const sent = JSON.parse(await run.waybill('send', 'a.txt', 'folder', '--sandbox', '--json', '--hold', ...to))
    await run.waybill('send', 'b.txt', '--sandbox', '--no-hold', '--card', '-v', ...to)
    await run.waybill('release', sent.transfer, '--sandbox', '--receipt', sent.receiptCode)
    for (const command of ['status', 'log', 'doctor', 'verify']) {
      await run.waybill(command, '--sandbox')
      await run.waybill(command, '--sandbox', '--json')
    }
    await run.waybill('log', '--events', '--format', 'jsonl', '--sandbox')
    await run.waybill('show', sent.transfer, '--sandbox')
    await run.waybill('show', sent.transfer, '--card', '--json', '--sandbox')
    const passwords: string[] = JSON.parse(await run.waybill('phone', '--sandbox', '--json')).map(
      (message: { text: string }) => anyPassword.exec(message.text)?.[0] ?? '',
    )
    const script = `waybill open TEST-${sent.transfer}.zip --into opened --password-fd 3 3<<< "$(waybill phone --sandbox | grep -o '[2-9a-z-]\\{24\\}' | tail -1)"`
    const opened = await run.spawn('bash', ['-c', script])
    expect(opened.status, opened.stderr).toBe(0)
    await run.waybill('confirm', sent.transfer, '--sandbox')
    await run.waybill('cancel', sent.transfer, '--sandbox', '--yes')
    expect(passwords).toHaveLength(2)
    for (const password of passwords) {
      expect(password).toMatch(anyPassword)
      expect(run.find(password).map(name => name.replace(/\w+\.json$/, '*.json'))).toEqual([
        'home/sandbox/phone/*.json',
      ])
    }
    expect([...run.sampler.seen].some(line => line.includes('release\0'))).toBe(true)
  })

  it('of a row of a manifest stands in phone/ and nowhere else, and its number is told nowhere', async () => {
    const run = new Run()
    const { work } = run.installation
    const numbers = ['+4915112398761', '+4915112398762']
    const rows = [
      'to,phone,paths,purpose',
      ...numbers.map(number => `Ada,${number},a.txt,Test`),
      'Eve,1,a.txt,Test',
      '',
    ]
    writeFileSync(join(work, 'people.csv'), rows.join('\n'))
    const manifest = ['send', '--manifest', 'people.csv', '--sandbox', '--no-hold']
    for (const more of [[], ['-v'], ['--json']])
      expect((await run.spawn('waybill', [...manifest, ...more])).status).toBe(1)
    const passwords: string[] = JSON.parse(await run.waybill('phone', '--sandbox', '--json')).map(
      (message: { text: string }) => anyPassword.exec(message.text)?.[0] ?? '',
    )
    expect(new Set(passwords).size).toBe(2)
    for (const password of passwords) {
      expect(run.find(password).map(name => name.replace(/\w+\.json$/, '*.json'))).toEqual([
        'home/sandbox/phone/*.json',
      ])
    }
    const told = run.said + readFileSync(join(work, 'people.result.csv'), 'utf8')
    expect(told).toContain('delivered')
    for (const number of numbers) expect(told).not.toContain(number.slice(-7))
  })

  it.skipIf(!hasTmux)('that somebody dictates stands on the terminal and nowhere else', async () => {
    const run = new Run()
    const { work, place } = run.installation
    await run.waybill('init', '--name', 'Grace Hopper', '--email', 'grace.hopper@example.com', '--no-passphrase')
    const sent = JSON.parse(await run.waybill('send', 'a.txt', '--json', ...to))
    const terminal = new Tmux(run.installation)
    terminal.start(`waybill dictate ${sent.transfer} --receipt ${sent.receiptCode} --json > out 2> err`)
    const [password = ''] = await terminal.until(anyPassword)
    await terminal.until('read it out to Ada Lovelace?')
    terminal.line('y')
    expect(await terminal.ended()).toBe(0)
    await run.waybill('handed-over', sent.transfer, '--by', 'mail')
    await run.waybill('show', sent.transfer, '--json')
    await run.waybill('verify')
    await run.waybill('log', '--events', '--json')
    // The log of the terminal itself, which the test keeps, is the proof that the search finds what there is.
    expect(run.find(password)).toEqual(['terminal'])
    expect(existsSync(join(work, 'out')) && existsSync(join(place, 'home/ledger.db'))).toBe(true)
  })

  it('is not in what a crash prints', async () => {
    const run = new Run()
    const preload = join(import.meta.dirname, 'throw-after-the-text.js')
    const argv = ['--import', preload, bundle, 'send', 'a.txt', '--sandbox', '--no-hold', ...to]
    const { status, stderr } = await run.spawn(process.execPath, argv)
    expect([status, stderr]).toEqual([70, expect.stringContaining('RangeError: a deliberate bug')])
    const [message] = JSON.parse(await run.waybill('phone', '--sandbox', '--json'))
    const [password = ''] = anyPassword.exec(message.text) ?? []
    expect(run.find(password).map(name => name.replace(/\w+\.json$/, '*.json'))).toEqual(['home/sandbox/phone/*.json'])
  })

  it('would be found in any shape', () => {
    const password = 'k7qm-v3xd-p9tz-h2wn-c8rb'
    const shapes = shapesOf(password)
    const leaks = [
      password,
      'k7qmv3xdp9tzh2wnc8rb',
      'x p9tz-h2wn-c8rb',
      Buffer.from(password).toString('hex'),
      Buffer.from(`a ${password} b`).toString('base64'),
      Buffer.from(`abc${password} b`).toString('base64url'),
      Buffer.from(password, 'utf16le').toString('latin1'),
    ]
    for (const leak of leaks) expect(shapesIn(Buffer.from(leak, 'latin1'), shapes), leak).not.toEqual([])
    expect(shapesIn(Buffer.from('k7qm-v3xd'), shapes)).toEqual([])
  })
})

describe('a passphrase', () => {
  it('is in no file and on no stream', async () => {
    const run = new Run()
    const passphrase = 'k7qm-v3xd-p9tz-h2wn-c8rb'
    const outside = join(run.installation.place, '..', `waybill-test-passphrase-${process.pid}`)
    writeFileSync(outside, passphrase)
    onTestFinished(() => rmSync(outside))
    const init = 'waybill init --name "Grace Hopper" --email grace@example.com'
    const refused = await run.spawn('bash', ['-c', `${init} --passphrase-fd 3 3< ${outside}`])
    expect(refused.status).toBe(2)
    expect(run.find(passphrase)).toEqual([])
  })
})
