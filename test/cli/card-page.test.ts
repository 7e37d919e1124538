import { describe, expect, it } from 'vitest'
import { cardPage } from '../../cli/card-page.ts'
import type { Card } from '../../src/index.ts'
import { browser, hasChromium } from '../support/chromium.ts'

const card: Card = {
  transfer: 'WB-7K3Q-M9XP',
  test: true,
  language: 'en',
  system: null,
  from: 'Example Ltd (Grace Hopper)',
  phone: '+4930123456',
  receiptCode: '7K3Q-M9XP',
  channel: 'sms',
  hold: 'receipt',
  page: 'open-WB-7K3Q-M9XP.html',
  deleteBy: '2031-01-01',
}

describe.skipIf(!hasChromium)('the page of a card', () => {
  it('can be read in a light mail when it was copied on a dark screen', async () => {
    const from = await (await browser()).newPage({ colorScheme: 'dark' })
    await from.setContent(cardPage(card))
    await from.keyboard.press('Control+A')
    await from.keyboard.press('Control+C')
    const mail = await (await browser()).newPage({ colorScheme: 'light' })
    await mail.setContent('<div contenteditable></div>')
    await mail.focus('div')
    await mail.keyboard.press('Control+V')
    await mail.getByText('that you know already').waitFor()
    const colours: string[] = await mail.evaluate(
      `[...document.querySelectorAll('div *')].map(one => getComputedStyle(one).color)`,
    )
    expect(colours.length).toBeGreaterThan(10)
    // Black, or the blue of a link: no channel of red or green is light.
    expect(colours.filter(colour => !/^rgb\(0, 0, \d+\)$/.test(colour))).toEqual([])
    await Promise.all([from.close(), mail.close()])
  })
})
