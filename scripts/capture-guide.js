// Makes the pictures of docs/recipient-guide.md in English and German: seals invented files in a sandbox that is thrown away,
// opens them step by step with the page in Chromium and with 7zz in a terminal. After a build: npm run capture:guide
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { ansiToSvg } from './ansi-to-svg.js'
import { sealedSample } from './sealed-sample.js'
import { smallPng } from './small-png.js'
import { inTerminal } from './terminal.js'

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs/recipient-guide')
const place = mkdtempSync(join(tmpdir(), 'waybill-'))
const forms = { desktop: { width: 760, height: 560 }, phone: { width: 390, height: 760 } }
const tall = { desktop: 640, phone: 960 }

try {
  mkdirSync(pictures, { recursive: true })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  for (const language of ['en', 'de']) {
    const sample = sealedSample(join(place, language), language)
    for (const form of Object.keys(forms)) await openInBrowser(browser, sample, form, language)
    await look(browser, pathToFileURL(sample.card).href, { width: 640, height: 400 }, language, async page =>
      save(`card.${language}`, await page.screenshot({ fullPage: true })),
    )
    if (language === 'en') openIn7zz(sample)
  }
  await browser.close()
} finally {
  rmSync(place, { recursive: true, force: true })
}

/** Four pictures: choose, type the password, read who sent it, see the files. */
async function openInBrowser(browser, { archive, password }, form, language) {
  const shoot = async (page, step) => save(`${form}-${step}.${language}`, await page.screenshot())
  await look(browser, pathToFileURL(join(root, 'dist/opener.html')).href, forms[form], language, async page => {
    await shoot(page, 1)
    await page.setInputFiles('input[type=file]', archive)
    await page.fill('#password', password)
    await scrollTo(page, 'header')
    await shoot(page, 2)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.opened')
    // Down to what the confirmation code is for.
    await page.setViewportSize({ ...forms[form], height: tall[form] })
    await scrollTo(page, 'section.waybill')
    await shoot(page, 3)
    await page.setViewportSize(forms[form])
    await scrollTo(page, 'section:has(.files)')
    await shoot(page, 4)
  })
}

async function scrollTo(page, selector) {
  await page
    .locator(selector)
    .first()
    .evaluate(element => {
      scrollTo(0, element.getBoundingClientRect().top + scrollY - 12)
    })
}

/** Browsers of telephones cannot save into a folder; the page then has no button for it. */
async function look(browser, address, viewport, language, act) {
  const locale = { en: 'en-GB', de: 'de-DE' }[language]
  const context = await browser.newContext({ locale, viewport, colorScheme: 'light' })
  const page = await context.newPage()
  if (viewport === forms.phone) await page.addInitScript(() => delete globalThis.showDirectoryPicker)
  await page.goto(address)
  await act(page)
  await context.close()
}

function save(name, screenshot) {
  writeFileSync(join(pictures, `${name}.png`), smallPng(screenshot))
}

/** The password is typed where 7zz asks for it, which does not show it. */
function openIn7zz({ archive, password }) {
  const columns = 80
  const command = `7zz x ${basename(archive)} -ofiles`
  const commands = [command, 'head -n 12 files/WAYBILL.txt'].map(words => ({ shown: words, run: words }))
  const answer = { to: 'Enter password', with: password }
  const text = inTerminal({ commands, columns, cwd: dirname(archive), place, answer })
  const description = 'The archive was made in a sandbox and no longer exists.'
  writeFileSync(join(pictures, '7zz.svg'), ansiToSvg(text, { columns, title: `Terminal: ${command}`, description }))
}
