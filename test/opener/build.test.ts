import { createHash } from 'node:crypto'
import { cpSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildOpener } from '../../scripts/opener.ts'
import { read } from '../docs/markdown.ts'
import { root } from '../support/built.ts'
import { scratch } from '../support/world.ts'

describe('the page', () => {
  it('is the same bytes from the same sources in another place, and docs/opener.md has their SHA-256', async () => {
    const [here, there] = [scratch(), scratch()]
    for (const folder of ['opener', 'lib']) cpSync(join(root, folder), join(there, folder), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(there, 'node_modules'))
    const [one, two] = [join(here, 'opener.html'), join(there, 'opener.html')]
    const sha256 = await buildOpener(one)
    expect(await buildOpener(two, there)).toBe(sha256)
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true)
    expect(read('docs/opener.md'), 'run `npm run opener`').toContain(`${sha256}  opener.html`)
  })

  it('is one file of at most 130 KiB that may do nothing but run itself', async () => {
    const path = join(scratch(), 'opener.html')
    await buildOpener(path)
    expect(statSync(path).size).toBeLessThanOrEqual(130 * 1024)
    const html = readFileSync(path, 'utf8')
    const digest = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? []
      expect(text.length).toBeGreaterThan(1000)
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    }
    expect(html).toContain(
      `content="default-src 'none'; script-src ${digest('script')}; style-src ${digest('style')}; img-src blob:; base-uri 'none'; form-action 'none'"`,
    )
    expect(html.match(/<script|<style|<link|<img|<iframe/g)).toEqual(['<style', '<script'])
    expect(html).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|\beval\(|\bBuffer\b|process\./)
    expect(html).not.toMatch(/[^-]https?:\/\//)
    // a browser that translates sends what it translates to somebody
    expect(html).toContain('<html lang="en" translate="no">')
    expect(html).toContain('<meta name="google" content="notranslate">')
  })
})
