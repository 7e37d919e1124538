import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { nearest } from '../nearest.ts'

export function help(program: Command, act: Act): void {
  program
    .command('help')
    .argument('[command...]', 'the command')
    .summary('Show the help of a command')
    .addHelpText(
      'before',
      examples([
        ['waybill help send', ''],
        ['waybill help policy set', ''],
      ]),
    )
    .action(act((_: Context, names: string[]) => run(program, names)))
}

async function run(program: Command, names: readonly string[]): Promise<void> {
  let command = program
  for (const name of names) {
    const known = command.commands.map(each => each.name())
    const found = command.commands.find(each => each.name() === name)
    if (found === undefined) throw unknown(name, nearest(name, known))
    command = found
  }
  command.outputHelp()
}

function unknown(name: string, meant: string | null): WaybillError {
  const hint = meant === null ? '`waybill help` lists the commands.' : `Did you mean ${meant}?`
  return new WaybillError('WB-USAGE', `There is no command ${name}.`, hint)
}
