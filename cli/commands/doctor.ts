import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { homeDirectory, withHome } from '../session.ts'
import { bad, dim, line, ok, type Text, warn } from '../style.ts'

export function doctor(program: Command, act: Act): void {
  program
    .command('doctor')
    .summary('What is set up, what is missing, what the policy would refuse')
    .option(
      '--terminal',
      'give this terminal its usual modes back, after a program that was killed; looks at nothing else',
    )
    .option('--ask', 'ask the courier too: one harmless request, which goes on record')
    .addHelpText(
      'before',
      examples([
        ['waybill doctor', ''],
        ['waybill doctor --ask', 'does the provider take the key?'],
        ['waybill doctor --terminal', 'nothing shows what you type, or the screen is not the old one'],
        ['waybill doctor --json', 'for a monitoring agent: exit 0, or 1 when something is wrong'],
      ]),
    )
    .action(act(run))
}

interface Options {
  readonly ask?: boolean
  readonly terminal?: boolean
}

async function run(context: Context, { ask = false, terminal = false }: Options): Promise<number> {
  if (terminal) return reset(context, ask)
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

/** Needs no home: whoever needs this cannot do much else. */
async function reset({ terminal }: Context, ask: boolean): Promise<number> {
  if (ask) throw new WaybillError('WB-USAGE', '--terminal and --ask exclude each other.', 'Leave one out.')
  const screen = terminal.controllingTerminal()
  if (screen === null) {
    throw new WaybillError(
      'WB-NEEDS-TERMINAL',
      'There is no terminal to put in order.',
      'Run it on the terminal itself.',
    )
  }
  const { resetTerminal } = await import('../reset-terminal.ts')
  const isLineEdited = resetTerminal(screen, process)
  terminal.reply({ screen: true, keyboard: isLineEdited }, () =>
    isLineEdited
      ? 'The terminal has its usual screen, cursor and keys again.'
      : [
          'The terminal has its usual screen and cursor again.',
          'There is no `stty` for its keys: close it if it does not echo.',
        ],
  )
  return 0
}
