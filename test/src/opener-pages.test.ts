import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { knownPage, publishedPages } from '../../src/opener-pages.ts'
import { read } from '../docs/markdown.ts'

const page = Buffer.from('<!doctype html><title>a page</title>')
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const installation = { opener: async () => page, cardPage: async () => '' }
const old = { version: '0.0.9', sha256: hash(Buffer.from('an older page')) }

describe('knownPage', () => {
  it('knows the page of this version, and those that were published', async () => {
    const found = await knownPage(hash(page), '1.0.0', installation, [old])
    expect(found).toEqual({ version: '1.0.0', sha256: hash(page), current: true })
    expect(await knownPage(old.sha256, '1.0.0', installation, [old])).toEqual({ ...old, current: false })
    expect(await knownPage(old.sha256, '1.0.0', { ...installation, opener: async () => null }, [old])).not.toBeNull()
  })

  it('knows no page in which one byte is another', async () => {
    for (let at = 0; at < page.length; at++) {
      const forged = Buffer.from(page)
      forged[at] = (forged[at] ?? 0) ^ 1
      expect(await knownPage(hash(forged), '1.0.0', installation, [old])).toBeNull()
    }
  })

  it('has the page of every version that the changelog calls released', () => {
    const released = [...read('CHANGELOG.md').matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, version]) => version)
    expect(publishedPages.map(({ version }) => version)).toEqual(released)
  })

  it('has a list in which every version stands once', () => {
    for (const { sha256 } of publishedPages) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(publishedPages.map(({ version }) => version)).size).toBe(publishedPages.length)
  })
})
