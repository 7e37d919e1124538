import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import type { Courier, Message } from '../../../lib/courier/courier.ts'
import { readPhone, sandboxCourier } from '../../../lib/courier/sandbox.ts'
import * as durable from '../../../lib/durable.ts'
import { WaybillError } from '../../../lib/error.ts'
import { parsePhone } from '../../../lib/phone.ts'
import { Secret } from '../../../lib/secret.ts'
import { handClock, scratch, seededRandom } from '../../support/world.ts'
import { courierContract, expectNoLeak, sought } from './contract.ts'

vi.mock('../../../lib/durable.ts', async original => {
  const real = await original<typeof durable>()
  return { ...real, writeDurably: vi.fn(real.writeDurably) }
})

const never = { signal: new AbortController().signal }

courierContract(() => {
  const { courier, directory } = bench()
  return {
    courier,
    received: async () => readPhone(directory).map(({ text }) => text),
    cutOff: () => diskFull(),
    silence: () => writeThenFail(),
  }
})

describe('the sandbox phone', () => {
  it('keeps each text in a file of its own that only its owner can read', async () => {
    const { courier, directory, clock } = bench()
    const receipt = await courier.deliver(await message('one'), never)
    const [name = '', ...others] = readdirSync(directory)
    expect(others).toEqual([])
    expect(receipt).toEqual({ outcome: 'accepted', courier: 'sandbox', id: name.replace(/\.json$/, '') })
    expect(name).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}\.json$/)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(join(directory, name), 'utf8'))).toEqual({
      to: '+4915112345678',
      text: 'one',
      at: new Date(clock.now()).toISOString(),
      transfer: 'WB-7K3Q-M9XP',
    })
  })

  it('reads back every text, oldest first, and none before the first', async () => {
    const { courier, directory, clock } = bench()
    expect(readPhone(directory)).toEqual([])
    for (const text of ['one', 'two', 'three', 'fo"ur\u2028€']) {
      await courier.deliver(await message(text), never)
      clock.advance(1)
    }
    clock.advance(-3_600_000)
    await courier.deliver(await message('zero'), never)
    expect(readPhone(directory).map(({ text }) => text)).toEqual(['zero', 'one', 'two', 'three', 'fo"ur\u2028€'])
  })

  it('passes over the temporary file of a crash, and nothing else', async () => {
    const { courier, directory } = bench()
    await courier.deliver(await message('one'), never)
    writeFileSync(durable.temporaryBeside(join(directory, 'x.json'), seededRandom(2)), '{"to":')
    expect(readPhone(directory)).toHaveLength(1)
    writeFileSync(join(directory, '.DS_Store'), '')
    expect(() => readPhone(directory)).toThrow(damaged)
  })

  const text = { to: '+4915112345678', text: 'secret-of-1', at: '2026-01-05T09:00:00.000Z', transfer: 'WB-7K3Q-M9XP' }
  it.each([
    ['no JSON', '{"to":"+4915112345678","text":"secret-of-1'],
    ['another type', '"secret-of-1"'],
    ['null', 'null'],
    ['a list', '["to","text","at","transfer"]'],
    ['one field less', JSON.stringify({ ...text, transfer: undefined })],
    ['one field more', JSON.stringify({ ...text, extra: 1 })],
    ['another field', JSON.stringify({ ...text, transfer: undefined, reference: 'WB-7K3Q-M9XP' })],
    ['a number that is none', JSON.stringify({ ...text, to: '015112345678' })],
    ['a number of another type', JSON.stringify({ ...text, to: 4915112345678 })],
    ['an empty text', JSON.stringify({ ...text, text: '' })],
    ['a text of another type', JSON.stringify({ ...text, text: ['secret-of-1'] })],
    ['a time without milliseconds', JSON.stringify({ ...text, at: '2026-01-05T09:00:00Z' })],
    ['a time that does not exist', JSON.stringify({ ...text, at: '2026-02-30T09:00:00.000Z' })],
    ['no time', JSON.stringify({ ...text, at: 'yesterday' })],
    ['half an id', JSON.stringify({ ...text, transfer: 'WB-7K3Q' })],
  ])('refuses a file with %s and does not quote it', (_what, content) => {
    const { directory } = bench()
    mkdirSync(directory)
    const path = join(directory, '01KE6YV3G00000000000000000.json')
    writeFileSync(path, JSON.stringify(text))
    expect(readPhone(directory)).toEqual([text])
    writeFileSync(path, content)
    const error = thrownBy(() => readPhone(directory))
    expect(error).toMatchObject({ code: 'WB-PHONE-DAMAGED' })
    expect(inspect(error, { depth: null })).not.toContain('secret-of-1')
  })

  it.each([
    'notes.json',
    'notes.txt',
    '01KE6YV3G00000000000000000',
    '01ke6yv3g00000000000000000.json',
  ])('refuses a file called %s', name => {
    const { directory } = bench()
    mkdirSync(directory)
    writeFileSync(join(directory, name), JSON.stringify(text))
    expect(() => readPhone(directory)).toThrow(damaged)
  })

  it('refuses a link and a directory', () => {
    const { directory } = bench()
    mkdirSync(directory)
    const path = join(directory, '01KE6YV3G00000000000000000.json')
    const elsewhere = join(scratch(), 'elsewhere')
    writeFileSync(elsewhere, JSON.stringify(text))
    symlinkSync(elsewhere, path)
    expect(() => readPhone(directory)).toThrow(damaged)
    rmSync(path)
    mkdirSync(path)
    expect(() => readPhone(directory)).toThrow(damaged)
  })
})

describe('the sandbox courier', () => {
  it('has every text delivered as soon as it is on the phone', async () => {
    const { courier, directory } = bench()
    const receipt = await courier.deliver(await message('one'), never)
    if (receipt.outcome !== 'accepted') throw new Error('not accepted')
    expect(await courier.status?.(receipt, never)).toEqual({ state: 'delivered' })
    rmSync(directory, { recursive: true })
    expect(await courier.status?.(receipt, never)).toMatchObject({ state: 'failed', refusal: { code: 'not-on-phone' } })
  })

  it('adopts the newest of several texts since the request', async () => {
    const { courier, clock } = bench()
    const to = await parsePhone('+4915112345678')
    await courier.deliver(await message('one'), never)
    clock.advance(1_000)
    const second = await courier.deliver(await message('two'), never)
    expect(await courier.reconcile?.(sought(to, { since: new Date(clock.now() - 1_000) }), never)).toEqual(second)
    expect(await courier.reconcile?.(sought(to, { since: new Date(clock.now()) }), never)).toEqual(second)
    expect(await courier.reconcile?.(sought(to, { since: new Date(clock.now() + 1) }), never)).toBeNull()
  })

  it('lists what it received in a period, and no text', async () => {
    const { courier, clock } = bench()
    const since = new Date(clock.now())
    const first = await courier.deliver(await message('one'), never)
    clock.advance(1_000)
    await courier.deliver(await message('two'), never)
    const listed = await courier.list?.(since, new Date(clock.now()), never)
    expect(listed).toEqual([{ id: first.outcome === 'accepted' ? first.id : '', at: since, failed: false }])
  })

  it('warns about a landline', async () => {
    const { courier } = bench()
    expect(await courier.check(await parsePhone('+4915112345678'), never)).toEqual([])
    expect(await courier.check(await parsePhone('+4930123456'), never)).toMatchObject([
      { level: 'warning', code: 'number.landline' },
    ])
  })

  it('leaves nothing behind when the disk is full', async () => {
    const { courier, directory } = bench()
    diskFull()
    const error = await courier.deliver(await message('one'), never).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(WaybillError)
    expect(error).toMatchObject({ code: 'WB-NO-SPACE' })
    expectNoLeak(error)
    expect(readdirSync(directory)).toEqual([])
  })

  it('sends nothing where it cannot make its directory', async () => {
    const { courier, directory } = bench()
    writeFileSync(directory, 'a file where the phone should be')
    await expect(courier.deliver(await message('one'), never)).rejects.toThrow(WaybillError)
  })

  it('wipes the bytes that it wrote', async () => {
    const { courier } = bench()
    let written: Uint8Array = new Uint8Array()
    vi.mocked(durable.writeDurably).mockImplementationOnce((_path, bytes) => {
      written = bytes
      expect(Buffer.from(bytes).toString()).toContain('one')
    })
    await courier.deliver(await message('one'), never)
    expect(written.length).toBeGreaterThan(0)
    expect(written.every(byte => byte === 0)).toBe(true)
  })
})

const damaged = expect.objectContaining({ code: 'WB-PHONE-DAMAGED' })

function bench(): { courier: Courier; directory: string; clock: ReturnType<typeof handClock> } {
  const directory = join(scratch(), 'phone')
  const clock = handClock()
  return { directory, clock, courier: sandboxCourier({ directory, clock, random: seededRandom(1) }) }
}

function diskFull(): void {
  vi.mocked(durable.writeDurably).mockImplementationOnce(path => {
    throw durable.ioError(Object.assign(new Error('no space'), { code: 'ENOSPC' }), path, 'write')
  })
}

/** The file is written, then its directory cannot be synced. */
function writeThenFail(): void {
  vi.mocked(durable.writeDurably).mockImplementationOnce((path, bytes) => {
    writeFileSync(path, bytes)
    throw new WaybillError('WB-IO', 'Writing failed with EIO.', 'Check the disk.')
  })
}

async function message(text: string): Promise<Message> {
  return { to: await parsePhone('+4915112345678'), text: Secret.fromText(text), reference: 'WB-7K3Q-M9XP' }
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
