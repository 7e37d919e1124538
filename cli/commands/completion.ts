import { Argument, type Command } from 'commander'
import { examples } from '../examples.ts'

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** For the help alone: `addCompletion` puts the working command in its place when it is called. */
export function completion(program: Command): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .summary('Print the completion script of a shell')
    .addHelpText(
      'before',
      examples([
        ['source <(waybill completion bash)', ''],
        ['waybill completion fish > ~/.config/fish/completions/waybill.fish', ''],
      ]),
    )
}

/** Whether the command line asks for a completion script, or is one of its look-ups (`waybill complete -- …`). */
export function wantsCompletion(argv: readonly string[]): boolean {
  return argv[0] === 'complete' || (argv[0] === 'completion' && argv.length === 2 && argv[1]?.startsWith('-') === false)
}

/** Adds `completion SHELL` and the hidden `complete` that the scripts call. They write to stdout by themselves. */
export async function addCompletion(program: Command): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander')
  tab(program, { completionCommandName: 'completion' })
}
