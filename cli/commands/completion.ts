import { Argument, type Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { choice } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
type Shell = (typeof shells)[number]

export function completion(program: Command, act: Act): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', shells.join(', ')).argParser(choice('The shell', shells)))
    .summary('Print the completion script of a shell')
    .addHelpText(
      'before',
      examples([
        ['source <(waybill completion bash)', ''],
        ['waybill completion fish > ~/.config/fish/completions/waybill.fish', ''],
      ]),
    )
    .action(act(run))
}

/** The library writes the script to stdout by itself. */
async function run({ terminal }: Context, shell: Shell): Promise<void> {
  if (terminal.json) {
    throw new WaybillError('WB-USAGE', 'A completion script has no JSON form.', 'Leave --json out.')
  }
  const { default: tab } = await import('@bomb.sh/tab')
  tab.setup('waybill', 'waybill', shell)
}

/** Whether the command line is a look-up of such a script: `waybill complete -- …`. */
export function isLookUp(argv: readonly string[]): boolean {
  return argv[0] === 'complete'
}

/**
 * Adds the hidden `complete` that the scripts call; its answer goes to stdout by itself too. The library wants to add a
 * command that prints the scripts as well: it is taken out of the answers.
 */
export async function addLookUp(program: Command): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander')
  for (const command of program.commands) command.description(command.summary())
  const unused = 'unused'
  tab(program, { completionCommandName: unused }).commands.delete(unused)
}
