import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { local } from '../format.ts'
import { homeDirectory } from '../session.ts'
import { dim, line } from '../style.ts'

export function phone(program: Command, act: Act): void {
  program
    .command('phone')
    .summary('In a sandbox alone: the texts that the sandbox phone received')
    .addHelpText(
      'before',
      examples([
        ['waybill phone --sandbox', ''],
        ['waybill phone --sandbox --json', ''],
      ]),
    )
    .action(act(run))
}

async function run(context: Context): Promise<void> {
  if (!context.globals.sandbox) {
    throw new WaybillError('WB-HOME-KIND', 'There is a phone in a sandbox alone.', 'Add --sandbox.')
  }
  const [{ readPhone }, { phoneDirectory }] = await Promise.all([
    import('../../lib/courier/sandbox.ts'),
    import('../../src/home.ts'),
  ])
  const texts = readPhone(phoneDirectory(await homeDirectory(context)))
  context.terminal.reply(texts, () => {
    if (texts.length === 0) return ['The sandbox phone has received nothing yet.']
    return texts.flatMap(({ to, text, at, transfer }) => [
      dim(`${local(Date.parse(at))}  to ${to}  (${transfer})`),
      line`  ${text}`,
    ])
  })
}
