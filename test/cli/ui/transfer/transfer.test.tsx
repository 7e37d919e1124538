import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Transfer } from '../../../../cli/ui/screens/transfer/transfer.tsx'
import { displayWidth } from '../../../../cli/width.ts'
import { type SendRequest, Transfers } from '../../../../src/index.ts'
import { receiptCodeOf } from '../../../../src/sealing.ts'
import { codeInside } from '../../../support/code-inside.ts'
import { bench, day } from '../../../support/transfers.ts'
import { untilStopped } from '../slow.ts'
import { sandboxSession, stage } from '../stage.tsx'

async function held(more: Partial<SendRequest> = {}) {
  const session = await sandboxSession()
  writeFileSync(join(session.work, 'a.txt'), 'a')
  const request = { paths: ['a.txt'], directory: session.work, to: 'Ada', phone: '+4915112345678', purpose: 'Test' }
  const { id, short } = await session.transfers.send({ ...request, ...more })
  return { session, id, short, receipt: receiptCodeOf(session.world, id) }
}

/** A production home whose provider is in the hands of the test, as a session. */
async function provided() {
  const made = await bench()
  return { ...made, session: { home: made.home, world: made.world, transfers: made.transfers } }
}

it('hands over, counts a wrong code, releases with the right one, and marks each fact apart', async () => {
  const { session, id, receipt } = await held()
  const { until, press, type, jobs } = stage(<Transfer place={{ at: 'transfer', id, act: 'handed-over' }} />, {
    session,
  })
  await until('How did the archive leave?')
  press('enter')
  await until('Choose one first')
  press('down', 'down', 'enter')
  await until('Recorded: the archive was handed over.')
  expect(session.transfers.read(id).events.at(-1)?.d).toEqual({ by: 'portal' })
  press('enter')
  type('00000000')
  press('enter')
  expect(await until('WB-RECEIPT')).toContain('4 more wrong codes lock the transfer')
  expect(jobs.status).toBe(3)
  press('ctrl-u')
  type(receipt.toLowerCase())
  press('enter')
  const frame = await until(/✓ Delivered\./)
  expect(frame).toMatch(/✓ released .* on the receipt code/)
  expect(frame).toMatch(/✓ accepted .* says sandbox: taken/)
  expect(frame).toMatch(/✓ delivered .* says sandbox: arrived/)
  expect(frame).toMatch(/◯ confirmed +not yet/)
  expect([jobs.status, jobs.busy]).toEqual([0, false])
  press('c', 'down', 'down', 'enter')
  expect(await until(/✓ confirmed .* says the sender/)).toContain('Recorded: the archive was opened.')
})

it('records a code that comes while the password is kept, and says that somebody has it all the same', async () => {
  const made = await provided()
  const { id } = await made.send({ hold: true })
  const code = await codeInside(made, id)
  const { until, press, type } = stage(<Transfer place={{ at: 'transfer', id, act: 'confirm' }} />, {
    session: made.session,
    size: { columns: 100, rows: 40 },
  })
  await until('Which confirmation code does the recipient quote?')
  type('0000-0000')
  press('enter')
  await until('WB-CONFIRMATION')
  press('ctrl-u')
  type(code)
  press('enter')
  expect(await until(/✓ confirmed .* the code from inside was quoted/)).toContain('somebody has it all the same')
  expect(made.transfers.read(id).state).toBe('held')
})

it('cancel says before what has left and after what had left, in German too', async () => {
  const { session, id } = await held()
  const { until, press } = stage(<Transfer place={{ at: 'transfer', id }} />, {
    session,
    language: 'de',
    size: { columns: 100, rows: 40 },
  })
  await until('Gehalten, bis der Empfänger')
  press('x')
  expect(await until('Diese Übergabe abbrechen?')).toContain('Das Passwort wurde nie freigegeben')
  press('enter')
  expect(session.transfers.read(id).state).toBe('held')
  press('x', 'down', 'down', 'enter')
  const frame = await until('Abgebrochen, und das Passwort ist vernichtet.')
  expect(frame).toContain('Das Archiv wurde erstellt')
  expect(frame).toMatch(/freigegeben +nein/)
  expect(session.transfers.read(id).events.find(({ type }) => type === 'transfer.cancelled')?.d.reason).toBe('mis-sent')
})

it('a failed one has the words of the provider and another channel, which a person conveys', async () => {
  const { session, send, provider } = await provided()
  provider.mood = 'refuses'
  const { id } = await send({ hold: false })
  const { until, press, went } = stage(<Transfer place={{ at: 'transfer', id, act: 'other-channel' }} />, {
    session,
    size: { columns: 100, rows: 40 },
  })
  const frame = await until('How shall the password travel instead?')
  expect(frame).toContain('The handset is off.')
  expect(frame).toMatch(/✗ accepted .* failed/)
  expect(frame).not.toContain('◉ by text message')
  press('down', 'enter')
  await expect.poll(() => went).toEqual([{ at: 'dictate', id }])
  expect(session.transfers.read(id).state).toBe('released')
  expect(await until(/✓ released .* to another channel/)).toContain('not needed: a person conveys it')
})

it('an unknown one is explained, looked for twice, and only then sent again with a reason', async () => {
  const { session, send, provider, clock } = await provided()
  provider.mood = 'lost'
  const { id } = await send({ hold: false })
  const { until, press, type } = stage(<Transfer place={{ at: 'transfer', id }} />, {
    session,
    size: { columns: 100, rows: 40 },
  })
  expect(await until('It is never sent a second time by itself.')).toMatch(/! accepted +nobody says/)
  press('o')
  press('s')
  await until(/A look at \d\d:\d\d found nothing/)
  clock.advance(11 * 60_000)
  press('s')
  expect(await until('Two looks found nothing.')).toContain('o sends it again')
  provider.mood = 'takes'
  provider.status = { state: 'delivered' }
  press('enter')
  type('nobody got it')
  press('enter')
  await until(/✓ delivered /)
  expect(provider.taken).toHaveLength(1)
})

it('work can be stopped, and what was typed is still there when somebody comes back', async () => {
  const { session, send, provider } = await provided()
  const { id } = await send({ hold: false })
  const { courier } = provider
  const status: typeof courier.status = (_, { signal }) => untilStopped(signal)
  const world = { ...session.world, courier: { ...courier, status } }
  const drafts = new Map<string, unknown>()
  const slow = { ...session, world, transfers: new Transfers(world) }
  const { until, press, type, jobs } = stage(<Transfer place={{ at: 'transfer', id }} />, { session: slow, drafts })
  await until('The provider took the text.')
  press('c')
  type('7K3Q')
  press('escape')
  press('s')
  await until('ask the provider…')
  press('escape')
  await until('Stopped. What was done until then is on record.')
  expect(jobs.busy).toBe(false)
  const later = stage(<Transfer place={{ at: 'transfer', id, act: 'confirm' }} />, { session, drafts })
  await later.until(/Code 7K3Q/)
})

it('fits 40 × 12 in every form, in both languages', async () => {
  const { session, id } = await held({ to: '愛子 👩‍👩‍👧 '.repeat(9).trim() })
  for (const language of ['en', 'de'] as const) {
    const { until, press, frame } = stage(<Transfer place={{ at: 'transfer', id }} />, {
      session,
      language,
      size: { columns: 40, rows: 12 },
    })
    await until(/Held until|Gehalten/)
    for (const key of ['r', 'o', 'h', 'e', 'x']) {
      press(key, 'enter', 'down', 'down')
      await expect.poll(() => frame()).toMatch(/◉|▏/)
      const rows = frame().split('\n')
      expect(rows.length).toBeLessThan(12)
      for (const row of rows.slice(1)) expect(displayWidth(row)).toBeLessThanOrEqual(40)
      press('escape')
    }
  }
})

it('records what the recipient says about the deletion that they were asked for', async () => {
  const { session, send, clock, transfers } = await provided()
  const { id } = await send({ hold: false, askDeletion: '2026-01-07' })
  await transfers.handedOver(id, 'mail')
  const sized = { session, size: { columns: 100, rows: 60 } }
  const before = stage(<Transfer place={{ at: 'transfer', id }} />, sized)
  await before.until('They were asked to delete the files by 2026-01-07.')
  clock.advance(3 * day)
  const { until, press, type } = stage(<Transfer place={{ at: 'transfer', id, act: 'deleted' }} />, sized)
  await until('What does the recipient say about deleting the files?')
  press('down', 'up', 'up')
  type('Ada Lovelace')
  press('down', 'down', 'enter')
  expect(await until('Recorded: they keep the files, on your word.')).toContain('Ada Lovelace keeps the files')
  press('e', 'enter')
  expect(await until('Recorded: they deleted the files')).toMatch(
    /asked for by 2026-01-07; deleted, says the recipient/,
  )
})

it('what the person came to do is not begun again when they come back', async () => {
  const { session, id } = await held()
  const drafts = new Map<string, unknown>()
  const place = { at: 'transfer', id, act: 'handed-over' } as const
  await stage(<Transfer place={place} />, { session, drafts }).until('How did the archive leave?')
  expect(await stage(<Transfer place={place} />, { session, drafts }).until('Held until')).not.toContain('How did')
  await stage(<Transfer place={{ ...place }} />, { session, drafts }).until('How did the archive leave?')
})

it('says the receipt code where the archive is to be sent, and which keys choose', async () => {
  const { session, id, receipt } = await held()
  const { until, press } = stage(<Transfer place={{ at: 'transfer', id }} />, { session })
  expect(await until(`with the receipt code ${receipt}`)).toContain('Esc back')
  press('h')
  await until('⏎ do it   ↓ choose   Esc not now')
})

it('what another window works on is not touched, and what it did shows by itself', async () => {
  const { session, id, receipt } = await held()
  const { world, transfers } = session
  let free = () => {}
  const other = world.disk.exclusively(id, () => new Promise<void>(resolve => (free = resolve)))
  const { until, press, type } = stage(<Transfer place={{ at: 'transfer', id }} />, { session })
  await until('Held until')
  press('r')
  type(receipt)
  press('enter')
  expect(await until('WB-BUSY')).toContain('This page follows along')
  expect(transfers.read(id).state).toBe('held')
  free()
  await other
  await transfers.release(id, { receipt })
  await until(/✓ accepted/)
  expect(await until(/✓ released .* on the receipt code/)).not.toContain('WB-BUSY')
})
