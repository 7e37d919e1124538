import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { publish } from '../../lib/durable.ts'
import { scratch } from '../support/world.ts'

/** A finished temporary file and the name that it is to have. */
export function prepared() {
  const directory = scratch()
  const temporary = join(directory, '.a.tmp')
  writeFileSync(temporary, 'new')
  return { directory, temporary, final: join(directory, 'a') }
}

/** What `publish` does on every disk. */
export function itPublishes(): void {
  it('gives the file its name', async () => {
    const { directory, temporary, final } = prepared()
    await publish(temporary, final, { replace: false })
    expect(readFileSync(final, 'utf8')).toBe('new')
    expect(readdirSync(directory)).toEqual(['a'])
  })

  it('never touches what has the name already', async () => {
    const { temporary, final } = prepared()
    writeFileSync(final, 'old')
    await expect(publish(temporary, final, { replace: false })).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(readFileSync(final, 'utf8')).toBe('old')
    expect(readFileSync(temporary, 'utf8')).toBe('new')
  })
}
