import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { html } from '../../cli/html.ts'
import { activityHtml } from '../../cli/report-activity.ts'
import { controlsHtml } from '../../cli/report-controls.ts'
import { page } from '../../cli/report-html.ts'
import type { Activity } from '../../src/reports/activity.ts'
import { controlsReport } from '../../src/reports/controls.ts'
import { bench } from '../support/transfers.ts'
import { scratch } from '../support/world.ts'

const made = 'Made with Waybill 0.1.0 on 2026-01-07 09:00:00 UTC.'
const counts = (...names: string[]) =>
  names.map((name, at) => ({ name, count: at === 1 ? null : (1_234_567 / (at + 1)) | 0 }))
const activity: Activity = {
  since: null,
  until: null,
  transfers: 1_234_567,
  months: counts(
    ...Array.from({ length: 36 }, (_, at) => `20${26 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`),
  ),
  channels: counts('sms', 'phone', 'in-person'),
  categories: counts('legitimate', 'political-opinion', 'union-membership'),
  states: null,
}

describe('a page', () => {
  const title = `<script>alert(1)</script> & "it's"\u202e`
  const text = page(title, [['<i>', title]], [html`<p title="${title}">${title}${[html`<b>${1}</b>`]}</p>`])

  it('lets no text be markup', () => {
    expect(text).not.toContain('<script')
    expect(text).not.toContain('<i>')
    expect(text).not.toContain('\u202e')
    expect(text).toContain('<p title="&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;it&#39;s&quot;&lt;U+202E&gt;">')
    expect(text).toContain('<b>1</b>')
  })

  it('may do nothing: no script, no request, its own style alone', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ''
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    )
    expect(text).not.toMatch(/\ssrc=|\shref=|url\(|@import|\sstyle=|\son[a-z]+=/)
  })
})

const browser = '/usr/bin/chromium'
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const left = existsSync(browser) ? '' : ' (left out: /usr/bin/chromium is not installed)'

/** A4 at 96 dots an inch, without the margins of the page's own style. */
const paper = { width: Math.floor(((210 - 30) / 25.4) * 96), height: Math.floor(((297 - 30) / 25.4) * 96) }

describe.skipIf(left !== '')(`in Chromium${left}`, () => {
  it('activity and controls print on A4 without overflow, styled, and ask for nothing', async () => {
    const { home, clock } = await bench()
    const controls = controlsReport(home, { commands: new Set(), now: clock.now() })
    const folder = scratch()
    const engine = await chromium.launch({ executablePath: browser, chromiumSandbox: false, args: flags })
    try {
      for (const text of [activityHtml(activity, made), controlsHtml(controls, made)]) {
        const path = join(folder, 'page.html')
        writeFileSync(path, text)
        const tab = await engine.newPage({ viewport: paper })
        const said: string[] = []
        const asked: string[] = []
        tab.on('console', message => said.push(message.text()))
        tab.on('request', request => asked.push(request.url()))
        await tab.emulateMedia({ media: 'print' })
        await tab.goto(pathToFileURL(path).href)
        expect(await tab.evaluate(overflowing)).toEqual([])
        expect(await tab.evaluate(`getComputedStyle(document.querySelector('.mark')).color`)).toBe('rgb(11, 92, 107)')
        expect([said, asked]).toEqual([[], [pathToFileURL(path).href]])
        const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1')
        // A4 in points (ISO 216), as Chromium rounds it.
        expect(pdf).toMatch(/\/MediaBox ?\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/)
        await tab.close()
      }
    } finally {
      await engine.close()
    }
  })
})

/** Runs in the page: what is wider than the paper, or than what it stands in. */
const overflowing = `[...document.querySelectorAll('body *')].filter(element => {
  const { left, right } = element.getBoundingClientRect()
  const isCut = element instanceof HTMLElement && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1
  return left < -1 || right > document.documentElement.clientWidth + 1 || isCut
}).map(element => element.tagName + ': ' + element.textContent.slice(0, 40))`
