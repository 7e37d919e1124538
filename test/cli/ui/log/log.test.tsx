import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Log } from '../../../../cli/ui/screens/log/log.tsx'
import { lastVerified, rememberVerified } from '../../../../cli/ui/verified.ts'
import { displayWidth } from '../../../../cli/width.ts'
import { shredOwner } from '../../../../src/shredding.ts'
import { verifyBundleAt } from '../../../../src/verify-bundle.ts'
import { stage } from '../stage.tsx'
import { madeUpSession, sentByForce } from './filled.ts'

/** The recipients in the order in which the table shows them. */
function people(frame: string): string[] {
  return [...frame.matchAll(/Person \d+/g)].map(([name]) => name)
}

describe('the table of transfers', () => {
  it('shows the newest first, loads more as somebody comes near the end, and with End all: then they are counted', async () => {
    const { until, press, frame } = stage(<Log />, { session: await madeUpSession(150) })
    expect(people(await until('60 transfers  and more below')).slice(0, 2)).toEqual(['Person 149', 'Person 148'])
    press('pagedown', 'pagedown')
    await until('120 transfers  and more below')
    press('G')
    await until(/150 transfers\s*$/m)
    press('end')
    expect(people(await until('Person 0')).at(-1)).toBe('Person 0')
    press('g')
    await until('Person 149')
    expect(frame()).not.toContain('more below')
  })

  it('says that a name fits as a whole where nothing fits', async () => {
    const { until, press, type } = stage(<Log />, { session: await madeUpSession(3) })
    await until('3 transfers')
    type('f')
    await until('Log: filter')
    press('tab', 'tab', 'tab')
    type('Person')
    press('enter')
    expect(await until('Nothing fits the filter.')).toContain('Names and references must be whole')
  })

  it('is filtered by a form, says by what, and one key clears it', async () => {
    const { until, press, type } = stage(<Log />, { session: await madeUpSession(20) })
    await until('20 transfers')
    type('f')
    await until('Log: filter')
    type('tomorrow')
    press('enter')
    await until('Since is no date. Write it like 2026-01-31.')
    press('ctrl-u')
    type('1.1.2020')
    press('down', 'down')
    type('h')
    press('enter')
    const held = await until(/Filter: Since 1\.1\.2020, State held[\s\S]* held .*\n.* held /)
    expect(held).not.toContain('delivered')
    type('c')
    expect(await until('20 transfers')).not.toContain('Filter:')
  })

  it('keeps what was typed into the form and not used, also when the home locks over it', async () => {
    const session = await madeUpSession(3)
    const drafts = new Map<string, unknown>()
    const { until, press, type, hide } = stage(<Log />, { session, drafts })
    await until('3 transfers')
    type('f')
    await until('Log: filter')
    type('2026-02')
    press('escape')
    await until('3 transfers')
    type('f')
    await until('2026-02')
    type('-03')
    await until('2026-02-03')
    hide('idle')
    const kept = { typed: expect.objectContaining({ since: '2026-02-03' }) }
    await expect.poll(() => drafts.get('log')).toMatchObject(kept)
  })

  it('finds while somebody types, and with Enter in all personal fields of all transfers', async () => {
    const { until, press, type, frame } = stage(<Log />, { session: await madeUpSession(90) })
    await until('60 transfers')
    type('/PERSON 8')
    expect(people(await until('10 of 60 transfers loaded'))).toHaveLength(10)
    press('escape')
    await until('60 transfers  and more below')
    type('/table-1')
    await until('0 of 60 transfers loaded')
    press('enter')
    await until(/11 transfers\s*\n.*Filter: Text table-1/)
    expect(people(frame()).at(-1)).toBe('Person 1')
    // The number of a transfer leads to it, also where its row is not loaded.
    const [, number = ''] = /(WB-\S+) .*Person 1\b/.exec(frame()) ?? []
    type('c')
    await until('60 transfers  and more below')
    type(`/${number}`)
    await until('0 of 60 transfers loaded')
    press('enter')
    await until(/1 transfer\s*\n.*Filter: Text WB-/)
    expect(people(frame())).toEqual(['Person 1'])
  })

  it('is sorted by each column, both ways, by all transfers and not only those that were loaded', async () => {
    const { until, type } = stage(<Log />, { session: await madeUpSession(80) })
    await until('60 transfers')
    type('s')
    expect(people(await until(/80 transfers {2}sorted by For\s/)).slice(0, 3)).toEqual([
      'Person 0',
      'Person 1',
      'Person 10',
    ])
    type('S')
    expect(people(await until('sorted by For, reversed')).slice(0, 2)).toEqual(['Person 9', 'Person 8'])
    type('s')
    await until('sorted by State')
    type('s')
    expect(people(await until('sorted by Size'))[0]).toBe('Person 79')
    type('sS')
    expect(people(await until('sorted by Begun, reversed'))[0]).toBe('Person 0')
  })

  it('comes back as it was left: filter, order and the chosen row', async () => {
    const session = await madeUpSession(20)
    const drafts = new Map<string, unknown>()
    const first = stage(<Log />, { session, drafts })
    await first.until('20 transfers')
    first.type('/person 1')
    await first.until('11 of 20')
    first.press('enter')
    await first.until('11 transfers')
    first.type('jjo')
    expect(first.went).toMatchObject([{ at: 'transfer' }])
    const { until } = stage(<Log />, { session, drafts })
    await until(/11 transfers[\s\S]*❯ .*Person 17/)
  })
})

describe('a waybill', () => {
  it('stands beside the table on a wide terminal, and the next one follows', async () => {
    const session = await madeUpSession(5)
    const { until, press, type, went } = stage(<Log />, { session, size: { columns: 150, rows: 30 } })
    await until('5 transfers')
    press('enter')
    expect(await until('Read back')).toMatch(/❯ .*Person 4.*│/)
    press('right')
    await until(/│ For +Person 3/)
    type('o')
    expect(went).toMatchObject([{ at: 'transfer', id: expect.stringMatching(/^[0-9A-Z]{26}$/) }])
    press('escape')
    await until('Purpose 3')
  })

  it('takes the place of the table on a narrow one, and scrolls to its end', async () => {
    const session = await madeUpSession(5)
    const { until, press } = stage(<Log />, { session, size: { columns: 40, rows: 12 } })
    await until('5 transfers')
    press('enter')
    await until(/1–6 of \d+/)
    press('G')
    await until(session.home.keys.fingerprint.slice(-10))
    press('escape')
    await until('5 transfers')
  })
})

describe('hostile names', () => {
  const sizes = [
    { columns: 40, rows: 12 },
    { columns: 100, rows: 40 },
  ]

  it('neither widen the screen nor reach the terminal, in both languages and without Unicode', async () => {
    const session = await madeUpSession(2)
    await sentByForce(session)
    for (const size of sizes) {
      for (const [language, unicode] of [
        ['en', true],
        ['de', true],
        ['en', false],
      ] as const) {
        const { until, press, type } = stage(<Log />, { session, size, language, unicode })
        const frames = [await until(/3 (?:transfers|Übergaben)/)]
        press('enter')
        frames.push(await until(/WB-.{4}-.{4}/))
        press('escape')
        type('e')
        frames.push(
          await until(language === 'en' ? /accepted, says|delivered, says/ : /angenommen, sagt|zugestellt, sagt/),
        )
        press('enter')
        frames.push(await until(/Waybill +(?:Event \d|Ereigni)/))
        for (const frame of frames) {
          expect(frame.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u202c]/u)
          for (const row of frame.split('\n').slice(1)) expect(displayWidth(row)).toBeLessThanOrEqual(size.columns)
          expect(frame.split('\n').length).toBeLessThan(size.rows)
          if (!unicode) expect(frame).not.toMatch(/[❯◉─│…↓]/)
        }
      }
    }
  })
})

describe('the events', () => {
  it('are listed newest first, filtered, and each tells what it holds and what was shredded', async () => {
    const session = await madeUpSession(4)
    const { world } = session
    const [id = ''] = [...world.ledger.events({ type: 'transfer.intended' })].map(({ xfer }) => xfer ?? '')
    world.ledger.commit(tx => shredOwner(tx, world, { owner: id, class: 'contact', xfer: id, reason: 'asked' }))
    const { until, press, type, ends } = stage(<Log />, { session })
    await until('4 transfers')
    type('e')
    await until(/❯.*shredded for good: all about the recipient, as asked/)
    type('f')
    await until('Log: filter')
    press('down', 'down', 'down', 'down', 'down', 'down')
    type('customer 1')
    press('enter')
    await until(/Filter: Reference customer 1[\s\S]*intended/)
    press('end', 'enter')
    expect(await until('Personal fields')).toMatch(/recipient +Person 1/)
    expect(await until('phone')).toContain('•••• 5678')
    press('escape')
    type('c')
    await until(/\d+ events\s*\n[\s\S]*shredded for good/)
    press('end', 'up', 'up', 'enter')
    await until(/contact +\(shredded: only its digest is left\)/)
    press('escape', 'escape', 'escape')
    await until('4 transfers')
    press('escape')
    expect(ends).toEqual(['back'])
  })
})

describe('verification', () => {
  it('tells the verdict and what it stands on, and is remembered', async () => {
    const session = await madeUpSession(3)
    const drafts = new Map<string, unknown>()
    const { until, type, press, jobs } = stage(<Log />, { session, drafts })
    await until('3 transfers')
    type('v')
    const { size, root } = session.world.ledger.checkpoint()
    expect(await until(`Verified up to event ${size - 1}, `)).toContain(root)
    expect(await until('key.not-pinned')).toMatch(/note: The ledger is only compared with itself/)
    expect(lastVerified(drafts)).toMatchObject({ result: { size }, ok: true })
    expect(jobs).toMatchObject({ busy: false, status: 0 })
    press('escape')
    await until('3 transfers')
  })

  it('that ended behind a lock is told to whoever comes back', async () => {
    const session = await madeUpSession(3)
    const drafts = new Map<string, unknown>()
    const { until, type } = stage(<Log />, { session, drafts })
    await until('3 transfers')
    type('v')
    await until('Verified up to')
    const finding = { level: 'error', code: 'event.changed', message: 'Event 3 is not what was signed.' } as const
    rememberVerified(drafts, {
      result: { size: 4, root: 'abc', findings: [finding], pinned: false, anchored: null },
      at: 0,
      ok: false,
    })
    const later = stage(<Log />, { session, drafts })
    expect(await later.until('Event 3 is not what was signed.')).toContain('Do not rely on this ledger.')
    later.press('escape')
    await later.until('3 transfers')
    later.type('v')
    await later.until('Verified up to')
  })
})

describe('evidence', () => {
  it('of the chosen transfer is written where somebody says, never over something, and verifies', async () => {
    const session = await madeUpSession(2)
    const { short } = session.transfers.read((await sentByForce(session)).id)
    const { until, press, type, jobs, frame } = stage(<Log />, { session })
    const [taken, free] = [join(session.work, 'taken.zip'), join(session.work, 'free.zip')]
    writeFileSync(taken, 'mine')
    await until('3 transfers')
    type('x')
    expect(await until(`evidence-${short}.zip`)).toContain('Space change')
    press('tab', 'ctrl-u')
    type(taken)
    press('enter')
    await until('WB-EXISTS')
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    expect(frame()).toMatch(/Choose another name\.\s*$/m)
    press('ctrl-u')
    type(join(session.work, 'nowhere', 'a.zip'))
    press('enter')
    await until(`The folder ${join(session.work, 'nowhere')} does not exist.`)
    press('ctrl-u')
    type(free)
    press('enter')
    const written = await until(/Written: .*free\.zip/)
    expect(written).toMatch(/SHA-256 [0-9a-f]{64}/)
    expect(written).toContain('1 transfer.')
    expect(jobs.status).toBe(0)
    const { findings } = await verifyBundleAt(free, {})
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    press('escape')
    await until('3 transfers')
  })

  it('of all that the filter finds holds those and no other', async () => {
    const session = await madeUpSession(12)
    const { until, press, type } = stage(<Log />, { session })
    const path = join(session.work, 'some.zip')
    await until('12 transfers')
    type('/customer 1')
    press('enter')
    await until('3 transfers')
    type('x')
    expect(await until('◉ all that the filter finds')).toMatch(/evidence-\d{4}-\d\d-\d\d\.zip/)
    press('tab', 'ctrl-u')
    type(path)
    press('enter')
    await until(/Written:[\s\S]*3 transfers\./)
    expect(existsSync(path)).toBe(true)
    press('escape')
    await until('Filter: Text customer 1')
    // Whoever reads one waybill means that one.
    press('enter')
    await until(/Waybill WB-/)
    type('x')
    await until('◉ WB-')
  })
})
