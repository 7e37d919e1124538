// Makes the pictures of docs/opener.md: seals invented files in a home that is thrown away, and opens them with the page
// in Chromium. After a build: npm run capture:opener
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const phone = { width: 390, height: 844 }

try {
  const { archive, password } = sealed()
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

/** Seals invented files in a sandbox; answers with the archive and the password that the sandbox's telephone got. */
function sealed() {
  const files = join(place, 'audit')
  mkdirSync(files)
  execFileSync('cp', [join(root, 'samples/customers.csv'), files])
  writeFileSync(join(files, 'letter.txt'), 'Dear Ms Lovelace\n\nhere are the figures for January.\n')
  writeFileSync(join(files, 'contract-jane-doe.pdf'), '%PDF-1.7\n')
  const env = { ...process.env, WAYBILL_HOME: join(place, 'home') }
  const waybill = (...words) =>
    execFileSync(process.execPath, [join(root, 'dist/main.js'), ...words, '--sandbox'], {
      cwd: place,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  const who = ['--to', 'Ada Lovelace', '--org', 'Analytical Engines Ltd', '--phone', '+4915112345678']
  const words = ['--purpose', 'Audit of the January figures', '--no-hold', '--json']
  const { archive } = JSON.parse(waybill('send', files, ...who, ...words))
  const [message] = JSON.parse(waybill('phone', '--json'))
  return { archive: resolve(place, archive), password: /Password: (\S+)\./.exec(message.text)[1] }
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
  await page.screenshot({ path: join(root, 'docs', `${name}.png`) })
  await context.close()
}
