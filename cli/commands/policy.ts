import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { ioError } from '../../lib/durable.ts'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { homeDirectory, type Session, withHome } from '../session.ts'
import { dim, ok, strong } from '../style.ts'
import { table } from '../table.ts'

export function policy(program: Command, act: Act): void {
  const group = program
    .command('policy')
    .summary('The rules in force: show, check, set')
    .addHelpText(
      'before',
      examples([
        ['waybill policy show', ''],
        ['waybill policy set release.holdFor 3d', 'recorded with its difference'],
      ]),
    )
  group.command('show').summary('Every key, its value, what it means').action(act(show))
  group.command('check').summary('Is policy.json valid, and the one last recorded?').action(act(check))
  group
    .command('set')
    .argument('[key]', 'for example release.holdFor')
    .argument('[value]', 'for example 3d; without one the key goes back to its default')
    .option('--record', 'record policy.json as it is now, after it was edited')
    .summary('Change the policy; the change is recorded with its difference')
    .addHelpText(
      'before',
      examples([
        ['waybill policy set release.holdFor 3d', ''],
        ['waybill policy set --record', 'after policy.json was edited by hand'],
      ]),
    )
    .action(act(set))
  group.action(() => group.help({ error: true }))
}

function show(context: Context): Promise<void> {
  return withHome(context, async ({ home }) => {
    const [{ explainPolicy }, { policyDigest, policyJson }] = await Promise.all([
      import('../../src/policy-explain.ts'),
      import('../../src/policy.ts'),
    ])
    context.terminal.reply({ policy: policyJson(home.policy), digest: policyDigest(home.policy) }, () =>
      table(
        [{ head: 'Key' }, { head: 'Value' }, { head: 'Means' }],
        explainPolicy(home.policy).map(({ key, value, sentence, enforced }) => [
          strong(key),
          value,
          enforced ? sentence : dim(`${sentence} (not enforced yet)`),
        ]),
        { width: Number.POSITIVE_INFINITY, unicode: context.terminal.unicode },
      ),
    )
  })
}

async function check(context: Context): Promise<number> {
  await tellProblems(context)
  return withAnyPolicy(context, async ({ home }) => {
    const [{ policyDigest }, { recordedPolicy }] = await Promise.all([
      import('../../src/policy.ts'),
      import('../../src/policy-in-force.ts'),
    ])
    const digest = policyDigest(home.policy)
    const recorded = recordedPolicy(home.ledger)
    context.terminal.reply({ valid: true, digest, recorded, inForce: digest === recorded }, () =>
      digest === recorded
        ? [ok('The policy is valid and is the one last recorded.'), digest]
        : [
            'The policy is valid, but it is not the one last recorded: nothing works until it is.',
            'Run `waybill policy set --record`.',
          ],
    )
    return digest === recorded ? 0 : 3
  })
}

/** Everything that is wrong with policy.json but the first, which is the error that follows. */
async function tellProblems(context: Context): Promise<void> {
  const [{ homeExists }, { policyPath }, { readPolicy }] = await Promise.all([
    import('../../src/home.ts'),
    import('../../src/policy-in-force.ts'),
    import('../../src/policy.ts'),
  ])
  const home = await homeDirectory(context)
  if (!homeExists(home)) return
  const path = policyPath(home)
  try {
    const { findings } = await readPolicy(readFileSync(path, 'utf8'))
    for (const { message } of findings.slice(1)) context.terminal.warn(message)
  } catch (error) {
    throw ioError(error, path)
  }
}

function set(
  context: Context,
  key: string | undefined,
  value: string | undefined,
  { record }: { record?: boolean },
): Promise<void> {
  if ((key === undefined) === (record !== true)) {
    throw new WaybillError(
      'WB-USAGE',
      'Either a key or --record is needed.',
      'For example: waybill policy set release.holdFor 3d',
    )
  }
  return withAnyPolicy(context, async ({ home }) => {
    const [{ setPolicyKey }, { changePolicy }, { systemRandom }] = await Promise.all([
      import('../../src/policy-set.ts'),
      import('../../src/policy-in-force.ts'),
      import('../compose.ts'),
    ])
    const changes = await changePolicy(
      home,
      policy => (key === undefined ? policy : setPolicyKey(policy, key, value ?? null)),
      systemRandom,
    )
    context.terminal.reply({ changes }, () =>
      changes.length === 0
        ? ['The policy is the same as before; nothing was recorded.']
        : changes.map(change => `${change.key}: ${JSON.stringify(change.from)} → ${JSON.stringify(change.to)}`),
    )
  })
}

function withAnyPolicy<T>(context: Context, work: (session: Session) => Promise<T>): Promise<T> {
  return withHome(context, work, { anyPolicy: true })
}
