import { expect, it } from 'vitest'
import { Jobs } from '../../../cli/ui/jobs.ts'

it('what begins while everything stops is stopped too; what begins afterwards is not', async () => {
  const jobs = new Jobs()
  const first = jobs.begin()
  const stopped = jobs.stop('why')
  const next = jobs.begin()
  expect([first.signal.reason, next.signal.reason]).toEqual(['why', 'why'])
  first.end()
  next.end()
  await stopped
  expect(jobs.begin().signal.aborted).toBe(false)
})
