import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../opener/texts/languages.ts'
import { hasChromium } from '../support/chromium.ts'
import { waybillArchive } from './helpers/archives.ts'
import { PHONE, place, type Visit, visit } from './helpers/visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The third of February, by which the archive asks for deletion. */
const days: Readonly<Record<string, string>> = {
  en: 'February 3, 2026',
  de: '3. Februar 2026',
  fr: '3 février 2026',
  es: '3 de febrero de 2026',
}

/** Rules that are broken, with the elements that break them. */
async function violations({ page }: Visit): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`)
}

/** Pixels by which the page is wider than the window. */
function overflow({ page }: Visit): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
}

/** WCAG 2.2, 1.4.10: 320 pixels wide, which is also a window of 1280 at 400 %. */
const SMALLEST = { width: 320, height: 640 }

/** Words and buttons of a row of files that lie over one another. */
function overlapping({ page }: Visit): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const parts = row => [...row.querySelectorAll('.name, .size, button')]
    const box = part => part.getBoundingClientRect()
    const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    const pairs = all => all.flatMap((a, at) => all.slice(at + 1).map(b => [a, b]))
    return [...document.querySelectorAll('.files li')].flatMap(row => pairs(parts(row)))
      .filter(([a, b]) => over(box(a), box(b))).map(both => both.map(part => part.innerText).join(' / '))
  })()`)
}

describe.runIf(hasChromium)('the page', () => {
  let archive = ''

  beforeAll(async () => {
    const long = `${'a rather long name of a folder '.repeat(4).trim()}/${'unbroken'.repeat(20)}.csv`
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`letters/letter ${at}.txt`, 'text']))
    const options = { hide: 'alias', deleteBy: '2026-02-03' } as const
    archive = await waybillArchive(join(place, 'looks'), { ...many, [long]: 'a,b\n1,2\n' }, options)
  })

  const desktop = { width: 1280, height: 900 }

  it.each([
    ['in the light on a desktop', { colorScheme: 'light', viewport: desktop }],
    ['in the dark on a telephone', { colorScheme: 'dark', viewport: PHONE }],
    ['in the colours of the person', { forcedColors: 'active', reducedMotion: 'reduce', viewport: desktop }],
  ] as const)('has nothing that axe would object to, step by step: %s', async (_, options) => {
    const visitor = await visit(options)
    expect(await violations(visitor)).toEqual([])
    await visitor.choose(archive)
    await visitor.type('wrong')
    await visitor.refusal()
    expect(await violations(visitor)).toEqual([])
    await visitor.type('k7mq 3xtd 9wbn h4rz pc2v')
    await visitor.page.waitForSelector('.opened')
    await visitor.page.click('summary')
    expect(await violations(visitor)).toEqual([])
    expect(await overflow(visitor)).toBeLessThanOrEqual(0)
    await visitor.page.fill('input[type=search]', 'unbroken')
    expect(await visitor.names()).toHaveLength(1)
    await visitor.page.getByRole('button', { name: /^View / }).click()
    await visitor.page.waitForSelector('td')
    expect(await violations(visitor)).toEqual([])
    expect(await overflow(visitor)).toBeLessThanOrEqual(0)
  })

  it('moves what it refuses into view, where the window is small', async () => {
    const visitor = await (await visit({ viewport: { width: 320, height: 256 } })).choose(archive)
    const whole = () =>
      visitor.page.evaluate<boolean>(`(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(
        document.querySelector('.refusal strong').getBoundingClientRect())`)
    await visitor.page.fill('#password', 'wrong')
    const below = "document.querySelector('#password').getBoundingClientRect().bottom - innerHeight"
    await visitor.page.evaluate(`window.scrollBy(0, ${below})`)
    await visitor.page.keyboard.press('Enter')
    await visitor.refusal()
    expect(await whole()).toBe(true)
    await visitor.type('k7mq 3xtd 9wbn h4rz pc2v')
    await visitor.page.waitForSelector('.opened')
    await visitor.page.evaluate('Blob.prototype.arrayBuffer = () => Promise.reject(new RangeError())')
    await visitor.press('Save', 'letters/letter 0.txt')
    await visitor.refusal()
    expect(await whole()).toBe(true)
  })

  it.each(Object.entries(languages))('speaks the language of the browser: %s', async (language, texts) => {
    const visitor = await visit({ locale: `${language}-CH`, viewport: SMALLEST })
    expect(await visitor.page.innerText('h1')).toBe(texts.title)
    expect(await visitor.page.title()).toBe(texts.title)
    expect(await visitor.page.getAttribute('html', 'lang')).toBe(language)
    await visitor.open(archive)
    expect(await visitor.page.innerText('.opened')).toContain(texts.opened)
    const claims = await visitor.claims()
    expect(claims[texts.deleteBy]).toBe(texts.deleteByDay.replace('{day}', days[language] ?? ''))
    expect(await overflow(visitor)).toBeLessThanOrEqual(0)
    expect(await overlapping(visitor)).toEqual([])
  })

  it('speaks English to whoever speaks none of its languages', async () => {
    const visitor = await visit({ locale: 'ja-JP' })
    expect(await visitor.page.innerText('h1')).toBe(languages.en.title)
  })
})
