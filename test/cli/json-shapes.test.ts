import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { fakeTerminal } from './fakes.ts'

/**
 * The field names that were promised to scripts, spelled out once more: `docs/json.md` can be changed together with the
 * code, this list only knowingly.
 */
const transfer = `transfer id state archive sha256 bytes entries names names.hide names.why channel courier held heldUntil receiptNeeded receiptCode check
  check.zipJs check.zipJs.entries check.zipJs.bytes check.waybill check.waybill.entries check.waybill.bytes password
  password.bits password.recipe password.length password.left handedOver recipient recipient.name recipient.organisation
  recipient.phone numberTrust purpose reference client basis categories special subjects records card opener deletion deletion.askedBy deletion.answer deletion.by deletion.at deletion.due attestation failure cancelled shredded life life[].seq life[].at
  life[].event life[].says life[].details checkpoint checkpoint.size checkpoint.root`
const finding = 'findings findings[].level findings[].code findings[].message'
const contact =
  'name organisation client phone phoneSince numberTrust verified verified.by verified.how verified.at language system'
const promises: Record<string, string> = {
  send: transfer,
  'send --dry-run':
    'dryRun channel hold first special files bytes names names.hide names.why names.visible card opener deleteBy findings',
  'send --manifest':
    'batch run dryRun rows rows[].row rows[].to rows[].transfer rows[].id rows[].state rows[].ok rows[].before rows[].channel rows[].hold rows[].archive rows[].sha256 rows[].receiptCode rows[].code rows[].message rows[].hint rows[].findings counts result',
  status: transfer.replace(/\S+/g, '[].$&'),
  'status ID': transfer,
  show: `${transfer} files files[].name files[].as files[].bytes files[].sha256 filesDigest kind sources.files sources.bytes operator.name operator.email key note`,
  log: transfer.replace(/\S+/g, '[].$&'),
  'log --events': '[].seq [].id [].ts [].type [].xfer [].d [].policy [].tool [].op [].host [].up [].boot [].log [].v',
  verify: `verified size root ${finding} pinned anchored`,
  'verify PATH': 'verified sha256 transfer transfer.id transfer.state transfer.transfer',
  'verify PAGE': 'verified sha256 page',
  'show --card': 'transfer language text html',
  doctor: `healthy home version node ${finding}`,
  'contacts add': contact,
  'contacts edit': contact,
  'contacts list': contact.replace(/\S+/g, '[].$&'),
  'contacts show': `${contact} history history[].at history[].change history[].otherPhone history[].phone history[].verified`,
  'contacts remove': 'removed name client',
  'contacts import': 'dryRun added changed same lines lines[].line lines[].name lines[].change',
  'policy show': 'policy policy.password policy.password.minLength policy.release policy.release.holdFor digest',
  'policy check': 'valid digest recorded inForce',
  'policy set': 'changes changes[].key changes[].from changes[].to',
  purge:
    'dryRun done items items[].what items[].of items[].owner items[].transfer items[].reason items[].since items[].due items[].waits items[].outcome items[].code items[].message items[].hint backupsUntil scrubPending',
  password: 'password recipe bits length',
  'password --judge': `accepted bits length crackTime ${finding}`,
  phone: '[].to [].text [].at [].transfer',
  open: 'into entries entries[].name entries[].bytes transfer listed confirmation corrected findings',
  'open --list':
    'entries entries[].name entries[].directory entries[].bytes entries[].sealed entries[].modified comment bytes',
  init: 'home operator operator.name operator.email fingerprint passphrase policy',
  'an error': 'error error.code error.message error.hint',
  '--version': 'version',
  help: 'help',
}

const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
const answers = new Map<string, Set<string>>()
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function ask(name: string, ...argv: string[]) {
  const { terminal, stdout } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  await runProgram([...argv, '--json', '--home', join(place, 'home')], around).catch(error => terminal.fail(error))
  await terminal.finish(0)
  const answer = JSON.parse(stdout.text)
  answers.set(name, new Set(fieldsOf(answer)))
  return answer
}

beforeAll(async () => {
  const source = join(place, 'a.txt')
  const archive = join(place, 'a.zip')
  writeFileSync(source, 'Ada Lovelace')
  const send = ['send', source, '--sandbox', '--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Test']
  const asked = ['--ask-deletion', '2050-12-31']
  await ask('send --dry-run', ...send, '--dry-run')
  const { transfer: id } = await ask('send', ...send, '--no-hold', '--keep', '0s', '--out', archive, ...asked)
  const manifest = join(place, 'people.csv')
  writeFileSync(manifest, `to,phone,paths,purpose\nAda,+4915112345678,${source},Test\n`)
  await ask('send --manifest', 'send', '--manifest', manifest, '--out-dir', place, '--sandbox')
  const ids: [string, ...string[]][] = [
    ['status'],
    ['log'],
    ['doctor'],
    ['verify'],
    ['phone'],
    ['policy show'],
    ['policy check'],
  ]
  for (const [name] of ids) await ask(name, ...name.split(' '), '--sandbox')
  await ask('status ID', 'status', id, '--sandbox')
  await ask('show', 'show', id, '--sandbox')
  await ask('log --events', 'log', '--events', '--sandbox')
  writeFileSync(join(place, 'page.html'), 'no page of ours')
  await ask('verify PAGE', 'verify', join(place, 'page.html'))
  await ask('show --card', 'show', id, '--card', '--sandbox')
  await ask('verify PATH', 'verify', archive, '--sandbox')
  const ada = ['--phone', '+4915112345678', '--verified', 'contract', '--sandbox']
  await ask('purge', 'purge', '--dry-run', '--sandbox')
  await ask('contacts add', 'contacts', 'add', '--name', 'Ada', ...ada)
  await ask('contacts edit', 'contacts', 'edit', 'Ada', ...ada)
  await ask('contacts list', 'contacts', 'list', '--sandbox')
  await ask('contacts show', 'contacts', 'show', 'Ada', '--sandbox')
  await ask('contacts remove', 'contacts', 'remove', 'Ada', '--sandbox', '--yes')
  writeFileSync(join(place, 'contacts.csv'), 'name\nGrace')
  await ask('contacts import', 'contacts', 'import', join(place, 'contacts.csv'), '--sandbox')
  await ask('policy set', 'policy', 'set', 'release.holdFor', '3d', '--sandbox')
  await ask('password', 'password')
  await ask('password --judge', 'password', '--judge', '--password-fd', descriptor('hunter2'))
  const [{ text }] = await ask('phone', 'phone', '--sandbox')
  const password = /Password: (\S+)\./.exec(text)?.[1] ?? ''
  await ask('open', 'open', archive, '--into', join(place, 'into'), '--password-fd', descriptor(password))
  await ask('open --list', 'open', archive, '--list')
  await ask('init', 'init', '--name', 'Grace Hopper', '--email', 'grace@example.com', '--no-passphrase')
  await ask('an error', 'show', 'WB-0000-0000')
  await ask('--version', '--version')
  await ask('help', 'help', 'send')
})

/** A file descriptor that gives this secret, as a shell would open it. */
function descriptor(secret: string): string {
  const path = join(place, `fd-${answers.size}`)
  writeFileSync(path, secret)
  return String(openSync(path, 'r'))
}

/** Every path in a document: `a.b`, `list[].name`. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(item => fieldsOf(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => {
    const own = path === '' ? name : `${path}.${name}`
    return [own, ...fieldsOf(item, own)]
  })
}

describe('the JSON answer', () => {
  it.each(Object.entries(promises))('of %s has every promised field', (name, promised) => {
    const fields = answers.get(name) ?? new Set()
    expect(promised.split(/\s+/).filter(field => !fields.has(field))).toEqual([])
  })

  it('of send has what product.md promises by name', () => {
    const promised = `transfer id state archive sha256 bytes entries channel courier held receiptCode check password.bits
      password.recipe password.length checkpoint.size checkpoint.root`
    expect([...(answers.get('send') ?? [])]).toEqual(expect.arrayContaining(promised.split(/\s+/)))
  })
})
