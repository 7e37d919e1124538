import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ProgressBar } from '../../../cli/ui/parts/progress-bar.tsx'
import { Doctor } from '../../../cli/ui/screens/doctor/doctor.tsx'
import { Home } from '../../../cli/ui/screens/home/home.tsx'
import { Policy } from '../../../cli/ui/screens/policy/policy.tsx'
import { Recipients } from '../../../cli/ui/screens/recipients/recipients.tsx'
import { addContact } from '../../../src/contact-changes.ts'
import { sandboxSession, stage } from './stage.tsx'

/** As with INK_SCREEN_READER=true: text in the order in which it is read, and what each part is. */
function spoken() {
  vi.stubEnv('INK_SCREEN_READER', 'true')
  onTestFinished(() => void vi.unstubAllEnvs())
}

describe('a screen reader', () => {
  it('is told the rows of a table, which one is chosen, and the keys; and nothing that is only drawn', async () => {
    spoken()
    const session = await sandboxSession()
    writeFileSync(join(session.work, 'a.txt'), 'a')
    for (const to of ['Ada Lovelace', 'Grace Hopper']) {
      const request = { paths: ['a.txt'], directory: session.work, to, phone: '+4915112345678', purpose: 'Test' }
      await session.transfers.send(request)
    }
    const { until, press } = stage(<Home />, { session })
    const frame = await until('Ada Lovelace')
    expect(frame).toMatch(/table: /)
    const [, first] = /\(selected\).*(Ada Lovelace|Grace Hopper)/.exec(frame) ?? []
    expect(first).toBeDefined()
    expect(frame).toMatch(/toolbar: .*open/)
    expect(frame).not.toMatch(/─|^ {30}/m)
    press('down')
    await until(first === 'Ada Lovelace' ? /\(selected\).*Grace Hopper/ : /\(selected\).*Ada Lovelace/)
  })

  it('is told what each field is and holds, and which one is edited', async () => {
    spoken()
    const session = await sandboxSession()
    await addContact(session.world, { recipient: 'Ada Lovelace', phone: '+4915112345678' })
    const { until, press, type } = stage(<Recipients />, { session })
    await until('Ada Lovelace')
    press('n')
    type('Grace')
    await until(/textbox: \(selected\) Name: Grace/)
    press('down', 'down', 'down', 'down', 'right')
    await until(/combobox: \(selected\) Verified: called back/)
  })

  it('gets a whole text, whatever the terminal holds', async () => {
    spoken()
    const session = await sandboxSession()
    const size = { columns: 80, rows: 12 }
    await stage(<Policy />, { session, size }).until('waybill policy set release.holdFor 3d')
    await stage(<Doctor />, { session, size }).until('Open transfers: 0.')
  })

  it('is told progress as text', async () => {
    spoken()
    const { until } = stage(<ProgressBar label="Sealing" share={0.42} facts="3 s left" />, {
      session: await sandboxSession(),
    })
    await until('progressbar: Sealing 42 % 3 s left')
  })
})
