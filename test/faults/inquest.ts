import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect } from 'vitest'
import { readPhone } from '../../lib/courier/sandbox.ts'
import { readShreds } from '../../lib/ledger/shreds.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { phoneDirectory } from '../../src/home.ts'
import {
  askedItems,
  cardOf,
  cardText,
  companionsOf,
  cutOff,
  listTransfers,
  purge,
  retention,
  step,
  type TransferRecord,
  Transfers,
  type World,
} from '../../src/index.ts'
import { endStates } from '../../src/states.ts'
import { openerPage, realWorld } from './home.ts'
import { clearText, oldTarget, type Stage } from './stage.ts'

/**
 * What must hold at every moment after a death, before anybody has recovered anything: the ledger verifies and claims
 * nothing that is not so, no file is there that it does not know of, no text was sent that was not asked for, and
 * neither clear text nor a password lies where it may not. `resealing`: the death may have come after the archive that
 * was sealed is removed, to be sealed anew. Returns the passwords that it found, for the next look.
 */
export async function expectHonest(
  stage: Stage,
  ahead: number,
  passwords: readonly string[],
  resealing = false,
): Promise<string[]> {
  const { home, world } = await realWorld(stage.home, () => ahead)
  try {
    const records = all(world)
    const known = [...passwords, ...records.flatMap(({ id }) => passwordIn(world, id))]
    for (const record of records) expectTrue(stage, record, resealing)
    await expectKnownFiles(stage, world, records)
    expectNoSecret(stage, known)
    const ended = records.filter(({ state }) => endStates.has(state)).map(({ id }) => id)
    expect(
      home.ledger.vault.ids().filter(id => ended.includes(id)),
      'passwords of ended transfers',
    ).toEqual([])
    expect(await findings(stage.home)).toEqual([])
    expectListed(stage.home, world)
    return known
  } finally {
    home.ledger.close()
  }
}

/** `waybill resume` until there is nothing to resume, and then everything that must hold at rest. */
export async function expectRecovers(stage: Stage, ahead: number, passwords: readonly string[]): Promise<void> {
  const { home, world } = await realWorld(stage.home, () => ahead)
  for (let attempt = 0; cutOff(world).length > 0; attempt++) {
    expect(attempt, 'resuming comes to an end').toBeLessThan(3)
    for (const { id } of cutOff(world)) await new Transfers(world).resume(id)
  }
  for (const { id, events, state } of all(world)) {
    if (events.findLast(event => event.type.startsWith('archive.del'))?.type !== 'archive.deleting') continue
    await purge(world, endStates.has(state) ? askedItems(world, id, ['files']) : retention(world).items)
  }
  const records = all(world)
  const kept = records.filter(({ events }) => !events.some(event => event.type === 'archive.deleted'))
  const archives = kept.flatMap(record => [
    record.plan?.final ?? '',
    ...companionsOf(world, record).map(({ path }) => path),
  ])
  home.ledger.close()
  await expectHonest(stage, ahead, passwords)
  expect(temporaries(stage.out), 'temporary files in the output folder').toEqual([])
  expect(temporaries(stage.home).filter(unexpected), 'temporary files in the home').toEqual([])
  expect(
    filesUnder(stage.out).filter(path => readFileSync(path, 'utf8') !== oldTarget),
    'archives, and what lies beside them',
  ).toEqual(archives.sort())
  for (const record of records) expectSettled(stage, record)
}

/** A death inside `writeDurably` itself can leave half a policy, half a text on the phone, or half of keys set aside. */
function unexpected(path: string): boolean {
  return !/^(\.policy\.json\.|phone\/|keys-)/.test(path)
}

/** What the events of one transfer say is so. */
function expectTrue(stage: Stage, { events, short, plan, life }: TransferRecord, resealing: boolean): void {
  const has = (type: string) => events.filter(event => event.type === type).length
  const sealed = events.findLast(event => event.type === 'transfer.sealed')
  const [temporary = '', final = ''] = [plan?.temporary, plan?.final]
  if (has('archive.deleted') > 0) expect(digest(final), 'the archive that was deleted').toBeNull()
  else if (has('archive.deleting') > 0) expect([sealed?.d.sha256, null]).toContain(digest(final))
  else if (has('transfer.checked') > 0) expect(digest(final), 'the archive that was checked').toBe(sealed?.d.sha256)
  else if (life.state === 'sealed' && !resealing) {
    expect([digest(temporary), digest(final)], 'the archive that was sealed').toContain(sealed?.d.sha256)
  }
  const texts = readPhone(phoneDirectory(stage.home)).filter(text => text.transfer === short)
  expect(texts.length, 'texts sent').toBeLessThanOrEqual(1)
  if (texts.length > 0) expect(has('password.requested'), 'a text that was asked for').toBe(1)
  if (has('password.accepted') > 0) expect(texts.length, 'the text that was accepted').toBe(1)
}

/** Every shred of the ledger is on the list that a restore goes by. */
function expectListed(home: string, { ledger }: World): void {
  const shreds = readShreds(home)
  for (const { d } of ledger.events({ type: 'personal.shredded' })) {
    expect(shreds[d.class === 'contact' ? 'contact' : 'files']).toContain(d.owner)
  }
}

/** Nobody knows more than the ledger says, and it says everything. */
function expectSettled(stage: Stage, { state, short, events }: TransferRecord): void {
  const texts = readPhone(phoneDirectory(stage.home)).filter(text => text.transfer === short)
  expect(['intended', 'sealed', 'checked', 'rejected', 'failed']).not.toContain(state)
  const asked = events.some(event => event.type === 'password.requested')
  const accepted = events.some(event => event.type === 'password.accepted')
  if (asked) expect(accepted, 'a text that was found is adopted, one that was not stays unknown').toBe(texts.length > 0)
  if (asked && !accepted) expect(state).toBe('unknown')
}

/** What lies beside an archive that asked for it, or is to lie there: path → digest. A temporary file may be any part of it. */
async function companions(world: World, record: TransferRecord): Promise<Map<string, string | null>> {
  const { plan, short, events } = record
  if (plan === null || events[0]?.d.card !== true) return new Map()
  const card = cardOf(world, record)
  const contents: [string, string][] = [
    [`TEST-${short}-card.txt`, cardText(card)],
    [`TEST-${short}-card.html`, await world.companions.cardPage(card)],
    [`open-${short}.html`, openerPage],
  ]
  const folder = dirname(plan.final)
  return new Map(
    contents.flatMap(([name, text]): [string, string | null][] => [
      [join(folder, name), createHash('sha256').update(text).digest('hex')],
      [join(folder, `.${name}.tmp`), null],
    ]),
  )
}

/** Before publication there is nothing under the final name, or what lay there before. */
async function expectKnownFiles(stage: Stage, world: World, records: readonly TransferRecord[]): Promise<void> {
  const sealed = records.flatMap(({ events }) =>
    events.flatMap(event => (event.type === 'transfer.sealed' ? [event.d.sha256] : [])),
  )
  const temporary = records.map(({ plan }) => plan?.temporary)
  const beside = new Map<string, string | null>()
  for (const record of records) for (const [path, sha256] of await companions(world, record)) beside.set(path, sha256)
  for (const path of filesUnder(stage.out)) {
    const expected = beside.get(path)
    if (expected !== undefined) {
      if (expected !== null) expect(digest(path), `${path} is whole`).toBe(expected)
      continue
    }
    if (temporary.includes(path) || readFileSync(path, 'utf8') === oldTarget) continue
    expect(sealed, `${path} is an archive that the ledger knows`).toContain(digest(path))
  }
}

/** Every byte of every file, the write-ahead log too. The phone alone may hold a password. */
function expectNoSecret(stage: Stage, passwords: readonly string[]): void {
  const secrets = passwords.flatMap(password => [password, password.replaceAll('-', '')])
  const searched = [...filesUnder(stage.home), ...filesUnder(stage.out)]
  for (const path of searched) {
    const bytes = readFileSync(path)
    expect(bytes.includes(clearText), `clear text in ${path}`).toBe(false)
    if (path.startsWith(phoneDirectory(stage.home))) continue
    for (const secret of secrets) expect(bytes.includes(secret), `a password in ${path}`).toBe(false)
  }
}

export async function findings(home: string): Promise<readonly unknown[]> {
  const verified = await verifyLedger<Exclude<ReturnType<typeof step>, string>>(home, {
    step: (life, event) => step(life, event.type),
    signatures: 'all',
  })
  return verified.findings.filter(finding => finding.code !== 'key.not-pinned')
}

export function all({ ledger }: World): TransferRecord[] {
  return listTransfers(ledger, { limit: Number.POSITIVE_INFINITY })
}

function passwordIn(world: World, id: string): string[] {
  const secret = world.ledger.vault.get(id)
  return secret === null ? [] : [secret.use(text => text)]
}

export function temporaries(directory: string): string[] {
  return filesUnder(directory)
    .map(path => relative(directory, path))
    .filter(path => path.endsWith('.tmp'))
}

export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

export function digest(path: string): string | null {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null
}
