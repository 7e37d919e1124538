import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Home } from '../../../cli/ui/screens/home/home.tsx'
import { sandboxSession, stage } from './stage.tsx'

it('says what to do where nothing was sent yet', async () => {
  const { until } = stage(<Home />, { session: await sandboxSession() })
  await until('No transfer yet. Press n to send the first one.')
})

it('shows a held transfer, and Enter opens it', async () => {
  const session = await sandboxSession()
  writeFileSync(join(session.work, 'a.txt'), 'a')
  const { id } = await session.transfers.send({
    paths: ['a.txt'],
    directory: session.work,
    to: 'Ada Lovelace',
    phone: '+4915112345678',
    purpose: 'Test',
  })
  const { until, press, went } = stage(<Home />, { session })
  expect(await until('Ada Lovelace')).toContain('held')
  press('enter')
  expect(went).toEqual([{ at: 'transfer', id }])
})
