import type { Command } from 'commander'
import { WaybillError } from '../lib/error.ts'
import { integer } from './arguments.ts'
import { path } from './texts.ts'

/** The flags that `--manifest` brings with it. */
export interface ManifestOptions {
  readonly manifest?: string
  readonly outDir?: string
  readonly result?: string
  readonly jobs?: number
  readonly again?: boolean
  readonly strict?: boolean
}

/** Rows at once. */
export const defaultJobs = 4

export function addManifestFlags(command: Command): Command {
  return command
    .option('--manifest <file>', 'send to many: a CSV file with one row for each recipient', path('--manifest'))
    .option('--out-dir <dir>', 'with --manifest: where the archives land (default: here)', path('--out-dir'))
    .option('--result <file>', 'with --manifest: the result (default: FILE.result.csv beside it)', path('--result'))
    .option('--jobs <n>', `with --manifest: rows at once (default: ${defaultJobs})`, integer('--jobs', 1, 16))
    .option('--again', 'with --manifest: send every row anew, also those that were sent')
    .option('--strict', 'with --manifest: send nothing when a row is refused')
}

/** What a row says, or what makes no sense for many. */
const perRow = {
  to: 'Fill in the column to.',
  phone: 'Fill in the column phone.',
  org: 'Fill in the column org.',
  ref: 'Fill in the column ref.',
  subjects: 'Fill in the column subjects.',
  records: 'Fill in the column records.',
  out: 'Fill in the column out, or choose a folder with --out-dir.',
  copy: 'Leave it out: the cards of all rows do not fit on one clipboard.',
  wait: 'Run the same command again to ask where the passwords are.',
} as const

/** The flags that are nothing without `--manifest`. */
const onlyManifest = { outDir: '--out-dir', result: '--result', jobs: '--jobs', again: '--again', strict: '--strict' }

/** True for a batch. WB-USAGE for flags of both kinds together. */
export function isBatch<T extends ManifestOptions>(
  paths: readonly string[],
  options: T,
): options is T & { readonly manifest: string } {
  if (options.manifest === undefined) {
    const lone = Object.entries(onlyManifest).find(([name]) => name in options)
    if (lone !== undefined) throw new WaybillError('WB-USAGE', `${lone[1]} needs --manifest.`, 'Name the CSV file.')
    return false
  }
  if (paths.length > 0) {
    const message = 'Paths do not go together with --manifest.'
    throw new WaybillError('WB-USAGE', message, 'Fill in the column paths.')
  }
  const wrong = Object.entries(perRow).find(([name]) => name in options)
  if (wrong !== undefined) {
    throw new WaybillError('WB-USAGE', `--${wrong[0]} does not go together with --manifest.`, wrong[1])
  }
  return true
}
