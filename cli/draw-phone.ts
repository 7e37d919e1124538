import { type PhoneText, readPhone } from '../lib/courier/sandbox.ts'
import { phoneDirectory } from '../src/home.ts'
import type { Context } from './context.ts'
import { local } from './format.ts'
import { type PhoneLook, phonePicture } from './phone-picture.ts'

/** Draws the sandbox phone with the texts of one transfer on the controlling terminal, the only place for a password. */
export function drawPhone({ terminal }: Context, home: string, transfer: string): void {
  const screen = terminal.json || !terminal.interactive ? null : terminal.controllingTerminal()
  if (screen === null) {
    terminal.say('Read it: waybill phone --sandbox')
    return
  }
  screen.write(sandboxPhoneLines(home, transfer, { width: screen.columns, unicode: terminal.unicode }))
}

/** The phone with the texts of one transfer. They hold its password: for the person's own terminal alone. */
export function sandboxPhoneLines(home: string, transfer: string, options: PhoneLook): string[] {
  const texts = textsOf(home).filter(text => text.transfer === transfer)
  const bubbles = texts.map(({ to, text, at }) => ({ from: 'TEST', to, text, at: local(Date.parse(at)).slice(11, 16) }))
  return phonePicture(bubbles, options)
}

/** What the sandbox phone of a home received, oldest first. Each text holds a password. */
export function textsOf(home: string): PhoneText[] {
  return readPhone(phoneDirectory(home))
}
