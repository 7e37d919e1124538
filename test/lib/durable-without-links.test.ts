import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { publish } from '../../lib/durable.ts'
import { itPublishes, prepared } from './publishing.ts'

/** A disk without hard links, such as FAT. */
vi.mock(import('node:fs/promises'), async original => ({
  ...(await original()),
  link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' })),
}))

describe('publish where hard links are not supported', () => {
  itPublishes()

  it('gives the name back when there is nothing to give it to', async () => {
    const { directory, final } = prepared()
    const missing = join(directory, '.b.tmp')
    await expect(publish(missing, final, { replace: false })).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
    expect(readdirSync(directory)).toEqual(['.a.tmp'])
  })
})
