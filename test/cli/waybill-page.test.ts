import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { waybillPage } from '../../cli/waybill-page.ts'
import { waybillView } from '../../src/waybill-view.ts'
import { hasChromium, print } from '../support/chromium.ts'
import { shred } from '../support/shred.ts'
import { type Bench, bench, hour } from '../support/transfers.ts'

const rich = {
  organisation: 'Example Ltd',
  client: 'North AG',
  reference: '4711',
  basis: 'contract',
  categories: ['contact', 'salary'],
  subjects: 120,
  records: 3_400,
  purpose: 'Payroll audit 2025',
  card: true,
  askDeletion: '2026-12-31',
} as const

const longest = (text: string, length: number) => text.repeat(length).slice(0, length)

/** Transfers of every kind that a waybill is printed of. With `PICTURES=DIR` what they look like is kept there. */
const transfers: Record<string, (made: Bench) => Promise<string>> = {
  held: async ({ send }) => (await send({ ...rich, hold: true })).id,
  delivered,
  confirmed: async made => {
    const id = await delivered(made)
    made.clock.advance(120_000)
    await made.transfers.handedOver(id, 'mail')
    made.clock.advance(hour + 250_000)
    return (await made.transfers.confirm(id)).id
  },
  dictated: async ({ send, transfers }) => {
    const { id } = await send({ ...rich, channel: 'phone', hold: true })
    const spoken = { override: 'known voice', alphabet: 'nato' as const, by: 'Alan Turing', to: 'Mary Somerville' }
    return (await transfers.dictate(id, spoken, async () => true)).id
  },
  cancelled: async made => {
    const id = await delivered(made)
    await made.transfers.cancel(id, { misSent: true })
    return id
  },
  failed: async ({ send, provider }) => {
    provider.mood = 'refuses'
    return (await send({ ...rich, hold: false })).id
  },
  'of 200 files': async made => {
    for (let n = 0; n < 200; n++) writeFileSync(join(made.sources, `table-${n}.csv`), `${n}`)
    return (await made.send({ ...rich, hold: true })).id
  },
  'with long names': async made => {
    mkdirSync(join(made.sources, longest('folder ', 120)))
    for (const n of [1, 2, 3])
      writeFileSync(join(made.sources, longest('folder ', 120), longest(`long name ${n} `, 200)), '')
    const long = {
      to: longest('Ada Lovelace ', 199),
      organisation: longest('Example', 200),
      purpose: longest('Why ', 199),
    }
    return (
      await made.send({ ...rich, ...long, client: longest('North', 200), reference: longest('47', 200), hold: true })
    ).id
  },
  'with names from right to left': async made => {
    writeFileSync(join(made.sources, 'תשלומים 2025.csv'), 'שלום')
    writeFileSync(join(made.sources, 'gpj.\u202ecsv.exe'), '')
    return (
      await made.send({
        ...rich,
        to: 'עדה לאבלייס',
        organisation: 'شركة المثال',
        purpose: 'تدقيق الرواتب',
        hold: false,
      })
    ).id
  },
  shredded: async made => {
    const id = await delivered(made)
    shred(made, id, 'contact')
    shred(made, id, 'files')
    return id
  },
}

async function delivered({ send, provider, transfers, clock }: Bench): Promise<string> {
  const { id } = await send({ ...rich, hold: false })
  clock.advance(41_000)
  provider.status = { state: 'delivered' }
  await transfers.status(id)
  return id
}

async function made(name: string) {
  const place = await bench()
  const id = await transfers[name]?.(place)
  const view = waybillView(place.world, place.home, place.transfers.read(id ?? ''))
  return { ...place, view, page: waybillPage(view) }
}

describe.skipIf(!hasChromium)('a waybill as a picture (needs chromium)', () => {
  it.each(Object.keys(transfers))('%s prints on one sheet of A4 and loads nothing', async name => {
    const { page } = await made(name)
    const printed = await print(page)
    if (process.env.PICTURES) {
      writeFileSync(join(process.env.PICTURES, `${name}.png`), printed.png)
      writeFileSync(join(process.env.PICTURES, `${name}.pdf`), printed.pdf)
      writeFileSync(join(process.env.PICTURES, `${name}.html`), page)
    }
    expect([printed.pages, printed.asked, printed.said]).toEqual([1, [], []])
  })
})

describe('a waybill', () => {
  it.each([
    ['held', ['not released', 'not accepted', 'not delivered', 'not confirmed']],
    ['delivered', ['the provider took the text', 'the provider says: on the handset', 'not confirmed']],
    ['dictated', ['not accepted', 'the operator says: read out', 'not confirmed']],
    ['confirmed', ['the sender says: opened', 'archive handed over by mail']],
    ['cancelled', ['Cancelled as mis-sent', 'The password was delivered.', 'not confirmed']],
    ['failed', ['released', 'not accepted', 'not delivered']],
  ])('of a transfer that is %s claims what the ledger holds, and no more', async (name, claims) => {
    const { page } = await made(name)
    for (const claim of claims) expect(page).toContain(claim)
  })

  it('names who attests that a password was read out', async () => {
    const { page } = await made('dictated')
    expect(page).toContain('read out by <bdi>Alan Turing</bdi> to <bdi>Mary Somerville</bdi>, by calling the number')
  })

  it('cuts a long list of files, and gives the digest that stands for all of them', async () => {
    const { page, view } = await made('of 200 files')
    expect(page).toContain('and 196 more files: the list digest stands for all of them')
    expect(view.filesDigest).toMatch(/^[0-9a-f]{64}$/)
    expect(page).toContain(`<code>${view.filesDigest}</code>`)
    expect(page.match(/table-\d+\.csv/g)?.length).toBeLessThan(10)
  })

  it('says what was shredded, and shows nothing of it', async () => {
    const { page, view } = await made('shredded')
    expect(view.shredded).toEqual(['contact', 'files'])
    expect(page).toContain('a recipient whose name was shredded')
    expect(page).toContain('The list of 1 file was shredded.')
    expect(page.match(/<span class="gone">shredded<\/span>/g)).toHaveLength(3)
    expect(page).not.toMatch(/Lovelace|Example Ltd|4711|people\.csv/)
  })

  it('holds neither a whole number nor a code nor a password', async () => {
    const { page, view, world } = await made('held')
    const { receiptCode } = view
    const password = world.ledger.vault.get(view.id)?.use(text => text) ?? ''
    expect([receiptCode?.length, password.length]).toEqual([9, 24])
    for (const secret of [receiptCode ?? '', password, '15112345678']) expect(page).not.toContain(secret)
  })

  it('escapes every text of others, and makes what is invisible visible', async () => {
    const place = await bench()
    writeFileSync(join(place.sources, 'gpj.\u202ecsv.exe'), '')
    const evil = '<script>"\'&'
    const { id } = await place.send({
      to: `${evil}to`,
      purpose: `${evil}why`,
      client: evil,
      reference: evil,
      hold: true,
    })
    const page = waybillPage(waybillView(place.world, place.home, place.transfers.read(id)))
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;&quot;&#39;&amp;why')
    expect(page).toContain('gpj.&lt;U+202E&gt;csv.exe')
    expect(page).not.toContain('\u202e')
  })

  it('allows itself nothing but its own style', async () => {
    const { page } = await made('held')
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? []
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? []
    const digest = createHash('sha256').update(style).digest('base64')
    expect(policy).toBe(
      `default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    )
    expect(page).not.toMatch(/<(script|link|img|iframe)|\son\w+=|https?:|url\(|style=/)
  })

  it('carries the signed note as it is', async () => {
    const { page, world } = await made('held')
    expect(page).toContain(`<pre>${world.ledger.checkpoint().note.trimEnd()}</pre>`)
  })
})
