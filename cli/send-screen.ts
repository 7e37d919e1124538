import { resolve } from 'node:path'
import { levels } from '../lib/zip/writing/deflate.ts'
import type { SendOptions } from './commands/send.ts'
import type { Context } from './context.ts'

/** Whether `send` is to be filled in on the screen: a whole one is there, and nobody said who receives (decision 0038). */
export function wantsScreen({ terminal, globals }: Context, { to, dryRun }: SendOptions): boolean {
  return terminal.fullScreen && globals.input && to === undefined && dryRun !== true
}

/** Everything that the command line said stands there already. */
export async function sendOnScreen(context: Context, paths: readonly string[], options: SendOptions): Promise<number> {
  const { openUi } = await import('./ui/open-ui.ts')
  const fields = {
    organisation: options.org,
    phone: options.phone,
    channel: options.via,
    hold: options.hold,
    purpose: options.purpose,
    basis: options.basis,
    categories: options.category,
    subjects: options.subjects,
    records: options.records,
    client: options.client,
    reference: options.ref,
    out: options.out,
    force: options.force,
    level: levels.find(level => level === options.level),
    hideNames: options.hideNames,
    recipe: options.recipe,
    keep: options.keep,
    card: options.card,
    language: options.language,
    opener: options.opener,
    askDeletion: options.askDeletion,
  }
  return openUi(context, { at: 'send', given: { paths: paths.map(path => resolve(path)), fields } })
}
