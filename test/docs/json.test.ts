import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { fakeTerminal } from '../cli/fakes.ts'
import { codes, read, tableUnder } from './markdown.ts'

/** docs/json.md against the answers that the commands really give: every field, with its type, and no other. */
const page = read('docs/json.md')
const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** What was answered, by heading of the page. */
const answers = new Map<string, unknown[]>()

async function ask(heading: string, ...argv: string[]): Promise<unknown[]> {
  const { terminal, stdout } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  const home = argv.includes('--home') ? [] : ['--home', join(place, 'home')]
  await runProgram([...argv, ...home, '--json'], around).catch(error => terminal.fail(error))
  await terminal.finish(0)
  const document: unknown = JSON.parse(stdout.text)
  const list = Array.isArray(document) ? document : [document]
  answers.set(heading, [...(answers.get(heading) ?? []), ...list])
  return list
}

beforeAll(async () => {
  const source = join(place, 'source.txt')
  writeFileSync(source, 'a source')
  const archive = join(place, 'a.zip')
  const send = ['send', source, '--sandbox', '--to', 'Zoë', '--phone', '+4915112345678', '--purpose', 'a test']
  await ask('An error', 'show', 'WB-0000-0000', '--sandbox')
  await ask('A dry run', ...send, '--card', '--ask-deletion', '2050-12-31', '--dry-run')
  const forged = join(place, 'open.html')
  writeFileSync(forged, 'no page of ours')
  await ask('A verified opener page', 'verify', forged)
  await ask(
    'A transfer',
    ...send,
    '--out',
    archive,
    '--no-hold',
    '--category',
    'health',
    '--subjects',
    '1',
    '--ref',
    'r',
  )
  const [held] = await ask('A transfer', ...send, '--out', join(place, 'b.zip'), '--hold')
  await ask('A transfer', 'release', textAt(held, 'transfer'), '--receipt', textAt(held, 'receiptCode'), '--sandbox')
  await ask('A transfer', 'show', textAt(held, 'transfer'), '--sandbox')
  await ask('A transfer', ...send, '--out', join(place, 'e.zip'), '--hold', '--card', '--ask-deletion', '2050-12-31')
  await ask('A transfer', 'deleted', textAt(held, 'transfer'), '--by', 'Zoë', '--sandbox')
  await ask('A card', 'show', textAt(held, 'transfer'), '--card', '--sandbox')
  await ask('A transfer', 'log', '--sandbox')
  const manifest = join(place, 'people.csv')
  const rows = ['Zoë,+4915112345678,source.txt', 'Ada,1,source.txt', 'Emmy,+4915112345679,source.txt']
  writeFileSync(manifest, ['to,phone,paths', ...rows, ''].join('\n'))
  const batch = ['send', '--manifest', manifest, '--out-dir', place, '--purpose', 'a test', '--sandbox']
  await ask('A batch', ...batch, '--dry-run')
  await ask('A batch', ...batch)
  await ask('An event', 'log', '--events', '--sandbox')
  const [message] = await ask('A text of the sandbox phone', 'phone', '--sandbox')
  await ask('A new home', 'init', '--name', 'Grace Hopper', '--email', 'grace@example.com', '--no-passphrase')
  await ask('A verified ledger', 'verify', '--sandbox')
  await ask('A verified ledger', 'verify', '--provider', '--sandbox')
  const bundle = join(place, 'bundle.zip')
  await ask(
    'An evidence bundle',
    'evidence',
    '--out',
    bundle,
    '--since',
    '2020-01-01',
    '--redact',
    'files',
    '--sandbox',
  )
  await ask('A verified bundle', 'verify', bundle)
  await ask('A verified bundle', 'verify', place)
  await ask('A verified archive', 'verify', archive, '--sandbox')
  await ask('A verified archive', 'verify', source, '--sandbox')
  await ask('A listed archive', 'open', archive, '--list')
  const password = /Password: (\S+)\./.exec(textAt(message, 'text'))?.[1] ?? ''
  await ask('An opened archive', 'open', archive, '--into', join(place, 'o'), '--password-fd', descriptor(password))
  const ada = [
    '--name',
    'Ada',
    '--phone',
    '+4915112345678',
    '--verified',
    'called-back',
    '--client',
    'North',
    '--language',
    'de',
  ]
  await ask('A contact', 'contacts', 'add', ...ada, '--sandbox')
  await ask('A contact', 'contacts', 'add', '--name', 'Emmy', '--sandbox')
  await ask('A contact', 'contacts', 'edit', 'Ada', '--org', 'Example', '--client', 'North', '--sandbox')
  await ask('A contact', 'contacts', 'list', '--sandbox')
  await ask('A contact', 'contacts', 'show', 'Ada', '--client', 'North', '--sandbox')
  await ask('A contact', 'contacts', 'show', 'Emmy', '--sandbox')
  await ask('A removed contact', 'contacts', 'remove', 'Emmy', '--sandbox', '--yes')
  await ask('A removed contact', 'contacts', 'remove', 'Ada', '--client', 'North', '--sandbox', '--yes')
  const folder = join(place, 'unplugged')
  for (const [out, name] of [
    [place, 'c.zip'],
    [folder, 'd.zip'],
  ] as const) {
    mkdirSync(out, { recursive: true })
    await ask('A transfer', ...send, '--no-hold', '--keep', '0s', '--out', join(out, name))
  }
  rmSync(folder, { recursive: true })
  await ask('A purge', 'purge', '--dry-run', '--sandbox')
  const [purged] = await ask('A purge', 'purge', '--sandbox', '--yes')
  expect(JSON.stringify(purged)).toContain('WB-NOT-FOUND')
  writeFileSync(join(place, 'contacts.csv'), 'name\nGrace')
  await ask('Imported contacts', 'contacts', 'import', join(place, 'contacts.csv'), '--sandbox')
  await ask('The policy', 'policy', 'show', '--sandbox')
  await ask('A checked policy', 'policy', 'check', '--sandbox')
  await ask('A changed policy', 'policy', 'set', 'release.holdFor', '3d', '--sandbox')
  await ask('A key', 'key', 'show', '--sandbox')
  await ask('A rotated key', 'key', 'rotate', '--sandbox')
  await ask('A revoked key', 'key', 'revoke', 'current', '--reason', 'retired', '--sandbox')
  const [rotated] = await ask('A rotated key', 'key', 'rotate', '--sandbox')
  await ask('A revoked key', 'key', 'revoke', textAt(rotated, 'from'), '--reason', 'lost', '--sandbox')
  const [backup, taken] = [join(place, 'home.zip'), join(place, 'home.password')]
  await ask('A backup', 'backup', backup, '--password-to-fd', String(openSync(taken, 'w')))
  const lost = ['--yes', '--password-fd', String(openSync(taken, 'r')), '--home', join(place, 'restored')]
  await ask('A restored home', 'restore', backup, '--mark', join(place, 'home', 'mark.json'), ...lost)
  await ask('A password', 'password', '--count', '2')
  await ask('A judged password', 'password', '--judge', '--password-fd', descriptor('hunter2'))
  await ask('Health', 'doctor', '--sandbox')
  await ask('Recipients', 'report', 'recipients', '--sandbox')
  await ask('A breach', 'report', 'breach', '--sandbox')
  await ask('A breach', 'report', 'breach', '--sandbox', '--ref', 'r', '--since', '2026-01-01')
  await ask('A breach', 'report', 'breach', '--home', join(place, 'restored'))
  for (let more = 0; more < 8; more++)
    await ask('A transfer', ...send, '--out', join(place, `${more}.zip`), '--no-hold')
  await ask('Activity', 'report', 'activity', '--sandbox')
  await ask('Controls', 'report', 'controls', '--sandbox')
  await ask('A written report', 'report', 'controls', '--sandbox', '--out', join(place, 'controls.json'))
  answers.set('Findings', [...answers.values()].flat().flatMap(findingsOf))
})

function textAt(document: unknown, name: string): string {
  return isObject(document) ? String(document[name]) : ''
}

/** A file descriptor that gives this secret, as a shell would open it. */
function descriptor(secret: string): string {
  const path = join(place, `fd-${answers.size}`)
  writeFileSync(path, secret)
  return String(openSync(path, 'r'))
}

function findingsOf(document: unknown): unknown[] {
  return isObject(document) && Array.isArray(document.findings) ? document.findings : []
}

const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading)

/** Path → type: `check.zipJs.entries`, `life[].at`. */
function fieldsUnder(heading: string): Map<string, string> {
  const [source = page, table] = heading === 'An event' ? [read('docs/ledger-format.md')] : [page, heading]
  return new Map(tableUnder(source, table ?? heading).map(([path = '', type = '']) => [codes(path).join(), type]))
}

describe('docs/json.md', () => {
  it.each(headings)('tells all of “%s”', heading => {
    const documents = answers.get(heading) ?? []
    expect(documents.length).toBeGreaterThan(0)
    const fields = fieldsUnder(heading)
    const seen = new Map<string, unknown[]>()
    for (const document of documents) collect(document, '', fields, seen)
    expect(
      [...seen].flatMap(([path, values]) =>
        values.filter(value => !fits(fields.get(path), value)).map(value => [path, value]),
      ),
    ).toEqual([])
    expect([...fields].filter(([path, type]) => !isSeen(path, type, seen)).map(([path]) => path)).toEqual([])
  })
})

/** Every value by its path, as deep as the page goes. */
function collect(value: unknown, path: string, fields: Map<string, string>, seen: Map<string, unknown[]>): void {
  const goesDeeper = [...fields.keys()].some(field => field.startsWith(`${path}.`) || field.startsWith(`${path}[]`))
  const isBranch = (isObject(value) || Array.isArray(value)) && (path === '' || goesDeeper)
  if (fields.has(path) || !isBranch) seen.set(path, [...(seen.get(path) ?? []), value])
  if (!isBranch) return
  if (Array.isArray(value)) for (const item of value) collect(item, `${path}[]`, fields, seen)
  else
    for (const [name, item] of Object.entries(value))
      collect(item, path === '' ? name : `${path}.${name}`, fields, seen)
}

/** A field counts as seen where what it lies in was null or empty in every answer. */
function isSeen(path: string, type: string, seen: Map<string, unknown[]>): boolean {
  if (seen.has(path) || type.includes('absent')) return true
  const parent = path.replace(/(\.|\[\]\.)[^.]+$/, '')
  return seen.get(parent)?.every(value => value === null || (Array.isArray(value) && value.length === 0)) ?? false
}

function fits(type: string | undefined, value: unknown): boolean {
  if (type === undefined) return false
  if (type === 'any') return true
  if (value === null) return type.includes('null')
  if (/^\d+$/.test(type)) return value === Number(type)
  switch (type.replace(/ (or|from|,).*$/, '')) {
    case 'integer':
      return Number.isSafeInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'time':
      return typeof value === 'string' && new Date(value).toISOString() === value
    case 'hex64':
      return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
    default:
      return typeof value === 'string'
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
