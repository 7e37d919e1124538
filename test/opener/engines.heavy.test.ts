import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { confirmationCode } from '../../src/codes.ts'
import { forge } from '../lib/zip/forge.ts'
import { root } from '../support/built.ts'
import type { Engine } from '../support/engines/engine.ts'
import { firefox, hasFirefox } from '../support/engines/firefox.ts'
import { hasWebKit, webkit } from '../support/engines/webkit.ts'
import { seededRandom } from '../support/world.ts'
import { NONCE, PASSWORD, plainContents, sevenZipArchive, waybillArchive, zipJsArchive } from './helpers/archives.ts'
import { EngineVisit, KEY } from './helpers/engine-visit.ts'
import { Hands, sha256 } from './helpers/hands.ts'
import { hollow, honest } from './helpers/hollow.ts'
import { PHONE, place } from './helpers/visit.ts'

const MiB = 2 ** 20
const size = (inject('figures') === 'full' ? 1024 : 64) * MiB

/** The one thing that a test asks for. */
const TRAP = 'trap.example'

const RUN = 'window.owned = true; alert(1); open("http://evil.example"); location = "http://evil.example"'
const MARKUP = `<script>${RUN}</script><img src="http://evil.example/x.png" onerror='${RUN}'><svg onload='${RUN}'/>`
const picture = readFileSync(join(root, 'docs/waybill.png'))
const texts = {
  'reports/letter.txt': 'Dear Ms Lovelace',
  'reports/page.html': `<!doctype html><meta http-equiv=refresh content="0;url=http://evil.example">${MARKUP}`,
  'reports/drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg">${MARKUP}</svg>`,
}
const contents = {
  ...texts,
  'reports/January.csv': `name;amount\n"Doe; Jane";"${MARKUP.replaceAll('"', '""')}"\n`,
  'reports/picture.png': picture,
  'reports/later/': '',
}
const names = Object.keys(contents).filter(name => !name.endsWith('/'))
const archives: Record<string, string> = {}

beforeAll(async () => {
  if (!hasFirefox && !hasWebKit) return
  for (const hide of ['no', 'alias', 'wrap'] as const) {
    archives[hide] = await waybillArchive(join(place, hide), contents, { hide })
  }
  archives.seven = await sevenZipArchive(join(place, 'seven'), contents, '-mem=AES256')
  archives.zipjs = await zipJsArchive(place, contents)
})

const engines = [
  ['Firefox', hasFirefox, firefox],
  ['WebKit', hasWebKit, webkit],
] as const

describe.each(engines)('the page in %s', (name, has, start) => {
  let engine: Engine
  let visitor: EngineVisit

  beforeAll(async () => {
    if (has) engine = await start()
  })
  afterAll(() => engine?.close())

  /** The page anew, with this archive open. */
  async function opened(path = archives.no ?? ''): Promise<EngineVisit> {
    return (await anew()).open(path)
  }

  async function anew(): Promise<EngineVisit> {
    visitor = await EngineVisit.on(engine)
    return visitor
  }

  afterEach(async () => {
    if (!has) return
    expect(await visitor.complaints()).toEqual([])
    expect(engine.asked.filter(line => !line.includes(TRAP))).toEqual([])
  })

  describe.runIf(has)('', () => {
    it.each(['no', 'alias', 'wrap'])('opens an archive of Waybill with names hidden by %s', async hide => {
      await opened(archives[hide])
      expect((await visitor.texts('.files .name')).sort()).toEqual([...names, 'WAYBILL.txt'].sort())
      expect(await visitor.claims()).toMatchObject({
        From: 'Example Ltd (Grace Hopper)',
        For: 'Ada Lovelace, Analytical Engines',
        Questions: '+44 20 7946 0000',
        Transfer: 'WB-7K3Q-M9XP',
      })
      expect(await visitor.text('output')).toBe(confirmationCode(NONCE))
      expect((await visitor.download('Save reports/picture.png', 'picture.png')).equals(picture)).toBe(true)
      const all = await plainContents(await visitor.download('Save all as a plain ZIP', 'WB-7K3Q-M9XP-open.zip'))
      expect(all['reports/page.html']).toBe(texts['reports/page.html'])
      expect(Object.keys(all).sort()).toEqual([...Object.keys(contents), 'WAYBILL.txt'].sort())
    })

    it.each(['seven', 'zipjs'])('opens an archive of another program, and says what it lacks: %s', async maker => {
      await opened(archives[maker])
      expect((await visitor.texts('.files .name')).sort()).toEqual(names.toSorted())
      expect(await visitor.text('main')).toContain('An archive without WAYBILL.txt')
      expect((await visitor.download('Save reports/letter.txt', 'letter.txt')).toString()).toBe('Dear Ms Lovelace')
    })

    it('refuses a wrong password and takes one as it was dictated', async () => {
      await anew()
      await visitor.choose(archives.alias ?? '')
      await visitor.type('another password')
      expect(await visitor.refusal()).toContain('The password is wrong.')
      await visitor.type(PASSWORD.replaceAll('-', ' '))
      await visitor.until("document.querySelector('.opened')")
      expect(await visitor.text('.notes')).toContain('put right')
    })

    it('shows text, a table and a picture, and nothing in them runs', async () => {
      await opened()
      for (const [name, text] of Object.entries(texts)) {
        await visitor.view(name)
        expect(await visitor.engine.evaluate("document.querySelector('dialog pre').textContent")).toBe(text)
        await visitor.press('Close')
        await visitor.until("!document.querySelector('dialog')")
      }
      await visitor.view('reports/January.csv')
      expect(await visitor.texts('th, td')).toEqual(['name', 'amount', 'Doe; Jane', MARKUP])
      await visitor.keys(KEY.escape)
      await visitor.view('reports/picture.png')
      await visitor.until("document.querySelector('dialog img').naturalWidth > 0")
      const [owned, title] = await engine.evaluate<unknown[]>('[typeof owned, document.title]')
      expect([owned, title]).toEqual(['undefined', 'Open an encrypted archive'])
    })

    it('can be gone through with the keyboard alone, and the focus is where the next step is', async () => {
      await anew()
      await engine.evaluate(`(window.asked = false,
        document.addEventListener('click', ({ target }) => (asked ||= target.type === 'file')), true)`)
      await visitor.keys(KEY.tab + KEY.enter)
      await visitor.until('asked')
      await visitor.choose(archives.no ?? '')
      await visitor.type('no password')
      await visitor.refusal()
      await visitor.type(PASSWORD)
      await visitor.until("document.activeElement.className === 'opened'")
      const focused = () => engine.evaluate<string>("document.activeElement.getAttribute('aria-label')")
      const first = `View ${(await visitor.texts('.files .name'))[0]}`
      await expect.poll(() => visitor.keys(KEY.tab).then(focused)).toBe(first)
      await visitor.keys(KEY.enter)
      await visitor.until("document.activeElement.matches('dialog .body')")
      await visitor.keys(KEY.escape)
      await visitor.until("!document.querySelector('dialog')")
      expect(await focused()).toBe(first)
    })

    it('gives out no file that is damaged or not what was promised of it', async () => {
      await anew()
      const hands = await Hands.on(engine)
      const { files } = await hands.open(forge([...hollow.map(([, entry]) => entry), honest]).bytes)
      expect(Object.fromEntries(files.map(one => [one.name, one.refused?.split('\n')[0] ?? one.sha256]))).toEqual({
        'honest.txt': sha256('honest'),
        ...Object.fromEntries(hollow.map(([refusal, { name }]) => [name, refusal])),
      })
      const bytes = readFileSync(archives.no ?? '')
      const cuts = Array.from({ length: 20 }, (_, n) => ({ length: Math.floor((bytes.length * n) / 20) }))
      for (const { refused } of await hands.openChanged(bytes, cuts)) {
        expect(refused).toMatch(/^(?:The archive is damaged|This is not a ZIP archive)\.$/m)
      }
      const [flipped] = await hands.openChanged(bytes, [{ at: bytes.length >> 1, mask: 1 }])
      expect(flipped?.files.filter(({ sha256: one }) => one !== null)).toHaveLength(names.length)
    })

    it('says so when the archive was taken away while it is open', async () => {
      const path = join(place, 'taken.zip')
      writeFileSync(path, readFileSync(archives.no ?? ''))
      await opened(path)
      rmSync(path)
      await visitor.press('Save reports/picture.png')
      expect(await visitor.refusal()).toContain('The file can no longer be read.')
    })

    it('shows nothing to whoever comes back to it', async () => {
      await opened()
      await engine.goto('about:blank')
      await engine.back()
      await visitor.until("document.querySelector('h1')")
      expect(await visitor.text('main')).toMatch(/^Choose the archive/)
      await anew()
    })

    it('fits a narrow window', async () => {
      await engine.resize(PHONE.width, PHONE.height)
      await opened()
      // as wide as a telephone, but for a browser that makes no window as narrow as that
      if (name === 'Firefox') expect(await engine.evaluate('innerWidth')).toBe(PHONE.width)
      const overflow = 'document.documentElement.scrollWidth - innerWidth'
      expect(await engine.evaluate(overflow)).toBeLessThanOrEqual(0)
      await visitor.view('reports/January.csv')
      expect(await engine.evaluate(overflow)).toBeLessThanOrEqual(0)
      await engine.resize(1280, 900)
    })

    it('copies the confirmation code', async () => {
      await opened()
      await visitor.press('Copy')
      await visitor.until("/Copied/.test(document.querySelector('.code').innerText)")
    })

    it('opens and saves what is large', async () => {
      const bytes = Buffer.alloc(size, seededRandom('large').bytes(MiB))
      for (let at = 0; at < size; at += MiB) bytes.writeUInt32BE(at, at)
      const archive = await waybillArchive(join(place, `large ${engine.version}`), { 'large.bin': bytes })
      await opened(archive)
      const saved = await visitor.download('Save large.bin', 'large.bin')
      expect(createHash('sha256').update(saved).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
    })

    it('would have been seen asking for something', async () => {
      await engine.goto(`http://${TRAP}/`).catch(() => undefined)
      expect(engine.asked.join()).toContain(TRAP)
      await anew()
    })
  })
})
