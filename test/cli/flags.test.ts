import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chdir, cwd } from 'node:process'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, runProgram } from '../../cli/program.ts'
import { fakeTerminal } from './fakes.ts'

/**
 * Wrong input of every flag of every command. The flags come from the program itself, so that a new one without a row
 * fails here. `ID` is a held transfer of the sandbox.
 */
const send = 'send a.txt --sandbox --to Ada --phone +4915112345678 --purpose Test'
const rows: Record<string, string[]> = {
  '--version': ['--version=1'],
  '--home': ['log --home', ['log', '--home', ''].join('\0'), 'log --home a.txt', 'log --home missing'],
  '--sandbox': ['log --sandbox=yes'],
  '--json': ['log --json=yes'],
  '--quiet': ['log --quiet=yes'],
  '--verbose': ['log --verbose=yes'],
  '--no-color': ['log --no-color=yes'],
  '--no-input': ['log --no-input=yes'],
  '--yes': ['log --yes=no'],
  '--passphrase-fd': ['log --passphrase-fd three', 'log --passphrase-fd -1', 'log --passphrase-fd 4096'],
  'cancel --mis-sent': ['cancel ID --sandbox --yes --mis-sent=yes'],
  'dictate --by': ['dictate\0ID\0--sandbox\0--by\0', 'dictate\0ID\0--sandbox\0--by\0two\nlines'],
  'dictate --to': ['dictate\0ID\0--sandbox\0--to\0'],
  'doctor --ask': ['doctor --ask=yes'],
  'doctor --terminal': ['doctor --terminal=yes', 'doctor --terminal --ask'],
  'init --name': [
    'init --email grace@example.com --no-passphrase --name',
    'init --email grace@example.com --no-passphrase --name root',
    'init\0--email\0grace@example.com\0--no-passphrase\0--name\0',
    'init\0--email\0grace@example.com\0--no-passphrase\0--name\0Team Support',
    'init\0--email\0grace@example.com\0--no-passphrase\0--name\0Grace \u202eHopper',
  ],
  'init --email': [
    'init\0--name\0Grace Hopper\0--no-passphrase\0--email\0',
    'init\0--name\0Grace Hopper\0--no-passphrase\0--email\0grace',
    'init\0--name\0Grace Hopper\0--no-passphrase\0--email\0info@example.com',
  ],
  'init --no-passphrase': ['init --no-passphrase=yes'],
  'send --to': [
    'send a.txt --sandbox --to',
    'send\0a.txt\0--sandbox\0--purpose\0Test\0--to\0',
    `${send}\0--to\0A\u0007da`,
  ],
  'send --org': [`${send}\0--org\0`, `${send}\0--org\0${'x'.repeat(201)}`],
  'send --phone': [`${send} --phone 015112345678`, `${send} --phone +49`, `${send} --phone +99912345678`],
  'send --via': [`${send} --via email`, `${send} --via`],
  'send --hold': [`${send} --hold=yes`],
  'send --no-hold': [`${send} --no-hold=yes`],
  'send --purpose': [`${send}\0--purpose\0 `],
  'send --basis': [`${send} --basis because`],
  'send --category': [`${send} --category secrets`, `${send} --category health secrets`],
  'send --subjects': [`${send} --subjects many`, `${send} --subjects -1`],
  'send --records': [`${send} --records 1.5`],
  'send --client': [`${send}\0--client\0`],
  'send --ref': [`${send}\0--ref\0two\nlines`],
  'send --out': [`${send}\0--out\0`],
  'send --force': [`${send} --force=yes`],
  'send --level': [`${send} --level 10`, `${send} --level fast`],
  'send --hide-names': [`${send} --hide-names numbers`],
  'send --recipe': [`${send} --recipe pin`],
  'send --keep': [`${send} --keep forever`],
  'send --card': [`${send} --card=yes`],
  'send --language': [`${send} --language de`, `${send} --card --language it`],
  'send --copy': [`${send} --copy`, 'send --manifest a.txt --sandbox --copy'],
  'send --opener': [`${send} --opener=yes`],
  'send --no-opener': [`${send} --no-opener=yes`],
  'send --ask-deletion': [
    `${send} --ask-deletion tomorrow`,
    `${send} --ask-deletion 2030-02-30`,
    `${send} --ask-deletion 2020-01-01`,
    `${send} --ask-deletion 9999-12-31`,
  ],
  'send --wait': [`${send} --wait 5`],
  'send --manifest': [
    'send\0--sandbox\0--manifest\0',
    'send --manifest missing.csv --sandbox',
    'send --manifest a.txt --sandbox',
    `${send} --manifest a.txt`,
  ],
  'send --out-dir': [`${send} --out-dir .`, 'send --manifest a.txt --sandbox --out-dir missing'],
  'send --result': [`${send} --result b.csv`, 'send\0--manifest\0a.txt\0--sandbox\0--result\0'],
  'send --jobs': [`${send} --jobs 2`, 'send --manifest a.txt --sandbox --jobs 0', 'send --manifest a.txt --jobs 17'],
  'send --again': [`${send} --again`, 'send --manifest a.txt --sandbox --again=yes'],
  'send --strict': [`${send} --strict`],
  'send --dry-run': [`${send} --dry-run=yes`],
  'release --receipt': ['release ID --sandbox --receipt soon', 'release ID --sandbox --receipt 0000-0000'],
  'release --override': ['release\0ID\0--sandbox\0--override\0 ', 'release\0ID\0--sandbox\0--override\0a\nb'],
  'release --via': ['release ID --sandbox --via pigeon'],
  'dictate --receipt': ['dictate ID --sandbox --receipt soon'],
  'dictate --override': ['dictate\0ID\0--sandbox\0--override\0'],
  'dictate --via': ['dictate ID --sandbox --via pigeon'],
  'dictate --alphabet': ['dictate ID --sandbox --alphabet greek'],
  'handed-over --by': ['handed-over ID --sandbox', 'handed-over ID --sandbox --by pigeon'],
  'status --offline': ['status --sandbox --offline=yes'],
  'confirm --code': ['confirm ID --sandbox --code soon'],
  'deleted --by': ['deleted\0ID\0--sandbox\0--by\0', 'deleted\0ID\0--sandbox\0--by\0two\nlines'],
  'deleted --kept': ['deleted ID --sandbox --kept=yes'],
  'log --events': ['log --sandbox --events=all'],
  'log --state': ['log --sandbox --state lost'],
  'log --since': ['log --sandbox --since yesterday', 'log --sandbox --since 2026-02-30'],
  'log --until': ['log --sandbox --until 31.12.2026'],
  'log --to': ['log\0--sandbox\0--to\0'],
  'log --org': ['log\0--sandbox\0--org\0 '],
  'log --client': ['log\0--sandbox\0--client\0'],
  'log --ref': ['log\0--sandbox\0--ref\0'],
  'log --category': ['log --sandbox --category secrets'],
  'log --channel': ['log --sandbox --channel pigeon'],
  'log --operator': ['log\0--sandbox\0--operator\0'],
  'log --text': ['log\0--sandbox\0--text\0'],
  'log --no-pager': ['log --sandbox --no-pager=yes'],
  'log --limit': ['log --sandbox --limit 0', 'log --sandbox --limit all'],
  'log --format': ['log --sandbox --format xml', 'log --sandbox --format ocsf'],
  'show --format': ['show ID --sandbox --format pdf'],
  'show --out': ['show\0ID\0--sandbox\0--format\0html\0--out\0', 'show ID --sandbox --out page.html'],
  'show --force': ['show ID --sandbox --format html --force'],
  'show --card': ['show ID --sandbox --card=yes'],
  'show --language': ['show ID --sandbox --language de', 'show ID --sandbox --card --language it'],
  'show --copy': ['show ID --sandbox --copy', 'show ID --sandbox --card --copy'],
  'show --no-pager': ['show ID --sandbox --no-pager=yes'],
  'verify --key': ['verify --sandbox --key 12ab', 'verify a.txt --key 12ab'],
  'verify --anchor': ['verify\0--sandbox\0--anchor\0', 'verify a.txt --sandbox --anchor a.txt'],
  'verify --since': ['verify\0--sandbox\0--since\0', 'verify a.txt --sandbox --since a.txt'],
  'report recipients --since': [
    'report recipients --sandbox --since yesterday',
    'report recipients --sandbox --since 2026-02-01 --until 2026-01-01',
  ],
  'report recipients --until': ['report recipients --sandbox --until 31.12.2026'],
  'report recipients --format': [
    'report recipients --sandbox --format xml',
    'report recipients --sandbox --format html',
  ],
  'report recipients --out': ['report\0recipients\0--sandbox\0--out\0'],
  'report recipients --to': ['report\0recipients\0--sandbox\0--to\0 '],
  'report recipients --client': ['report\0recipients\0--sandbox\0--client\0'],
  'report breach --since': [
    'report breach --sandbox --since yesterday',
    'report breach --sandbox --since 2026-02-01 --until 2026-01-01',
  ],
  'report breach --until': ['report breach --sandbox --until 31.12.2026'],
  'report breach --format': ['report breach --sandbox --format xml', 'report breach --sandbox --format html'],
  'report breach --out': ['report\0breach\0--sandbox\0--out\0'],
  'report breach --to': ['report\0breach\0--sandbox\0--to\0 '],
  'report breach --client': ['report\0breach\0--sandbox\0--client\0'],
  'report breach --ref': ['report\0breach\0--sandbox\0--ref\0two\nlines'],
  'report breach --transfer': [
    'report breach --sandbox --transfer ?',
    'report breach --sandbox --transfer WB-0000-0000',
  ],
  'report activity --since': [
    'report activity --sandbox --since yesterday',
    'report activity --sandbox --since 2026-02-01 --until 2026-01-01',
  ],
  'report activity --until': ['report activity --sandbox --until 31.12.2026'],
  'report activity --format': ['report activity --sandbox --format xml', 'report activity --sandbox --format csv'],
  'report activity --out': ['report\0activity\0--sandbox\0--out\0'],
  'report controls --since': [
    'report controls --sandbox --since yesterday',
    'report controls --sandbox --since 2026-02-01 --until 2026-01-01',
  ],
  'report controls --until': ['report controls --sandbox --until 31.12.2026'],
  'report controls --format': ['report controls --sandbox --format xml', 'report controls --sandbox --format csv'],
  'report controls --out': ['report\0controls\0--sandbox\0--out\0'],
  'verify --provider': ['verify --sandbox --provider=yes', 'verify a.txt --sandbox --provider'],
  'evidence --out': ['evidence --sandbox --since 2026-01-01', 'evidence\0--sandbox\0--since\x002026-01-01\0--out\0'],
  'evidence --since': ['evidence --sandbox --out b.zip', 'evidence --sandbox --out b.zip --since soon'],
  'evidence --until': [
    'evidence --sandbox --out b.zip --until 31.12.2026',
    'evidence --sandbox --out b.zip --until 1990-01-01',
  ],
  'evidence --transfer': [
    'evidence --sandbox --out b.zip --transfer WB-0000-0000',
    'evidence\0--sandbox\0--out\0b.zip\0--transfer\0',
  ],
  'evidence --to': ['evidence\0--sandbox\0--out\0b.zip\0--to\0 ', 'evidence --sandbox --out b.zip --to Nobody'],
  'evidence --client': [
    'evidence\0--sandbox\0--out\0b.zip\0--client\0',
    'evidence --sandbox --out b.zip --client Nobody',
  ],
  'evidence --redact': [
    'evidence --sandbox --out b.zip --since 2020-01-01 --redact names',
    'evidence --sandbox --out b.zip --since 2020-01-01 --redact contact,',
  ],
  'evidence --force': ['evidence --sandbox --out b.zip --since 2020-01-01 --force=yes'],
  'verify --accept-gap': ['verify --sandbox --accept-gap 0', 'verify a.txt --sandbox --accept-gap 3'],
  'key revoke --reason': [
    'key revoke current --sandbox',
    'key revoke current --sandbox --reason stolen',
    'key revoke 12ab --sandbox --reason lost',
    `key revoke ${'ab'.repeat(32)} --sandbox --reason lost`,
  ],
  'key passphrase --new-passphrase-fd': [
    'key passphrase --sandbox --new-passphrase-fd three',
    'key passphrase --sandbox --new-passphrase-fd 999',
    'key passphrase --sandbox --remove --new-passphrase-fd 3',
  ],
  'key passphrase --remove': ['key passphrase --sandbox --remove', 'key passphrase --sandbox --remove --yes'],
  'backup --password-to-fd': [
    'backup home.zip --sandbox',
    'backup home.zip --sandbox --password-to-fd one',
    'backup home.zip --sandbox --password-to-fd 1',
    'backup home.zip --sandbox --password-to-fd 999',
  ],
  'restore --password-fd': [
    'restore a.txt --home lost',
    'restore a.txt --home lost --yes',
    'restore a.txt --home lost --yes --password-fd 999',
  ],
  'restore --mark': ['restore\0a.txt\0--home\0lost\0--mark\0'],
  'restore --shreds': ['restore\0a.txt\0--home\0lost\0--shreds\0'],
  'restore --anchor': ['restore\0a.txt\0--home\0lost\0--anchor\0'],
  'open --into': ['open\0a.txt\0--into\0'],
  'open --list': ['open a.txt --list=yes'],
  'open --password-fd': ['open a.txt --password-fd three', 'open a.txt --password-fd 999'],
  'open --allow-ratio': ['open a.txt --allow-ratio=yes'],
  'contacts add --name': ['contacts add --sandbox', 'contacts\0add\0--sandbox\0--name\0 '],
  'contacts add --client': ['contacts\0add\0--sandbox\0--name\0Ada\0--client\0'],
  'contacts add --org': [`contacts\0add\0--sandbox\0--name\0Ada\0--org\0${'x'.repeat(201)}`],
  'contacts add --phone': [
    'contacts add --sandbox --name Ada --phone 015112345678',
    'contacts add --sandbox --name Ada --phone +99912345678',
  ],
  'contacts add --verified': [
    'contacts add --sandbox --name Ada --phone +4915112345678 --verified guessed',
    'contacts add --sandbox --name Ada --verified called-back',
  ],
  'contacts add --verified-by': [
    'contacts add --sandbox --name Ada --phone +4915112345678 --verified-by Grace',
    'contacts\0add\0--sandbox\0--name\0Ada\0--phone\0+4915112345678\0--verified\0contract\0--verified-by\0a\nb',
  ],
  'contacts add --language': ['contacts add --sandbox --name Ada --language it'],
  'contacts add --system': ['contacts add --sandbox --name Ada --system beos'],
  'contacts list --client': ['contacts\0list\0--sandbox\0--client\0'],
  'contacts show --client': ['contacts show Zoe --sandbox --client North'],
  'contacts show --number': ['contacts show Zoe --sandbox --number'],
  'contacts edit --client': ['contacts edit Zoe --sandbox --org Example --client North'],
  'contacts edit --rename': ['contacts\0edit\0Zoe\0--sandbox\0--rename\0'],
  'contacts edit --org': ['contacts edit Zoe --sandbox', 'contacts\0edit\0Zoe\0--sandbox\0--org\0'],
  'contacts edit --phone': ['contacts edit Zoe --sandbox --phone 12'],
  'contacts edit --verified': [
    'contacts edit Zoe --sandbox --verified yes',
    'contacts edit Zoe --sandbox --verified contract',
  ],
  'contacts edit --verified-by': ['contacts edit Zoe --sandbox --verified-by Grace'],
  'contacts edit --language': ['contacts edit Zoe --sandbox --language deutsch'],
  'contacts edit --system': ['contacts edit Zoe --sandbox --system ios'],
  'contacts remove --client': ['contacts remove Zoe --sandbox --client North --yes'],
  'contacts import --client': ['contacts\0import\0a.txt\0--sandbox\0--client\0'],
  'contacts import --update': [
    'contacts import a.txt --sandbox --update=yes',
    'contacts import a.txt --sandbox --update',
  ],
  'contacts import --dry-run': ['contacts import a.txt --sandbox --dry-run'],
  'purge --dry-run': ['purge --sandbox --dry-run=yes'],
  'purge --transfer': ['purge --sandbox --transfer ID', 'purge --sandbox --transfer WB-0000-0000 --class files --yes'],
  'purge --class': ['purge --sandbox --class files', 'purge --sandbox --transfer ID --class names'],
  'purge --contact': [
    'purge --sandbox --contact Nobody --yes',
    'purge --sandbox --contact Zoe --transfer ID --class files',
    'purge\0--sandbox\0--contact\0',
  ],
  'purge --client': ['purge --sandbox --client North', 'purge --sandbox --contact Zoe --client North --yes'],
  'purge --today': ['purge --sandbox --today tomorrow', 'purge --sandbox --contact Zoe --today 2026-01-31'],
  'policy set --record': ['policy set release.holdFor 3d --sandbox --record', 'policy set --sandbox'],
  'password --recipe': ['password --recipe pin'],
  'password --count': ['password --count 0', 'password --count 101'],
  'password --judge': ['password --judge=yes'],
  'password --password-fd': ['password --judge --password-fd three', 'password --judge --password-fd 999'],
}

const before = cwd()
const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
const [work, home] = [join(place, 'work'), join(place, 'home')]
let id = ''

beforeAll(async () => {
  mkdirSync(work)
  writeFileSync(join(work, 'a.txt'), 'Ada Lovelace')
  chdir(work)
  process.env.WAYBILL_HOME = home
  const { stdout } = await run([...send.split(' '), '--hold', '--json'])
  id = JSON.parse(stdout).transfer
  await run('contacts add --sandbox --name Zoe'.split(' '))
})

afterAll(() => {
  chdir(before)
  delete process.env.WAYBILL_HOME
  rmSync(place, { recursive: true, force: true })
})

async function run(argv: readonly string[]) {
  const { terminal, stdout, stderr } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  const status = await runProgram(argv, around).catch(error => terminal.fail(error))
  return { status: await terminal.finish(status), stdout: stdout.text, stderr: stderr.text }
}

/** Words apart by spaces or, where one of them holds a space, by NUL. */
function wordsOf(line: string): string[] {
  const parts = line.includes('\0')
    ? line.split('\0').flatMap((part, at) => (at === 0 ? part.split(' ') : [part]))
    : line.split(' ')
  return parts.map(word => (word === 'ID' ? id : word))
}

/** Names, and the bytes of what is not the ledger: a wrong receipt code, for one, is an event. */
function snapshot(): unknown[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .map(entry => [
      join(entry.parentPath, entry.name),
      entry.isFile() && !/ledger|mark/.test(entry.name)
        ? readFileSync(join(entry.parentPath, entry.name), 'base64')
        : '',
    ])
    .sort()
}

function flagsOf(command: Command, path: readonly string[] = []): string[] {
  const own = command.options.map(option => [...path, option.long].join(' '))
  return [...own, ...command.commands.flatMap(child => flagsOf(child, [...path, child.name()]))]
}

const { terminal } = fakeTerminal({ device: false })
const program = buildProgram({ terminal, version: '0', signal: new AbortController().signal }, () => {})

describe('wrong input', () => {
  it('is tried for every flag there is', () => {
    expect(Object.keys(rows).sort()).toEqual(flagsOf(program).sort())
  })

  it.each(
    Object.entries(rows).flatMap(([flag, lines]) => lines.map(line => [flag, line] as const)),
  )('of %s: %j', async (_, line) => {
    const there = snapshot()
    const { status, stdout, stderr } = await run([...wordsOf(line), '-q'])
    expect([2, 3], stderr).toContain(status)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^waybill: WB-[A-Z-]+: [^\n]+[.?]\n[^\n]+[^\n.]\.?\n$/)
    const [said = '', hint = ''] = stderr.replace(/^waybill: WB-[A-Z-]+: /, '').split('\n')
    expect([sentences(said), sentences(hint)]).toEqual([1, 1])
    expect(snapshot()).toEqual(there)
  })
})

/** Ends of sentences: a full stop or question mark before a space and a capital letter, or at the end. */
function sentences(text: string): number {
  return text.replace(/[.?]$/, '').split(/[.?] (?=[A-Z])/).length
}
