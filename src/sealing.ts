import { basename, dirname } from 'node:path'
import { dayOf } from '../lib/day.ts'
import { WaybillError } from '../lib/error.ts'
import { recall } from '../lib/password/judge.ts'
import { LEAST_FLOOR, type SealingPassword } from '../lib/password/sealing-password.ts'
import type { CheckReport } from '../lib/zip/check.ts'
import type { SealedEntry } from '../lib/zip/write.ts'
import { confirmationCode, newNonce } from './codes.ts'
import { arrange, pageName } from './hiding.ts'
import { filesJson, intendedOf, type Plan, requireEvent, type SealedFile, type TransferRecord, word } from './record.ts'
import { commitEnd, commitStep } from './step.ts'
import { waybillText } from './waybill-text.ts'
import type { Watch, World } from './world.ts'

/** intended → sealed: the engine writes and syncs the temporary file, then the ledger says so. */
export async function sealArchive(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const plan = requirePlan(record)
  const { sources } = await listAgain(world, record, plan, watch)
  const intended = intendedOf(record)
  const size = requireEvent(record, 'transfer.intended').seq + 1
  const checkpoint = world.ledger.noteAt(size) ?? ''
  const nonce = newNonce(world.random)
  const sealedAt = new Date(world.clock.now())
  const { short } = record
  const page = pageName(short, sources)
  const hide = intended.names ?? 'no'
  const arranged = arrange(hide, sources, { sealedAt: sealedAt.getTime(), short, random: world.random })
  const sealed = await withPassword(world, record, password =>
    world.engine.seal({
      path: plan.temporary,
      final: plan.final,
      sources: arranged.sources,
      password,
      level: intended.level,
      comment: `${world.kind === 'sandbox' ? 'TEST ' : ''}${record.short} ${receiptCodeOf(world, record.id)}`,
      modified: arranged.modified,
      random: world.random,
      last: entries => ({ name: page, bytes: pageBytes(entries.map(fileOf)) }),
      ...(watch.signal && { signal: watch.signal }),
      ...(watch.onProgress && { onProgress: progress => watch.onProgress?.('sealing', progress) }),
    }),
  )
  const event = {
    type: 'transfer.sealed',
    d: { sha256: sealed.sha256, bytes: sealed.bytes, entries: sealed.entries.length, checkpoint: size },
    disclose: [
      { class: 'files' as const, owner: record.id, fields: { sealed: filesJson(sealed.entries.map(fileOf)) } },
    ],
  }
  commitStep(world, record.id, [event], tx =>
    tx.tag('confirmation', confirmationCode(nonce).replace('-', ''), record.id, 'contact'),
  )

  function fileOf({ name, inside, ...entry }: SealedEntry): SealedFile {
    return {
      ...entry,
      name: arranged.trueNames.get(name) ?? name,
      as: name,
      ...(inside && { inside: inside.map(fileOf) }),
    }
  }

  function pageBytes(files: readonly SealedFile[]): Uint8Array {
    const { organisation, phone } = world.policy.sender
    const sender = { organisation: organisation ?? null, phone: phone ?? null, operator: world.operator.name }
    const { id, contact } = record
    const { deleteBy } = intended
    const asked = deleteBy === null ? {} : { deleteBy: dayOf(deleteBy) }
    const { kind } = world
    return Buffer.from(
      waybillText({ kind, id, short, contact, sender, sealedAt, nonce, checkpoint, hide, files, ...asked }),
    )
  }
}

/** sealed → checked: the independent reader passes the file, then it gets its name; or → rejected, and it is gone. */
export async function checkArchive(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const plan = requirePlan(record)
  const report = await readBack(world, record, plan.temporary, watch)
  if (!report.passed) return reject(world, record, plan, report)
  await world.disk.publish(plan.temporary, plan.final, { replace: intendedOf(record).force })
  recordChecked(world, record, report, false)
}

/**
 * After a crash in `intended` or `sealed`. Published already: checked again, then recorded. Else the temporary file goes
 * and the archive is sealed anew, under the same password with fresh salts.
 */
export async function recoverArchive(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const plan = requirePlan(record)
  if (record.life.state === 'sealed' && (await isPublished(world, record, plan))) {
    await world.disk.remove(plan.temporary)
    const report = await readBack(world, record, plan.final, watch)
    if (!report.passed) return reject(world, record, { ...plan, temporary: plan.final }, report)
    return recordChecked(world, record, report, true)
  }
  await world.disk.remove(plan.temporary)
  await sealArchive(world, record, watch)
}

/** Whether the name holds exactly the bytes that `transfer.sealed` tells of. */
export async function isPublished(world: World, record: TransferRecord, plan: Plan): Promise<boolean> {
  return (await world.disk.digest(plan.final)) === word<string>(requireEvent(record, 'transfer.sealed').d, 'sha256')
}

export function requirePlan(record: TransferRecord): Plan {
  if (record.plan !== null) return record.plan
  throw new WaybillError(
    'WB-SHREDDED',
    `The files of ${record.short} are no longer known: they were shredded.`,
    'Send them anew.',
  )
}

export function receiptCodeOf(world: Pick<World, 'ledger'>, id: string): string {
  const code = world.ledger.records.get('receipt', id)
  return typeof code === 'string' ? code : ''
}

/** The sources as they are now; WB-CHANGED when they are not what was intended. */
async function listAgain(world: World, record: TransferRecord, plan: Plan, watch: Watch) {
  const options = { symlinks: world.policy.symlinks, ...(watch.signal && { signal: watch.signal }) }
  const listed = await world.engine.list([...plan.paths], options)
  const now = listed.sources.map(source => [
    source.name,
    source.kind === 'file' ? source.size : 0,
    Math.floor(source.modified),
  ])
  const then = plan.sources.map(source => [source.name, source.bytes, source.modified])
  if (JSON.stringify(now) !== JSON.stringify(then)) {
    throw new WaybillError(
      'WB-CHANGED',
      `The files of ${record.short} have changed since they were listed.`,
      'Cancel it and send them anew.',
    )
  }
  return listed
}

async function withPassword<T>(
  world: World,
  record: TransferRecord,
  work: (password: SealingPassword) => Promise<T>,
): Promise<T> {
  const secret = world.ledger.vault.get(record.id)
  if (secret === null) {
    throw new WaybillError('WB-NO-PASSWORD', `The password of ${record.short} is destroyed.`, 'Send the files anew.')
  }
  try {
    return await work(recall(secret, intendedOf(record).recipe, LEAST_FLOOR))
  } finally {
    secret.destroy()
  }
}

function readBack(world: World, record: TransferRecord, path: string, watch: Watch): Promise<CheckReport> {
  return withPassword(world, record, password =>
    world.engine.check(path, (record.files ?? []).map(asArchived), password, {
      budget: world.policy.check.budget === 'full' ? 'full' : world.policy.check.budget,
      random: world.random,
      ...(watch.signal && { signal: watch.signal }),
      ...(watch.onProgress && { onProgress: progress => watch.onProgress?.('checking', progress) }),
    }),
  )
}

function asArchived({ as, bytes, sha256, directory }: SealedFile) {
  return { name: as, bytes, sha256, directory }
}

function recordChecked(world: World, record: TransferRecord, report: CheckReport, again: boolean): void {
  const { zipJs, own } = report.readers
  const d = {
    otherEntries: zipJs.entries,
    otherBytes: zipJs.bytes,
    ownEntries: own.entries,
    ownBytes: own.bytes,
    again,
  }
  commitStep(world, record.id, [{ type: 'transfer.checked', d }])
}

async function reject(world: World, record: TransferRecord, plan: Plan, report: CheckReport): Promise<void> {
  await world.disk.remove(plan.temporary)
  commitEnd(world, record.id, { type: 'transfer.rejected', d: { findings: report.findings.length } }, 'rejected')
  const first = report.findings.find(finding => finding.level === 'error')
  throw new WaybillError(
    'WB-CHECK-FAILED',
    `The archive did not pass its check${first === undefined ? '' : `: ${first.message}`}`,
    `Nothing was published in ${dirname(plan.final)} as ${basename(plan.final)}; check the disk and send again.`,
  )
}
