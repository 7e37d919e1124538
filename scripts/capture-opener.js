// Makes the pictures of docs/opener.md: seals invented files in a home that is thrown away, and opens them with the page
// in Chromium. After a build: npm run capture:opener
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { sealedSample } from './sealed-sample.js'
import { smallPng } from './small-png.js'

const root = join(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const phone = { width: 390, height: 844 }

try {
  const { archive, password } = sealedSample(place, 'en')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  await picture(browser, 'opener-phone-light', { viewport: phone, colorScheme: 'light' }, async () => {})
  await picture(browser, 'opener-phone-dark', { viewport: phone, colorScheme: 'dark' }, page =>
    open(page, archive, password),
  )
  const desktop = { viewport: { width: 1280, height: 1400 }, colorScheme: 'light' }
  await picture(browser, 'opener-desktop', desktop, page => open(page, archive, password))
  await browser.close()
} finally {
  rmSync(place, { recursive: true, force: true })
}

async function open(page, archive, password) {
  await page.setInputFiles('input[type=file]', archive)
  await page.fill('#password', password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.opened')
}

async function picture(browser, name, options, act) {
  const context = await browser.newContext({ locale: 'en-GB', deviceScaleFactor: 1, ...options })
  const page = await context.newPage()
  await page.goto(pathToFileURL(join(root, 'dist/opener.html')).href)
  await act(page)
  writeFileSync(join(root, 'docs', `${name}.png`), smallPng(await page.screenshot()))
  await context.close()
}
