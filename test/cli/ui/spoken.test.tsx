import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Field } from '../../../cli/ui/parts/field.tsx'
import { ProgressBar } from '../../../cli/ui/parts/progress-bar.tsx'
import { Doctor } from '../../../cli/ui/screens/doctor/doctor.tsx'
import { Home } from '../../../cli/ui/screens/home/home.tsx'
import { noFilter } from '../../../cli/ui/screens/log/filter.ts'
import { FilterForm } from '../../../cli/ui/screens/log/filter-form.tsx'
import { Policy } from '../../../cli/ui/screens/policy/policy.tsx'
import { Recipients } from '../../../cli/ui/screens/recipients/recipients.tsx'
import { Send } from '../../../cli/ui/screens/send/send.tsx'
import { emptyField } from '../../../cli/ui/text-field.ts'
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

  it('hears every filter of the log, not only what the form is called', async () => {
    spoken()
    const session = await sandboxSession()
    const form = <FilterForm texts={noFilter} onApply={() => {}} onCancel={() => {}} />
    const frame = await stage(form, { session, size: { columns: 80, rows: 40 } }).until('State: any')
    expect(frame).toMatch(/list: Log: filter[\s\S]*textbox: [\s\S]*combobox: /)
  })

  it('turns a text that the terminal cannot hold: what has left its top is nowhere', async () => {
    spoken()
    const session = await sandboxSession()
    const size = { columns: 80, rows: 12 }
    const { until, press, frame } = stage(<Policy />, { session, size })
    const [, last = ''] = await until(/1–\d+ of (\d+)/).then(text => /of (\d+)/.exec(text) ?? [])
    expect(frame().split('\n').length).toBeLessThanOrEqual(size.rows)
    press('end')
    await until(`–${last} of ${last}`)
    const doctor = stage(<Doctor />, { session, size })
    await doctor.until(/1–\d of/)
    doctor.press('end')
    await doctor.until('Open transfers: 0.')
  })

  it('is told that a field is empty, and not its hint as if somebody had typed it', async () => {
    spoken()
    const session = await sandboxSession()
    const field = <Field label="Name" field={emptyField} focused hint="Grace Hopper" />
    expect(stage(field, { session }).frame()).toBe('textbox: (selected) Name: empty, Grace Hopper')
  })

  it('is told which files are picked', async () => {
    spoken()
    const session = await sandboxSession()
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(session.work, name), 'a')
    const before = process.cwd()
    process.chdir(session.work)
    onTestFinished(() => process.chdir(before))
    const { until, press } = stage(<Send place={{ at: 'send' }} />, { session })
    await until('b.txt')
    press('down', 'space')
    await until(/listitem: (\(selected, checked\)|\(checked\)|\(selected\) \(checked\)).* a\.txt/)
  })

  it('is told progress as text', async () => {
    spoken()
    const { until } = stage(<ProgressBar label="Sealing" share={0.42} facts="3 s left" />, {
      session: await sandboxSession(),
    })
    await until('progressbar: Sealing 42 % 3 s left')
  })
})
