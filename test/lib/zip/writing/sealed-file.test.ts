import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SealedFile } from '../../../../lib/zip/writing/sealed-file.ts'
import { noise } from '../../../support/noise.ts'
import { sealedFile, shared } from '../../../support/sealing.ts'
import { scratch } from '../../../support/world.ts'

describe('the file of an archive', () => {
  it('holds what was appended, in order, whatever the lengths', async () => {
    const bytes = noise(9 * 2 ** 20, 'file')
    const lengths = fc.array(fc.oneof(fc.nat(100), fc.nat(3 * 2 ** 20)), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(lengths, async parts => {
        const path = join(scratch(), 'a')
        const file = await sealedFile(path)
        let length = 0
        for (const part of parts) {
          const next = bytes.subarray(length, length + part)
          const copy = part % 2 === 0 ? shared(next) : Uint8Array.from(next)
          await file.append(copy, () => copy.fill(0))
          length += copy.length
          expect(file.length).toBe(length)
        }
        const whole = bytes.subarray(0, length)
        const sha256 = createHash('sha256').update(whole).digest('hex')
        expect(await file.finish()).toEqual({ sha256, bytes: length })
        expect(readFileSync(path).equals(whole)).toBe(true)
        rmSync(path)
      }),
      { numRuns: 15 },
    )
  })

  it('is whole on a disk that takes less than it is given', async () => {
    const path = join(scratch(), 'a')
    const handle = await open(path, 'w')
    const prototype: FileHandle = Object.getPrototypeOf(handle)
    await handle.close()
    rmSync(path)
    const { write } = prototype
    const spy = vi.spyOn(prototype, 'write').mockImplementation(function (this: FileHandle, ...given: unknown[]) {
      const [bytes, from, length, position] = given
      return Reflect.apply(write, this, [bytes, from, Math.ceil(Number(length) / 3), position])
    })
    onTestFinished(() => spy.mockRestore())
    const bytes = noise(3 * 2 ** 20 + 5, 'short')
    const file = await sealedFile(path)
    await file.append(shared(bytes))
    await file.finish()
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('lets go of memory when it is written', async () => {
    const path = join(scratch(), 'a')
    const file = await sealedFile(path)
    let released = 0
    for (let i = 0; i < 20; i++) await file.append(shared(noise(300_000, `${i}`)), () => void released++)
    await file.finish()
    expect(released).toBe(20)
  })

  it('says at once when the disk refuses, and keeps the memory', async () => {
    const path = join(scratch(), 'a')
    const failed = vi.fn()
    const file = await SealedFile.create(path, { buffers: [], digest: async () => null, onFailure: failed })
    const handle = await open(path)
    const prototype: FileHandle = Object.getPrototypeOf(handle)
    await handle.close()
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
    const spy = vi.spyOn(prototype, 'write').mockRejectedValue(full)
    onTestFinished(() => spy.mockRestore())
    const release = vi.fn()
    await file.append(shared(noise(300_000, 'a')), release)
    await expect.poll(() => failed.mock.calls).toEqual([[expect.objectContaining({ code: 'WB-NO-SPACE' })]])
    await expect(file.finish()).rejects.toMatchObject({ code: 'WB-NO-SPACE' })
    await file.abandon()
    expect(release).not.toHaveBeenCalled()
    expect(existsSync(path)).toBe(false)
  })

  it('is not finished when the disk lost what was sent on to it, though it does not say so again', async () => {
    const path = join(scratch(), 'a')
    const file = await sealedFile(path)
    const handle = await open(path)
    const prototype: FileHandle = Object.getPrototypeOf(handle)
    await handle.close()
    const spy = vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(Object.assign(new Error('lost'), { code: 'EIO' }))
    onTestFinished(() => spy.mockRestore())
    const megabyte = shared(noise(2 ** 20, 'a'))
    for (let i = 0; i < 65; i++) await file.append(megabyte)
    await expect(file.finish()).rejects.toMatchObject({ code: 'WB-IO' })
    await file.abandon()
    expect(spy).toHaveBeenCalledOnce()
  })

  it('is new and private, or not at all', async () => {
    const path = join(scratch(), 'a')
    const file = await sealedFile(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await file.finish()
    await expect(sealedFile(path)).rejects.toMatchObject({ code: 'WB-EXISTS' })
  })

  it('is never made through a link', async () => {
    const directory = scratch()
    symlinkSync(join(directory, 'target'), join(directory, 'a'))
    await expect(sealedFile(join(directory, 'a'))).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(existsSync(join(directory, 'target'))).toBe(false)
  })

  it('is gone when it is abandoned, in the middle or after an end', async () => {
    for (const finished of [false, true]) {
      const path = join(scratch(), 'a')
      const file = await sealedFile(path)
      await file.append(noise(5 * 2 ** 20, 'file'))
      if (finished) await file.finish()
      await file.abandon()
      expect(existsSync(path)).toBe(false)
    }
  })
})
