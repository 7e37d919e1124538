import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Home } from '../../../../cli/ui/screens/home/home.tsx'
import { Phone } from '../../../../cli/ui/screens/phone/phone.tsx'
import { rememberVerified } from '../../../../cli/ui/verified.ts'
import { displayWidth } from '../../../../cli/width.ts'
import type { SendRequest } from '../../../../src/index.ts'
import { bench, day } from '../../../support/transfers.ts'
import { untilStopped } from '../slow.ts'
import { sandboxSession, stage } from '../stage.tsx'

type Session = Awaited<ReturnType<typeof sandboxSession>>

function send(session: Session, to: string, more: Partial<SendRequest> = {}) {
  writeFileSync(join(session.work, 'a.txt'), 'a')
  const request = { paths: ['a.txt'], directory: session.work, phone: '+4915112345678', purpose: 'Test' }
  return session.transfers.send({ ...request, to, ...more })
}

it('says what to do where nothing was sent yet, and how the home is', async () => {
  const session = await sandboxSession()
  const { until } = stage(<Home />, { session })
  const frame = await until(/events, not verified in this session.*texts by sandbox/)
  expect(frame).toContain('No transfer yet. Press n to send the first one.')
  const drafts = new Map<string, unknown>()
  const verified = { size: 1, root: '', findings: [], pinned: false, anchored: null }
  rememberVerified(drafts, { result: verified, at: 0, ok: true })
  await stage(<Home />, { session, drafts }).until(/✓ 1 of \d+ events verified/)
  rememberVerified(drafts, { result: verified, at: 0, ok: false })
  await stage(<Home />, { session, drafts }).until(/✗ the ledger did not verify/)
  const small = await stage(<Home />, { session, size: { columns: 40, rows: 12 } }).until('another')
  expect(small).toContain(' No transfer yet. Press n to send the\n first one.')
  await stage(<Home />, { session, language: 'de' }).until('Noch keine Übergabe. Mit n senden Sie die erste.')
})

it('leads to the next step of what waits, and to the others', async () => {
  const session = await sandboxSession()
  const { id } = await send(session, 'Ada Lovelace')
  const other = await send(session, 'Grace Hopper', { hold: false })
  await session.transfers.handedOver(other.id, 'mail')
  const home = stage(<Home />, { session })
  const frame = await home.until(/Grace Hopper +delivered/)
  expect(frame).toMatch(/Waiting for you\n.*Ada Lovelace +held +hand over the archive/)
  expect(frame).toMatch(/Recent\n.*Grace Hopper/)
  expect(frame).toContain('⏎ hand over the archive')
  await expect.poll(() => home.jobs.busy).toBe(false)
  home.press('enter', 'o', 'down', 'enter')
  expect(home.went).toEqual([
    { at: 'transfer', id, act: 'handed-over' },
    { at: 'transfer', id },
    { at: 'transfer', id: other.id },
  ])
  await session.transfers.handedOver(id, 'mail')
  await stage(<Home />, { session, language: 'de' }).until(/Ada Lovelace +gehalten +Empfangscode eingeben/)
})

it('asks the provider about what is on its way, and shows it at once', async () => {
  const session = await sandboxSession()
  await send(session, 'Ada Lovelace', { hold: false })
  const home = stage(<Home />, { session })
  await home.until(/Ada Lovelace +delivered/)
  expect(home.jobs.busy).toBe(false)
  expect(home.jobs.status).toBe(0)
})

it('leaves no provider asked when somebody goes', async () => {
  const session = await sandboxSession()
  const { id } = await send(session, 'Ada Lovelace', { hold: false })
  const answers: AbortSignal[] = []
  const courier = session.world.courier
  if (courier === null) throw new Error('no courier')
  const status: typeof courier.status = (_, { signal }) => {
    answers.push(signal)
    return untilStopped(signal)
  }
  const world = { ...session.world, courier: { ...courier, status } }
  const { Transfers } = await import('../../../../src/index.ts')
  const home = stage(<Home />, { session: { ...session, world, transfers: new Transfers(world) } })
  await home.until('Asking the providers…')
  home.press('o')
  await home.until(/Ada Lovelace +accepted/)
  await expect.poll(() => home.went).toEqual([{ at: 'transfer', id }])
  expect(answers.map(({ aborted }) => aborted)).toEqual([true])
  expect(home.jobs.busy).toBe(false)
})

it('ends what is due and says so', async () => {
  const session = await sandboxSession()
  const { short } = await send(session, 'Ada Lovelace')
  const clock = { ...session.world.clock, now: () => Date.now() + 8 * 86_400_000 }
  const home = stage(<Home />, { session: { ...session, world: { ...session.world, clock } } })
  await home.until(`${short} has ended (expired): its password is destroyed.`)
  expect(session.transfers.read((await send(session, 'Grace')).id).state).toBe('held')
})

it('fits 40 × 12 with any name, also where there is no Unicode', async () => {
  const session = await sandboxSession()
  for (const to of ['愛子 👩‍👩‍👧 '.repeat(9).trim(), 'e\u0301'.repeat(60), 'אבג']) await send(session, to)
  for (const unicode of [true, false]) {
    for (const language of ['en', 'de'] as const) {
      const home = stage(<Home />, { session, language, unicode, size: { columns: 40, rows: 12 } })
      const frame = await home.until(/events|Ereignisse/)
      const rows = frame.split('\n')
      expect(rows.length).toBeLessThan(12)
      for (const row of rows.slice(1)) expect(displayWidth(row)).toBeLessThanOrEqual(40)
      expect(frame).toMatch(/held: |gehalten: /)
    }
  }
})

it('the sandbox phone shows the texts, the newest first', async () => {
  const session = await sandboxSession()
  const { short } = await send(session, 'Ada Lovelace', { hold: false })
  const phone = stage(<Phone />, { session })
  const frame = await phone.until('SANDBOX PHONE')
  expect(frame).toContain(`+4915112345678 ${short}`)
  expect(frame).toMatch(/[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){4}/)
  phone.press('escape')
  expect(phone.ends).toEqual(['back'])
})

it('a deletion that is due and not answered waits, however long ago its transfer ended', async () => {
  const made = await bench()
  const { transfers, clock, provider } = made
  const { id } = await made.send({ hold: false, askDeletion: '2026-01-07' })
  await transfers.handedOver(id, 'mail')
  provider.status = { state: 'delivered' }
  await transfers.status(id)
  await transfers.confirm(id)
  const session = { home: made.home, world: made.world, transfers }
  expect(await stage(<Home />, { session }).until('Ada Lovelace')).not.toContain('Waiting for you')
  clock.advance(30 * day)
  const { until, press, went } = stage(<Home />, { session })
  await until(/Waiting for you\n.*Ada Lovelace +closed +record whether they deleted it/)
  press('enter')
  expect(went).toEqual([{ at: 'transfer', id, act: 'deleted' }])
})

it('shows what another window or command does, without a key', async () => {
  const session = await sandboxSession()
  const { until } = stage(<Home />, { session })
  await until('No transfer yet')
  await send(session, 'Ada Lovelace')
  await until(/Ada Lovelace +held/)
})

it('the phone speaks the language, and where there is little room its texts come first', async () => {
  const session = await sandboxSession()
  const small = { session, language: 'de', size: { columns: 40, rows: 12 } } as const
  const phone = stage(<Phone />, { session, language: 'de' })
  expect(await phone.until('TELEFON DER SANDBOX')).not.toContain('no texts')
  await stage(<Phone />, small).until('noch keine SMS')
})
