import { lstatSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { errnoOf, WaybillError } from '../../error.ts'
import type { Finding } from '../../finding.ts'
import { Secret } from '../../secret.ts'

/** An API key of a Twilio account. The auth token, which opens the whole account, is never used. */
export interface Credentials {
  /** `AC` and 32 hex digits. */
  readonly account: string
  /** `SK` and 32 hex digits. */
  readonly key: string
  readonly secret: Secret
}

/**
 * Where they stand: in the environment, as `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY` and `TWILIO_API_SECRET` (or
 * `TWILIO_API_KEY_SECRET`); where none of these is set, in a file of JSON with the fields `accountSid`, `apiKey` and
 * `apiSecret`, which its owner alone can open. The two are never mixed.
 */
export interface CredentialSource {
  readonly env: Readonly<Record<string, string | undefined>>
  /** A path; it need not exist. */
  readonly file: string | null
}

/** Throws WB-CREDENTIALS with everything that is wrong. The caller owns the secret. */
export function readCredentials(source: CredentialSource): Credentials {
  const { credentials, findings } = look(source)
  if (credentials !== null) return credentials
  const wrong = findings
    .filter(({ level }) => level === 'error')
    .map(({ message, at }) => (at ? `${at}: ${message}` : message))
  throw new WaybillError(
    'WB-CREDENTIALS',
    wrong.join(' '),
    'Set TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET to an API key of the account, or correct twilio.json in the home.',
  )
}

/** What is missing or malformed, each by its name and never by its value. None when all is there. */
export function missingCredentials(source: CredentialSource): Finding[] {
  const { credentials, findings } = look(source)
  credentials?.secret.destroy()
  return findings
}

interface Look {
  readonly credentials: Credentials | null
  readonly findings: Finding[]
}

/** One of the three, as it was found: untrusted. */
interface Given {
  readonly name: string
  readonly value: unknown
}

function look({ env, file }: CredentialSource): Look {
  const usual = env.TWILIO_API_SECRET || !env.TWILIO_API_KEY_SECRET
  const secret = usual ? 'TWILIO_API_SECRET' : 'TWILIO_API_KEY_SECRET'
  const given = ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', secret].map(name => ({ name, value: env[name] || undefined }))
  const token: Finding[] = env.TWILIO_AUTH_TOKEN
    ? [note('credentials.auth-token', 'TWILIO_AUTH_TOKEN is set and not used: Waybill wants an API key.')]
    : []
  const fromFile = given.every(({ value }) => value === undefined) ? lookInto(file) : null
  const { credentials, findings } = fromFile ?? judge(given)
  return { credentials, findings: [...findings, ...token] }
}

/** Null when there is no such file. */
function lookInto(file: string | null): Look | null {
  if (file === null) return null
  try {
    const found = lstatSync(file, { throwIfNoEntry: false })
    if (found === undefined) return null
    if (!found.isFile()) return refuse(file, 'is not a plain file')
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
      return refuse(file, 'can be opened by others: run chmod 600 on it')
    }
    if (process.getuid !== undefined && found.uid !== process.getuid()) return refuse(file, 'belongs to another user')
    if (found.size > 4096) return refuse(file, 'is too long to be one')
    return judgeFile(file)
  } catch (error) {
    return refuse(file, `cannot be read (${errnoOf(error) ?? 'no reason given'})`)
  }
}

function judgeFile(file: string): Look {
  const bytes = readFileSync(file)
  try {
    const value: unknown = JSON.parse(bytes.toString())
    if (typeof value !== 'object' || value === null) return refuse(file, 'does not hold a JSON object')
    const field = new Map<string, unknown>(Object.entries(value))
    if (field.has('authToken')) return refuse(file, 'holds an auth token, which opens the whole account: take it out')
    return judge(
      ['accountSid', 'apiKey', 'apiSecret'].map(name => ({ name, value: field.get(name) })),
      file,
    )
  } catch {
    // The cause would quote the file.
    return refuse(file, 'is not JSON')
  } finally {
    bytes.fill(0)
  }
}

const shapes = [
  { pattern: /^AC[0-9a-f]{32}$/i, words: 'the SID of an account: AC and 32 hex digits' },
  { pattern: /^SK[0-9a-f]{32}$/i, words: 'the SID of an API key: SK and 32 hex digits' },
  { pattern: /^[\x21-\x7e]{16,128}$/, words: 'the secret of an API key' },
]

function judge(given: readonly Given[], at?: string): Look {
  const findings = given.flatMap(({ name, value }, index) => {
    if (value === undefined) return [wrong('credentials.missing', `${name} is missing.`, at)]
    const shape = shapes[index]
    const fits = typeof value === 'string' && shape?.pattern.test(value)
    return fits ? [] : [wrong('credentials.malformed', `${name} is not ${shape?.words}.`, at)]
  })
  const [account, key, secret] = given.map(({ value }) => (typeof value === 'string' ? value : ''))
  if (findings.length > 0 || account === undefined || key === undefined || secret === undefined) {
    return { credentials: null, findings }
  }
  return { credentials: { account, key, secret: Secret.fromText(secret) }, findings }
}

function refuse(file: string, why: string): Look {
  const finding = wrong('credentials.file', `The file with the credentials ${why}.`, file)
  return { credentials: null, findings: [finding] }
}

function wrong(code: string, message: string, at?: string): Finding {
  return { level: 'error', code, message, ...(at !== undefined && { at }) }
}

function note(code: string, message: string): Finding {
  return { level: 'note', code, message }
}
