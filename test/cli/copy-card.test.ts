import { describe, expect, it } from 'vitest'
import { cardCopier } from '../../cli/copy-card.ts'
import { type Card, cardText } from '../../src/index.ts'
import { type FakeOptions, fakeTerminal } from './fakes.ts'

const card: Card = {
  transfer: 'WB-7K3Q-M9XP',
  test: false,
  language: 'de',
  system: 'windows',
  from: 'Example Ltd',
  phone: null,
  receiptCode: '7K3Q-M9XP',
  channel: 'sms',
  hold: 'none',
  page: null,
  deleteBy: null,
}

/** What the clipboard of a terminal would hold, and what was told. */
async function copy(options: FakeOptions) {
  const { terminal, stdout, stderr, device } = fakeTerminal(options)
  const copier = cardCopier({ terminal })
  copier(card)
  await terminal.finish(0)
  const [, base64 = ''] = /\x1b\]52;c;([^\x07]*)\x07/.exec(device.output.text) ?? []
  return { clipboard: Buffer.from(base64, 'base64').toString(), stdout: stdout.text, stderr: stderr.text }
}

describe('copying a card', () => {
  it('puts its text on the clipboard of the person’s terminal, and nothing on stdout', async () => {
    const { clipboard, stdout, stderr } = await copy({ stdout: 80 })
    expect(clipboard).toBe(cardText(card))
    expect(stdout).toBe('')
    expect(stderr).toContain('where this terminal allows that')
  })

  it('is refused where a program reads the answer, or nobody sits here', async () => {
    await expect(copy({ stdout: null })).rejects.toMatchObject({ code: 'WB-NEEDS-TERMINAL' })
    await expect(copy({ stdout: 80, device: false })).rejects.toMatchObject({ code: 'WB-NEEDS-TERMINAL' })
  })

  it('says so where the terminal cannot', async () => {
    const { clipboard, stderr } = await copy({ stdout: 80, env: { TERM: 'dumb' } })
    expect([clipboard, stderr]).toEqual(['', 'This terminal has no clipboard to copy the card to.\n'])
  })
})
