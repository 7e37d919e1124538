import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemDisk } from '../../cli/compose.ts'
import { scratch } from '../support/world.ts'

const interrupted = { code: 'WB-INTERRUPTED' }

describe('the disk', () => {
  it('is interrupted by a signal, and says so in those words', async () => {
    const home = scratch()
    const disk = systemDisk(home)
    writeFileSync(join(home, 'file'), 'content')
    await expect(disk.pause(3_600_000, AbortSignal.abort())).rejects.toMatchObject(interrupted)
    await expect(disk.digest(join(home, 'file'), AbortSignal.abort())).rejects.toMatchObject(interrupted)
    const controller = new AbortController()
    const pause = disk.pause(3_600_000, controller.signal)
    controller.abort()
    await expect(pause).rejects.toMatchObject(interrupted)
  })

  it('digests what is there: null for what is no file, an error for what cannot be read', async () => {
    const home = scratch()
    const disk = systemDisk(home)
    writeFileSync(join(home, 'file'), 'abc')
    mkdirSync(join(home, 'folder'))
    // FIPS 180-2, B.1
    expect(await disk.digest(join(home, 'file'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(await disk.digest(join(home, 'nothing'))).toBeNull()
    expect(await disk.digest(join(home, 'folder'))).toBeNull()
    await expect(disk.digest(join(home, 'n'.repeat(300)))).rejects.toMatchObject({ code: 'WB-IO' })
    const { ino } = statSync(join(home, 'file'), { bigint: true })
    expect(await disk.identity(join(home, 'file'))).toMatchObject({ ino })
    expect(await disk.identity(join(home, 'nothing'))).toBeNull()
  })

  it('lets one at a time work on a transfer, and frees it also after a failure', async () => {
    const home = scratch()
    const disk = systemDisk(home)
    const inside = () => expect(disk.exclusively('A', async () => {})).rejects.toMatchObject({ code: 'WB-BUSY' })
    await disk.exclusively('A', inside)
    await expect(disk.exclusively('A', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await disk.exclusively('A', () => disk.exclusively('B', async () => 'both'))).toBe('both')
    expect(readdirSync(join(home, 'locks'))).toEqual([])
  })
})
