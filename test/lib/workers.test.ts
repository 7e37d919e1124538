import { describe, expect, it, onTestFinished } from 'vitest'
import { WaybillError } from '../../lib/error.ts'
import { Workers } from '../../lib/workers.ts'
import type { EchoJob } from './fixtures/echo-worker.ts'

function workers(count: number): Workers<EchoJob, string> {
  const script = new URL('./fixtures/echo-worker.ts', import.meta.url)
  const started = new Workers<EchoJob, string>({ script, count, data: { name: 'echo' } })
  onTestFinished(() => started.close())
  return started
}

describe('worker threads', () => {
  it.each([1, 2, 5])('%d of them answer every job with its own result', async count => {
    const echo = workers(count)
    const words = Array.from({ length: 40 }, (_, i) => `${i}`)
    const answers = await Promise.all(words.map(say => echo.run({ say })))
    expect(answers).toEqual(words.map(say => `echo: ${say}`))
  })

  it('tell how far a job is, in order and before its result', async () => {
    const told: unknown[] = []
    const result = await workers(1).run({ steps: 5 }, step => told.push(step))
    expect([...told, result]).toEqual([0, 1, 2, 3, 4, 'stepped'])
  })

  it('pass an error on with its code, hint and cause, and go on', async () => {
    const echo = workers(1)
    const failed = await echo.run({ fail: 'waybill' }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(WaybillError)
    expect(failed).toMatchObject({ code: 'WB-CHANGED', message: 'It changed.', hint: 'Wait.' })
    expect(String(failed instanceof Error && failed.cause)).toContain('the cause')
    expect(await echo.run({ say: 'again' })).toBe('echo: again')
  })

  it('pass a bug on as a bug, with the stack of its thread', async () => {
    const failed = await workers(1)
      .run({ fail: 'bug' })
      .catch((error: unknown) => error)
    expect(failed).not.toBeInstanceOf(WaybillError)
    expect(failed instanceof Error && failed.stack).toContain('echo-worker.ts')
  })

  it.each(['throw', 'exit'] as const)('that die (%s) fail every job, with the cause', async die => {
    const echo = workers(2)
    const open = [echo.run({ die }), echo.run({ spin: true }), echo.run({ spin: true }), echo.run({ say: 'late' })]
    for (const job of open) {
      const failed = await job.catch((error: unknown) => error)
      expect(failed).toMatchObject({ code: 'WB-WORKER' })
      expect(String(failed)).toContain(die === 'throw' ? 'nobody catches this' : 'status 3')
    }
    await expect(echo.run({ say: 'too late' })).rejects.toMatchObject({ code: 'WB-WORKER' })
  })

  it('end in the middle of a job, and what is open gets the reason', async () => {
    const echo = workers(3)
    const open = Array.from({ length: 8 }, () => echo.run({ spin: true }))
    const reason = new Error('enough')
    const settled = Promise.allSettled(open)
    await echo.close(reason)
    expect(await settled).toEqual(open.map(() => ({ status: 'rejected', reason })))
    await expect(echo.run({ say: 'too late' })).rejects.toBe(reason)
    await echo.close()
  })

  it('end once, however often they are told to', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    onTestFinished(() => void process.off('warning', note))
    const echo = workers(1)
    await Promise.all(Array.from({ length: 20 }, () => echo.close()))
    await new Promise(resolve => setImmediate(resolve)) // warnings are told in a later turn
    expect(warnings).toEqual([])
  })
})
