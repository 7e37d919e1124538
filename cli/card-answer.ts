import type { Language } from '../src/words.ts'
import type { Context } from './context.ts'
import { cardCopier } from './copy-card.ts'
import { withHome } from './session.ts'
import { writePage } from './write-page.ts'

interface Options {
  readonly format: 'text' | 'json' | 'html'
  readonly out?: string
  readonly force?: boolean
  readonly copy?: boolean
  readonly language?: Language
}

/** `show --card`: the message for the e-mail, of any transfer. */
export async function answerCard(context: Context, id: string, options: Options): Promise<void> {
  const { terminal } = context
  const copy = options.copy ? cardCopier(context) : null
  if (options.format === 'json') terminal.adopt({ json: true })
  const [{ resolveTransfer }, { endStates }, { cardOf }, { cardText }, { cardPage }] = await Promise.all([
    import('../src/ids.ts'),
    import('../src/states.ts'),
    import('../src/card.ts'),
    import('../src/card-text.ts'),
    import('./card-page.ts'),
  ])
  const card = await withHome(context, async ({ home, world, transfers }) => {
    const record = transfers.read(resolveTransfer(home.ledger, id))
    // What is closed was let go before: the recipient can still open it.
    if (endStates.has(record.state) && record.state !== 'closed')
      terminal.warn(`${record.short} is ${record.state}: what its card asks for can happen no more.`)
    return cardOf(world, record, options.language)
  })
  const text = cardText(card)
  const page = cardPage(card)
  if (options.format === 'html') await writePage(context, page, options)
  else
    terminal.reply({ transfer: card.transfer, language: card.language, text, html: page }, () =>
      text.trimEnd().split('\n'),
    )
  copy?.(card)
}
