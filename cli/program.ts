import { Command, CommanderError, Option } from 'commander'
import { WaybillError } from '../lib/error.ts'
import { descriptor } from './arguments.ts'
import { backup } from './commands/backup.ts'
import { cancel } from './commands/cancel.ts'
import { addLookUp, completion, isLookUp } from './commands/completion.ts'
import { confirm } from './commands/confirm.ts'
import { contacts } from './commands/contacts.ts'
import { deleted } from './commands/deleted.ts'
import { dictate } from './commands/dictate.ts'
import { doctor } from './commands/doctor.ts'
import { evidence } from './commands/evidence.ts'
import { handedOver } from './commands/handed-over.ts'
import { help } from './commands/help.ts'
import { init } from './commands/init.ts'
import { key } from './commands/key.ts'
import { log } from './commands/log.ts'
import { open } from './commands/open.ts'
import { password } from './commands/password.ts'
import { phone } from './commands/phone.ts'
import { policy } from './commands/policy.ts'
import { purge } from './commands/purge.ts'
import { release } from './commands/release.ts'
import { report } from './commands/report.ts'
import { restore } from './commands/restore.ts'
import { resume } from './commands/resume.ts'
import { send } from './commands/send.ts'
import { show } from './commands/show.ts'
import { status } from './commands/status.ts'
import { verify } from './commands/verify.ts'
import type { Act, Context, Globals } from './context.ts'
import { examples } from './examples.ts'
import { Prompt } from './prompt.ts'
import type { Terminal } from './terminal.ts'

const commands = [
  init,
  send,
  release,
  dictate,
  handedOver,
  status,
  resume,
  confirm,
  deleted,
  cancel,
  log,
  show,
  verify,
  evidence,
  report,
  open,
  purge,
  contacts,
  policy,
  key,
  backup,
  restore,
  password,
  phone,
  doctor,
  completion,
  help,
]

export interface Process {
  readonly terminal: Terminal
  readonly version: string
  readonly signal: AbortSignal
}

/** Runs one command line; returns its exit status. Whatever goes wrong is thrown. */
export async function runProgram(argv: readonly string[], around: Process): Promise<number> {
  const { terminal, version } = around
  // So that a mistake in the arguments themselves already answers in JSON.
  const end = argv.indexOf('--')
  const flags = (end < 0 ? argv : argv.slice(0, end)).join('\0')
  terminal.adopt({ json: /(^|\0)--(json|format[=\0]json)(\0|$)/.test(flags) })
  let status = 0
  const pages: string[] = []
  const program = buildProgram(
    around,
    result => {
      status = result
    },
    page => pages.push(page),
  )
  if (isLookUp(argv)) await addLookUp(program)
  try {
    if (isBare(program, argv) && terminal.fullScreen) {
      const globals = { color: true, input: true, ...program.opts<Partial<Globals>>() }
      if (globals.input) return (await import('./ui/open-ui.ts')).openUi(contextOf(globals, around))
    }
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.help' && !terminal.json) return 2
    if (error.exitCode !== 0) throw usage(error)
    if (error.code === 'commander.version') {
      terminal.reply({ version }, () => version)
      return 0
    }
  }
  if (pages.length > 0)
    terminal.reply({ help: pages.join('') }, () => pages.flatMap(page => page.trimEnd().split('\n')))
  return status
}

/**
 * The whole command line; `done` gets the status of the command that ran, `print` each part of a help that was asked for.
 */
export function buildProgram(
  around: Process,
  done: (status: number) => void,
  print: (page: string) => void = () => {},
): Command {
  const program = new Command('waybill')
  const act: Act =
    work =>
    async (...given) => {
      const status = await work(contextOf(program.opts<Globals>(), around), ...given)
      done(typeof status === 'number' ? status : 0)
    }
  program
    .description('Seals files into an AES-256 ZIP, conveys the password by another road, and keeps the proof.')
    .version(around.version, '--version', 'Print the version')
    .helpOption('-h, --help', 'Show this help')
    .helpCommand(false)
    .addOption(new Option('--home <dir>', 'The home: ledger, keys, policy (else $WAYBILL_HOME)'))
    .addOption(new Option('--sandbox', 'Work in the sandbox, for trying things'))
    .addOption(new Option('--json', 'Answer with one JSON document'))
    .addOption(new Option('-q, --quiet', 'Say nothing but the answer, warnings and errors'))
    .addOption(new Option('-v, --verbose', 'Say more'))
    .addOption(new Option('--no-color', 'No colours (also $NO_COLOR)'))
    .addOption(new Option('--no-input', 'Never ask: a missing value is an error'))
    .addOption(new Option('--yes', 'Do not ask for confirmation'))
    .addOption(
      new Option('--passphrase-fd <n>', 'Read the passphrase of the keys from this descriptor').argParser(
        descriptor('--passphrase-fd'),
      ),
    )
    .addHelpText('beforeAll', helpExamples)
    .exitOverride()
  for (const define of commands) define(program, act)
  const output = {
    writeOut: print,
    // With --json the error alone answers.
    writeErr: (text: string) => {
      if (!around.terminal.json) around.terminal.say(text.trimEnd().split('\n'))
    },
    outputError: () => {},
  }
  for (const command of [program, ...descendants(program)])
    command.configureOutput(output).exitOverride().showSuggestionAfterError()
  return program
}

/** Nothing but flags that every command takes. */
function isBare(program: Command, argv: readonly string[]): boolean {
  const { operands, unknown } = program.parseOptions([...argv])
  return operands.length === 0 && unknown.length === 0 && !argv.some(word => word === '--version' || word === '--')
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap(child => [child, ...descendants(child)])
}

function contextOf(globals: Globals, { terminal, version, signal }: Process): Context {
  const { json = false, quiet = false, verbose = false, color } = globals
  terminal.adopt({ json, quiet, verbose, colour: color })
  return { terminal, version, signal, globals, prompt: new Prompt(terminal, globals.input) }
}

function helpExamples({ command }: { command: Command }): string {
  if (command.parent !== null) return ''
  return examples([
    ['waybill init --name "First Last" --email first.last@example.com', 'once: name the operator, make the keys'],
    ['waybill send report.pdf --to "Ada Lovelace" --org "Example Ltd" --phone +4915112345678 --purpose "Audit"', ''],
    ['waybill send report.pdf --sandbox …', 'try it: nothing leaves this device'],
    ['waybill status', 'where every open transfer stands'],
  ])
}

function usage(error: CommanderError): WaybillError {
  const said = error.code === 'commander.help' ? 'A command is missing' : error.message.replace(/^error: /, '')
  const [first = '', second] = said.split('\n')
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`
  const suggestion = /^\((.*)\)$/.exec(second ?? '')?.[1]
  return new WaybillError('WB-USAGE', message, suggestion ?? 'See `waybill help`.', { cause: error })
}
