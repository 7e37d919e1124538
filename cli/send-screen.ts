import { resolve } from 'node:path'
import type { SendOptions } from './commands/send.ts'
import type { Context } from './context.ts'
import { sendFields } from './send-fields.ts'

/** Whether `send` is to be filled in on the screen: a whole one is there, and nobody said who receives (decision 0038). */
export function wantsScreen({ terminal, globals }: Context, { to, dryRun }: SendOptions): boolean {
  return terminal.fullScreen && globals.input && to === undefined && dryRun !== true
}

/** Everything that the command line said stands there already. */
export async function sendOnScreen(context: Context, paths: readonly string[], options: SendOptions): Promise<number> {
  const { openUi } = await import('./ui/open-ui.ts')
  const fields = { ...sendFields(options), phone: options.phone, purpose: options.purpose }
  return openUi(context, { at: 'send', given: { paths: paths.map(path => resolve(path)), fields } })
}
