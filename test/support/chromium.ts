import { afterAll } from 'vitest'
import { installed } from './installed.ts'

export const hasChromium = installed('chromium', 'tests of pages as pictures')

/** Nothing of it goes to the network, and it leaves no profile behind. */
const args = `--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
  --disable-component-update --disable-sync`.split(/\s+/)

/** A browser for the tests of one file, made at first use. */
export async function browser() {
  const { chromium } = await import('playwright-core')
  shared ??= chromium.launch({ executablePath: '/usr/bin/chromium', args })
  return shared
}

let shared: Promise<import('playwright-core').Browser> | undefined
if (hasChromium) afterAll(async () => (await shared)?.close())

/** What a page looks like on paper and on a screen, and what it tried to load. */
export async function print(html: string) {
  const context = await (await browser()).newContext({ viewport: { width: 900, height: 1270 }, deviceScaleFactor: 1.5 })
  const page = await context.newPage()
  const [asked, said]: [string[], string[]] = [[], []]
  page.on('request', request => asked.push(request.url()))
  page.on('console', message => said.push(message.text()))
  await page.setContent(html, { waitUntil: 'load' })
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  const text = await page.locator('body').innerText()
  const png = await page.screenshot({ fullPage: true })
  await context.close()
  // Every page of a PDF is an object of its own (ISO 32000-1, 7.7.3.3).
  return { pages: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0, pdf, png, text, asked, said }
}
