import { WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import { passphrase as given } from './session.ts'

/**
 * Typed twice, or from `--passphrase-fd`; judged like any password that a person chooses. `words`: what is known
 * of them. */
export async function newPassphrase(context: Context, flag: string, words: readonly string[]): Promise<Secret> {
  const check = (secret: Secret) => judgePassphrase(secret, words)
  if (context.globals.passphraseFd === undefined) {
    return context.prompt.askSecret('A passphrase for the keys', { flag, again: 'The same again', check })
  }
  const secret = await given(context)
  if (secret === null) throw new WaybillError('WB-MISSING-VALUE', '--passphrase-fd is missing.', 'Give it.')
  await check(secret)
  return secret
}

/** WB-PASSWORD-FLOOR where it is too weak to protect the keys. */
export async function judgePassphrase(secret: Secret, words: readonly string[]): Promise<void> {
  const [{ judge }, { defaultPolicy }] = await Promise.all([
    import('../lib/password/judge.ts'),
    import('../src/policy.ts'),
  ])
  const { accepted, findings } = await judge(secret, defaultPolicy.password, { words })
  if (accepted !== null) return
  const why = findings.find(finding => finding.level === 'error')?.message ?? 'It is too weak.'
  throw new WaybillError(
    'WB-PASSWORD-FLOOR',
    `The passphrase is refused: ${why.replace(/\.$/, '')}.`,
    'Take a long one, for example from `waybill password --recipe words`.',
  )
}
