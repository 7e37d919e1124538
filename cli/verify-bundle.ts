import type { BundleOptions } from '../lib/ledger/verify-bundle.ts'
import type { Context } from './context.ts'
import { findingLine } from './finding-line.ts'
import { number } from './format.ts'
import { bad, line, ok } from './style.ts'

/** `verify BUNDLE`: the findings, and what the bundle holds. Exit status 0 or 4. */
export async function answerBundle(context: Context, path: string, options: BundleOptions): Promise<number> {
  const { verifyBundleAt } = await import('../src/verify-bundle.ts')
  const result = await verifyBundleAt(path, options)
  const verified = !result.findings.some(finding => finding.level === 'error')
  const { size, root, from, to, disclosed, withheld, shredded } = result
  context.terminal.reply({ verified, ...result }, () => [
    ...result.findings.map(findingLine),
    ...(verified
      ? [
          line`${ok('Verified')}: events ${number(from ?? 0)} to ${number((to ?? 0) - 1)} of ${number(size ?? 0)}, root ${root ?? ''}`,
          `Personal fields: ${number(disclosed)} in the bundle, ${number(withheld)} withheld, ${number(shredded)} shredded.`,
        ]
      : [bad('Not verified.')]),
  ])
  return verified ? 0 : 4
}
