import { describe, expect, it } from 'vitest'
import { Output } from '../../cli/output.ts'
import { FakeScreen } from './fakes.ts'

describe('Output', () => {
  it('settles when everything has arrived', async () => {
    const screen = new FakeScreen()
    screen.held = []
    const output = new Output(screen)
    output.write('a')
    output.write('b')
    let settled = false
    const flushed = output.flushed().then(() => {
      settled = true
    })
    await Promise.resolve()
    expect(settled).toBe(false)
    screen.release()
    await flushed
    expect(screen.text).toBe('ab')
  })

  it('makes a fast writer wait for a slow reader', async () => {
    const screen = new FakeScreen(null, 4)
    screen.held = []
    const output = new Output(screen)
    expect(await output.drained()).toBe(true)
    output.write('more than four')
    const drained = output.drained()
    screen.release()
    expect(await drained).toBe(true)
    expect(screen.text).toBe('more than four')
  })

  it.each(['EPIPE', 'ECONNRESET', 'EIO'])('ends quietly when the reader leaves (%s)', async errno => {
    const screen = new FakeScreen()
    const output = new Output(screen)
    screen.errno = errno
    output.write('a')
    await output.flushed()
    expect(output.open).toBe(false)
    expect(await output.drained()).toBe(false)
    expect(output.failure).toBe(null)
    output.write('b')
    await output.flushed()
  })

  it('keeps any other failure', async () => {
    const screen = new FakeScreen()
    const output = new Output(screen)
    screen.errno = 'ENOSPC'
    output.write('a')
    await output.flushed()
    expect(output.failure).toMatchObject({ code: 'ENOSPC' })
  })

  it('knows the columns of a terminal, and 80 where it does not tell', () => {
    expect(new Output(new FakeScreen()).columns).toBe(null)
    expect(new Output(new FakeScreen(120)).columns).toBe(120)
    expect(new Output(new FakeScreen(0)).columns).toBe(80)
  })
})
