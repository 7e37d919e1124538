import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { missingCredentials, readCredentials } from '../../../../lib/courier/twilio/credentials.ts'
import { WaybillError } from '../../../../lib/error.ts'
import { scratch } from '../../../support/world.ts'

const account = `AC${'1'.repeat(32)}`
const key = `SK${'2'.repeat(32)}`
const secret = 'Hq7vExampleSecretOfAnApiKey00000'
const env = { TWILIO_ACCOUNT_SID: account, TWILIO_API_KEY: key, TWILIO_API_SECRET: secret }
const inFile = { accountSid: account, apiKey: key, apiSecret: secret }

describe('credentials of the environment', () => {
  it('are read, the secret as one', () => {
    expectRead({ env, file: null })
    const { TWILIO_API_SECRET: _, ...others } = env
    expectRead({ env: { ...others, TWILIO_API_KEY_SECRET: secret }, file: null })
    expectRead({ env: { ...env, TWILIO_API_KEY_SECRET: 'another-secret-altogether' }, file: null })
    const credentials = readCredentials({ env, file: null })
    expect(inspect(credentials, { depth: null, showHidden: true })).not.toContain(secret)
  })

  it.each([
    ['TWILIO_ACCOUNT_SID', undefined],
    ['TWILIO_ACCOUNT_SID', ''],
    ['TWILIO_API_KEY', undefined],
    ['TWILIO_API_SECRET', undefined],
  ])('are missing without %s', (name, value) => {
    expectWrong({ env: { ...env, [name]: value }, file: null }, 'credentials.missing', name)
  })

  it.each([
    ['TWILIO_ACCOUNT_SID', key],
    ['TWILIO_ACCOUNT_SID', `${account}0`],
    ['TWILIO_ACCOUNT_SID', `AC${'g'.repeat(32)}`],
    ['TWILIO_API_KEY', account],
    ['TWILIO_API_KEY', `${key} `],
    ['TWILIO_API_SECRET', 'short'],
    ['TWILIO_API_SECRET', `${secret}\n`],
    ['TWILIO_API_SECRET', `${secret} ${secret}`],
  ])('are malformed with %s %j', (name, value) => {
    expectWrong({ env: { ...env, [name]: value }, file: null }, 'credentials.malformed', name)
  })

  it('are named, each that is missing', () => {
    const messages = missingCredentials({ env: {}, file: null }).map(({ message }) => message)
    expect(messages).toEqual([
      'TWILIO_ACCOUNT_SID is missing.',
      'TWILIO_API_KEY is missing.',
      'TWILIO_API_SECRET is missing.',
    ])
  })

  it('are never an auth token, and that is said', () => {
    const token = '0123456789abcdef0123456789abcdef'
    expect(missingCredentials({ env: { ...env, TWILIO_AUTH_TOKEN: token }, file: null })).toEqual([
      {
        level: 'note',
        code: 'credentials.auth-token',
        message: expect.stringMatching(/TWILIO_AUTH_TOKEN .* not used/),
      },
    ])
    const alone = { env: { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token }, file: null }
    expect(missingCredentials(alone).map(({ code }) => code)).toEqual([
      'credentials.missing',
      'credentials.missing',
      'credentials.auth-token',
    ])
    expectRefused(alone, token)
  })
})

describe('credentials of a file', () => {
  it('are read where the environment has none', () => {
    const file = write(inFile)
    expectRead({ env: {}, file })
    expectRead({ env: { TWILIO_AUTH_TOKEN: 'of no use here' }, file })
    chmodSync(file, 0o400)
    expectRead({ env: {}, file })
  })

  it('are never mixed with those of the environment', () => {
    const file = write(inFile)
    expectRead({ env, file: write({ ...inFile, apiKey: 'of no use here' }) })
    expectWrong({ env: { TWILIO_API_KEY: key }, file }, 'credentials.missing', 'TWILIO_ACCOUNT_SID')
  })

  it('are missing like others where the file is', () => {
    const file = join(scratch(), 'none.json')
    expect(missingCredentials({ env: {}, file }).map(({ code }) => code)).toEqual(Array(3).fill('credentials.missing'))
  })

  it.each([
    ['a field less', { ...inFile, apiKey: undefined }, 'credentials.missing', 'apiKey'],
    ['a malformed field', { ...inFile, accountSid: 'AC1' }, 'credentials.malformed', 'accountSid'],
    ['a field of another type', { ...inFile, apiSecret: [secret] }, 'credentials.malformed', 'apiSecret'],
    ['an auth token', { ...inFile, authToken: secret }, 'credentials.file', 'auth token'],
    ['no object', [secret], 'credentials.missing', 'accountSid'],
    ['null', null, 'credentials.file', 'JSON object'],
  ])('are refused with %s', (_what, content, code, name) => {
    const file = write(content)
    expectWrong({ env: {}, file }, code, name)
    expect(missingCredentials({ env: {}, file })[0]).toMatchObject({ at: file })
  })

  it('are refused when the file is no JSON, too long, no plain file, or for others to read', () => {
    const file = write(inFile)
    writeFileSync(file, `{"apiSecret":"${secret}"`)
    expectWrong({ env: {}, file }, 'credentials.file', 'not JSON')
    writeFileSync(file, JSON.stringify({ ...inFile, more: ' '.repeat(5_000) }))
    expectWrong({ env: {}, file }, 'credentials.file', 'too long')
    writeFileSync(file, JSON.stringify(inFile))
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      chmodSync(file, mode)
      expectWrong({ env: {}, file }, 'credentials.file', 'chmod 600')
    }
    chmodSync(file, 0o600)
    const link = join(scratch(), 'link.json')
    symlinkSync(file, link)
    expectWrong({ env: {}, file: link }, 'credentials.file', 'plain file')
    const directory = join(scratch(), 'directory')
    mkdirSync(directory)
    expectWrong({ env: {}, file: directory }, 'credentials.file', 'plain file')
  })
})

type Source = Parameters<typeof readCredentials>[0]

function expectRead(source: Source): void {
  const found = readCredentials(source)
  expect(found).toMatchObject({ account, key })
  expect(found.secret.use(text => text)).toBe(secret)
  expect(missingCredentials(source).filter(({ level }) => level === 'error')).toEqual([])
}

function expectWrong(source: Source, code: string, words: string): void {
  const findings = missingCredentials(source)
  expect(findings[0]).toMatchObject({ level: 'error', code, message: expect.stringContaining(words) })
  expect(JSON.stringify(findings)).not.toContain(secret)
  expectRefused(source, secret)
}

function expectRefused(source: Source, hidden: string): void {
  try {
    readCredentials(source)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(WaybillError)
    expect(error).toMatchObject({ code: 'WB-CREDENTIALS' })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(hidden)
  }
}

function write(content: unknown): string {
  const file = join(scratch(), 'twilio.json')
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  return file
}
