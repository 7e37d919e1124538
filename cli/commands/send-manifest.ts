import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { policyCodes, WaybillError } from '../../lib/error.ts'
import type { Finding } from '../../lib/finding.ts'
import type { BatchResult } from '../../src/batch.ts'
import { batchLines, countStates, findingLines, holdLine, nextLines } from '../batch-lines.ts'
import { BatchProgress } from '../batch-progress.ts'
import { requireResultPath, resultPath, writeResult } from '../batch-result.ts'
import type { Context } from '../context.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import { defaultJobs } from '../manifest-flags.ts'
import { isSamePlace } from '../manifest-places.ts'
import type { Defaults } from '../manifest-row.ts'
import { sendFields } from '../send-fields.ts'
import { withHome } from '../session.ts'
import type { SendOptions } from './send.ts'

/** `waybill send --manifest FILE` (docs/batches.md). */
export async function sendManifest(context: Context, file: string, options: SendOptions): Promise<number> {
  const { dryRun = false, strict = false, again = false, jobs = defaultJobs } = options
  const result = resolve(options.result ?? resultPath(file))
  if (isSamePlace(result, resolve(file))) {
    throw new WaybillError('WB-USAGE', 'The result would replace the manifest.', 'Choose another file with --result.')
  }
  const manifest = readManifest(file, { target: targetOf(options), result }, defaultsOf(options))
  if (!dryRun) requireResultPath(result, options.force === true)
  return withHome(context, async session => {
    const [{ sendBatch }, { Transfers }, { engineWith, systemWorkers }] = await Promise.all([
      import('../../src/batch.ts'),
      import('../../src/transfer.ts'),
      import('../compose.ts'),
    ])
    const world = { ...session.world, engine: engineWith(Math.max(1, Math.floor(systemWorkers / jobs))) }
    const { rows, scopes } = manifest
    const progress = new BatchProgress(context.terminal, world.clock, rows.length)
    const findings: Finding[] = []
    const onFinding = (finding: Finding) => {
      findings.push(finding)
      context.terminal.warn(finding.message)
    }
    const watch = { ...progress.watch, onFinding, signal: context.signal }
    const work = sendBatch(world, new Transfers(world), rows, { scopes, again, jobs, dryRun, strict }, watch)
    const done = await work.finally(() => progress.stop())
    progress.finish()
    const written = done.begun ? write(context, result, done, world.random) : null
    answer(context, manifest, { ...done, findings }, written, dryRun)
    if (done.begun && world.courier?.id === 'sandbox') context.terminal.say('Read the texts: waybill phone --sandbox')
    if (context.signal.aborted) return context.terminal.fail(context.signal.reason)
    return statusOf(done, dryRun) || (done.begun && written === null ? 1 : 0)
  })
}

function targetOf({ outDir = '.' }: SendOptions): string {
  const target = resolve(outDir)
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) return target
  throw new WaybillError('WB-USAGE', `The folder ${target} does not exist.`, 'Make it, or choose another --out-dir.')
}

/** Without what a row alone may say: as flags these were refused (`isBatch`). */
function defaultsOf(options: SendOptions): Defaults {
  const { organisation, subjects, records, reference, out, ...defaults } = sendFields(options)
  return { ...(options.purpose !== undefined && { purpose: options.purpose }), ...defaults }
}

/** The path, or null where it could not be written: that is told, and the answer tells the rest. */
function write(
  { terminal }: Context,
  result: string,
  { rows }: BatchResult,
  random: Parameters<typeof writeResult>[2],
): string | null {
  try {
    writeResult(result, rows, random)
    return result
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    terminal.warn(`${error.code}: ${error.message} ${error.hint}`)
    return null
  }
}

function answer(
  { terminal }: Context,
  { digest }: Manifest,
  { run, rows, begun, findings }: BatchResult & { readonly findings: readonly Finding[] },
  result: string | null,
  dryRun: boolean,
): void {
  for (const message of findingLines(rows)) terminal.warn(message)
  const counts = countStates(rows.map(({ state }) => state))
  terminal.reply({ batch: digest, run, dryRun, findings, rows, counts, result }, () => [
    ...batchLines(rows, terminal),
    ...(result === null ? [] : [`Result: ${result}`]),
    ...(counts.ready === undefined ? [] : [holdLine(rows)]),
    ...nextLines(rows, begun),
  ])
}

/** 0: every row as it should be. 1: not every one. 2 or 3, as the first refused row: refused before anything was done. */
function statusOf({ rows, begun }: BatchResult, dryRun: boolean): number {
  const refused = rows.filter(({ state }) => state === 'refused')
  const [first] = refused
  if (begun) return rows.every(({ ok }) => ok) ? 0 : 1
  if (first === undefined) return 0
  if (dryRun && refused.length < rows.length) return 1
  return policyCodes.includes(first.code ?? '') ? 3 : 2
}
