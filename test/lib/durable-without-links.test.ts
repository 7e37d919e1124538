import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { publish } from '../../lib/durable.ts'
import { scratch } from '../support/world.ts'

/** A disk without hard links, such as FAT. */
vi.mock(import('node:fs/promises'), async original => ({
  ...(await original()),
  link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' })),
}))

describe('publish where hard links are not supported', () => {
  function prepared() {
    const directory = scratch()
    const temporary = join(directory, '.a.tmp')
    writeFileSync(temporary, 'new')
    return { directory, temporary, final: join(directory, 'a') }
  }

  it('gives the file its name', async () => {
    const { directory, temporary, final } = prepared()
    await publish(temporary, final, { replace: false })
    expect(readdirSync(directory)).toEqual(['a'])
    expect(readFileSync(final, 'utf8')).toBe('new')
  })

  it('never touches what has the name already', async () => {
    const { temporary, final } = prepared()
    writeFileSync(final, 'old')
    await expect(publish(temporary, final, { replace: false })).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(readFileSync(final, 'utf8')).toBe('old')
    expect(readFileSync(temporary, 'utf8')).toBe('new')
  })

  it('gives the name back when there is nothing to give it to', async () => {
    const { directory, final } = prepared()
    const missing = join(directory, '.b.tmp')
    await expect(publish(missing, final, { replace: false })).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
    expect(readdirSync(directory)).toEqual(['.a.tmp'])
  })
})
