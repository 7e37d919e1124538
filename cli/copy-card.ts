import { WaybillError } from '../lib/error.ts'
import type { Card } from '../src/card.ts'
import { cardText } from '../src/card-text.ts'
import type { Context } from './context.ts'

/**
 * What puts a card on the clipboard of the person's terminal. WB-NEEDS-TERMINAL, before anything is done, where there is none
 * or a program reads the answer: what runs unseen writes on nobody's clipboard.
 */
export function cardCopier({ terminal }: Pick<Context, 'terminal'>): (card: Card) => void {
  const screen = terminal.answersPerson ? terminal.controllingTerminal() : null
  if (screen === null) {
    const message = 'A card is copied on a terminal alone, and there is none.'
    throw new WaybillError('WB-NEEDS-TERMINAL', message, 'Leave --copy out, or run it on a terminal.')
  }
  return card =>
    terminal.say(
      screen.copy(cardText(card))
        ? 'The card was handed to the clipboard, where this terminal allows that (OSC 52; tmux with set-clipboard on).'
        : 'This terminal has no clipboard to copy the card to.',
    )
}
