import { describe, expect, it } from 'vitest'
import { type Forged, forge, page } from '../lib/zip/forge.ts'
import { hasChromium } from '../support/chromium.ts'
import { type Visit, visit } from './helpers/visit.ts'

const RUN = 'window.owned = true; alert(1); open("https://evil.example"); location = "https://evil.example"'
const MARKUP = `<script>${RUN}</script><img src="https://evil.example/x.png" onerror='${RUN}'><svg onload='${RUN}'/>`
const evilNames = [
  `<img src=x onerror="window.owned=true">.txt`,
  `"><svg onload='window.owned=true'>.txt`,
  'javascript:window.owned=true.txt',
  '{name}.txt',
  '__proto__.txt',
]

const uint32 = (...numbers: number[]) =>
  Buffer.concat(numbers.map(number => Buffer.from([number >>> 24, number >>> 16, number >>> 8, number])))
const png = (width: number, height: number) =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    uint32(13),
    Buffer.from('IHDR'),
    uint32(width, height),
    Buffer.from([8, 2, 0, 0, 0]),
    uint32(0),
  ])
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64')

/** Collects what turns the reading direction, in texts and in what is read out of elements, as soon as it is in the page. */
const WATCHED = `(() => {
  window.marked = []
  const turns = text => text.includes('\\u202e') && !marked.includes(text) && marked.push(text)
  new MutationObserver(() => {
    const all = document.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = all.nextNode(); node !== null; node = all.nextNode()) {
      turns(node.nodeValue ?? '')
      for (const { name, value } of node.attributes ?? []) turns(value)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
})()`

/** Archives of somebody who has the password: the list is in order, its files are not. */
async function opened(entries: readonly Forged[], text = (words: string) => words): Promise<Visit> {
  const listed = page(entries)
  const bytes = forge([...entries, { ...listed, content: text(String(listed.content)) }]).bytes
  const visitor = await visit()
  // whatever the page gives the browser to show or to save goes through here
  await visitor.page.evaluate(`(() => {
    window.urls = { made: 0, gone: 0 }
    const [make, revoke] = [URL.createObjectURL, URL.revokeObjectURL]
    URL.createObjectURL = blob => (urls.made++, make.call(URL, blob))
    URL.revokeObjectURL = url => (urls.gone++, revoke.call(URL, url))
  })()`)
  await visitor.choose({ name: `${MARKUP.replaceAll('/', '')}.zip`, bytes })
  await visitor.type('k7mq-3xtd-9wbn-h4rz-pc2v')
  await visitor.page.waitForSelector('.opened')
  return visitor
}

/** Markup of an archive would have become elements of these kinds; the page has none. */
async function isOnlyText({ page: tab }: Visit): Promise<void> {
  expect(await tab.evaluate('window.owned')).toBeUndefined()
  expect(
    await tab
      .locator('#page :is(script, img, svg, iframe, a, object, embed, style, link), dialog :is(script, svg, iframe, a)')
      .count(),
  ).toBe(0)
}

describe.runIf(hasChromium)('nothing of an archive runs', () => {
  it('in its names, and in what it claims', async () => {
    const claims = [
      `From:         ${MARKUP}`,
      `Purpose:      {phone}`,
      `${MARKUP}: x`,
      'Questions:    call 1',
      `Sealed:       \u202eevil`,
    ]
    const fake = [
      'Waybill WB',
      '',
      'TEST',
      ...claims.slice(0, 2),
      ...claims.slice(3),
      `Confirmation: 0000-0000`,
      '',
      MARKUP,
      '',
      'From:  the real one',
      '',
    ]
    const visitor = await opened(
      evilNames.map(name => ({ name, content: 'x' })),
      block => `${fake.join('\n')}\n${block}`,
    )
    expect(new Set(await visitor.names())).toEqual(new Set([...evilNames, 'WAYBILL.txt']))
    expect(await visitor.claims()).toEqual({
      From: MARKUP,
      Purpose: '{phone}',
      Questions: 'call 1',
      Sealed: '⟨U+202E⟩evil',
    })
    // neither a code nor a test is what the text says it is
    expect(await visitor.page.locator('output, .test').count()).toBe(0)
    await visitor.page.click('summary')
    expect(await visitor.page.locator('.waybill pre').innerText()).toContain(MARKUP)
    for (const name of evilNames) {
      await visitor.view(name)
      expect(await visitor.page.locator('dialog h2').innerText()).toBe(name)
      await visitor.page.keyboard.press('Escape')
    }
    await isOnlyText(visitor)
  })

  it('in files that are looked at', async () => {
    const texts: Record<string, string> = {
      'page.html': `<!doctype html><meta http-equiv=refresh content="0;url=https://evil.example">${MARKUP}`,
      'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg">${MARKUP}</svg>`,
      'polyglot.html': `GIF89a/*\x01\x00\x01\x00*/=1;${MARKUP}`,
      'letter.txt': `</pre></dialog>${MARKUP}`,
      'data.json': '{"__proto__": {"owned": true}}',
    }
    const cells = ['=HYPERLINK("https://evil.example","click")', `=cmd|' /C calc'!A0`, '@SUM(1+1)', MARKUP]
    const table = [...cells, 'end'].map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')
    const pictures: Record<string, Buffer> = {
      'drawing.png': Buffer.from(texts['drawing.svg'] ?? ''),
      'page.jpg': Buffer.from(texts['page.html'] ?? ''),
      'gif.png': pixel,
      'huge.png': png(60_000, 60_000),
      'huge.gif': Buffer.concat([
        Buffer.from('GIF89a'),
        Buffer.from([1, 0, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0]),
      ]),
      'huge.webp': Buffer.from('524946460000000057454250565038580a00000000000000ffff00ffff00', 'hex'),
    }
    const entries = Object.entries({
      ...texts,
      'table.csv': `a,b,c,d,e\n${table}`,
      ...pictures,
      'ours.gif': Buffer.concat([pixel, Buffer.from(MARKUP)]),
    })
    const visitor = await opened(entries.map(([name, content]) => ({ name, content })))
    const close = () => visitor.page.getByRole('button', { name: 'Close', exact: true }).click()
    for (const [name, text] of Object.entries(texts)) {
      expect(await (await visitor.view(name)).locator('pre').textContent(), name).toBe(text)
      await isOnlyText(visitor)
      await close()
    }
    expect(await (await visitor.view('table.csv')).locator('td').allTextContents()).toEqual([...cells, 'end'])
    await isOnlyText(visitor)
    await close()
    for (const name of Object.keys(pictures)) {
      expect(await (await visitor.view(name)).locator('.body').innerText(), name).toBe(
        'This browser cannot show the picture. Save it instead.',
      )
      await close()
    }
    // none of these was handed to the browser at all; one that is a picture is, as nothing but that, and taken back
    expect(await visitor.page.evaluate('urls')).toEqual({ made: 0, gone: 0 })
    await visitor.view('ours.gif')
    const width = () => visitor.page.evaluate<number>("document.querySelector('dialog img').naturalWidth")
    await expect.poll(width).toBe(1)
    await close()
    await expect.poll(() => visitor.page.evaluate('urls')).toEqual({ made: 1, gone: 1 })
    await isOnlyText(visitor)
  })

  it('and no name turns the words around it, wherever it is said', async () => {
    const [text, image] = ['\u202etxt.exe.txt', '\u202efig.exe.gif']
    const broken = { name: '\u202enekorb.txt', content: 'other' }
    const entries = [{ name: `\u202efolder/${text}`, content: 'x' }, { name: image, content: pixel }, broken]
    const list = page([...entries.slice(0, 2), { ...broken, content: 'right' }])
    const fake = `Waybill WB\n\nFrom:  \u202elive\n\u202eliving\n\n${list.content}`
    const visitor = await visit()
    await visitor.page.evaluate(WATCHED)
    await visitor.choose({ name: '\u202epiz.none.zip', bytes: Buffer.from('\u202e') })
    await visitor.refusal()
    await visitor.choose({ name: '\u202epiz.zip', bytes: forge([...entries, { ...list, content: fake }]).bytes })
    await visitor.type('k7mq-3xtd-9wbn-h4rz-pc2v')
    await visitor.page.waitForSelector('.opened')
    const act = async (key: string, name: string) => {
      await visitor.page.locator('.files li', { hasText: name }).getByText(key, { exact: true }).click()
    }
    for (const name of ['txt.exe', 'fig.exe']) {
      await act('View', name)
      await visitor.page.waitForSelector('dialog')
      await visitor.page.keyboard.press('Escape')
      await act('Save', name)
      await visitor.page.locator('.status', { hasText: name }).waitFor()
    }
    await act('View', 'nekorb')
    expect(await visitor.refusal()).toContain('nekorb')
    expect(await visitor.page.evaluate('marked')).toEqual([])
  })

  it('and a name that looks like another is saved without what turns it', async () => {
    const visitor = await opened([{ name: 'bill\u202egpj.exe', content: 'x' }])
    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.press('Save', 'bill⟨U+202E⟩gpj.exe'),
    ])
    expect(download.suggestedFilename()).toBe('bill_gpj.exe')
  })
})
