import type { Command } from 'commander'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { homeDirectory, withHome } from '../session.ts'
import { bad, dim, line, ok, type Text, warn } from '../style.ts'

export function doctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .summary('What is set up, what is missing, what the policy would refuse')
    .option('--ask', 'ask the courier too: one harmless request, which goes on record')
    .addHelpText(
      'before',
      examples([
        ['waybill doctor', ''],
        ['waybill doctor --ask', 'does the provider take the key?'],
        ['waybill doctor --json', 'for a monitoring agent: exit 0, or 1 when something is wrong'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, { ask = false }: { ask?: boolean }): Promise<number> {
  const [{ homeExists }, { diagnose }] = await Promise.all([import('../../src/home.ts'), import('../../src/doctor.ts')])
  const home = await homeDirectory(context)
  const { signal } = context
  const missing = {
    level: 'error' as const,
    code: 'home.missing',
    message: `There is no home in ${home} yet: run \`waybill init\`.`,
  }
  const findings = homeExists(home)
    ? await withHome(context, session => diagnose(session.home, session.world, { ask, signal }), { anyPolicy: true })
    : [missing]
  const healthy = !findings.some(finding => finding.level === 'error')
  const { node } = process.versions
  context.terminal.reply({ healthy, home, version: context.version, node, findings }, () => [
    dim(`Waybill ${context.version}, Node ${node}, home ${home}`),
    ...findings.map(
      ({ level, message }): Text =>
        line`${level === 'error' ? bad('wrong  ') : level === 'warning' ? warn('look at') : ok('fine   ')}  ${message}`,
    ),
  ])
  return healthy ? 0 : 1
}
