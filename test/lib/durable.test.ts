import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ioError, publish, removeDurably, syncDirectory, temporaryBeside, writeDurably } from '../../lib/durable.ts'
import { WaybillError } from '../../lib/error.ts'
import { scratch, seededRandom } from '../support/world.ts'
import { itPublishes, prepared } from './publishing.ts'

const random = seededRandom('durable')
const bytes = (text: string) => new TextEncoder().encode(text)

describe('temporaryBeside', () => {
  it('is hidden, beside, and another each time', () => {
    const name = temporaryBeside('/some/where/report.zip', random)
    expect(name).toMatch(/^\/some\/where\/\.report\.zip\.[0-9A-HJKMNP-TV-Z]{8}\.tmp$/)
    expect(temporaryBeside('/some/where/report.zip', random)).not.toBe(name)
  })

  it('can be made however long the name is, in whole characters', () => {
    const directory = scratch()
    const long = join(directory, 'λ'.repeat(127))
    const name = temporaryBeside(long, random)
    expect(Buffer.byteLength(basename(name))).toBeLessThanOrEqual(255)
    expect(name).not.toContain('\ufffd')
    writeDurably(long, bytes('x'), random)
    expect(readFileSync(long, 'utf8')).toBe('x')
  })
})

describe('writeDurably', () => {
  it('creates and replaces, for the owner alone, and leaves nothing else', () => {
    const path = join(scratch(), 'a')
    writeDurably(path, bytes('one'), random)
    writeDurably(path, bytes('two'), random)
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['a'])
  })

  it('takes another mode, and no bytes at all', () => {
    const path = join(scratch(), 'a')
    writeDurably(path, new Uint8Array(0), random, 0o644)
    expect(statSync(path)).toMatchObject({ size: 0 })
    expect(statSync(path).mode & 0o777).toBe(0o644)
  })

  it('replaces a link, never what it leads to', () => {
    const directory = scratch()
    writeFileSync(join(directory, 'other'), 'other')
    symlinkSync('other', join(directory, 'a'))
    writeDurably(join(directory, 'a'), bytes('mine'), random)
    expect(readFileSync(join(directory, 'other'), 'utf8')).toBe('other')
  })

  it('fails with a code and leaves nothing: no directory, a directory in the way', () => {
    const directory = scratch()
    expect(() => writeDurably(join(directory, 'no', 'a'), bytes('x'), random)).toThrow(withCode('WB-NOT-FOUND'))
    mkdirSync(join(directory, 'full'))
    writeFileSync(join(directory, 'full', 'x'), '')
    expect(() => writeDurably(join(directory, 'full'), bytes('x'), random)).toThrow(WaybillError)
    expect(readdirSync(directory)).toEqual(['full'])
  })
})

describe('publish', () => {
  itPublishes()

  it('never touches a dangling link either', async () => {
    const { directory, temporary, final } = prepared()
    symlinkSync('nowhere', final)
    await expect(publish(temporary, final, { replace: false })).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(existsSync(join(directory, 'nowhere'))).toBe(false)
  })

  it('replaces where that is asked for', async () => {
    const { directory, temporary, final } = prepared()
    writeFileSync(final, 'old')
    await publish(temporary, final, { replace: true })
    expect(readFileSync(final, 'utf8')).toBe('new')
    expect(readdirSync(directory)).toEqual(['a'])
  })

  it('finishes what was cut off between link and unlink', async () => {
    const { directory, temporary, final } = prepared()
    linkSync(temporary, final)
    await publish(temporary, final, { replace: false })
    expect(readdirSync(directory)).toEqual(['a'])
    expect(readFileSync(final, 'utf8')).toBe('new')
  })

  it('leaves the temporary file to the caller on failure', async () => {
    const { directory, temporary } = prepared()
    const elsewhere = join(directory, 'no', 'a')
    await expect(publish(temporary, elsewhere, { replace: false })).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
    expect(readFileSync(temporary, 'utf8')).toBe('new')
  })
})

describe('removeDurably', () => {
  it('removes; that nothing is there is fine', async () => {
    const path = join(scratch(), 'a')
    writeFileSync(path, '')
    await removeDurably(path)
    await removeDurably(path)
    await removeDurably(join(path, 'no', 'such'))
    expect(existsSync(path)).toBe(false)
  })

  it('does not remove a directory', async () => {
    const directory = scratch()
    await expect(removeDurably(directory)).rejects.toBeInstanceOf(WaybillError)
  })
})

describe('syncDirectory', () => {
  it('syncs a directory and says when there is none', () => {
    const directory = scratch()
    expect(() => syncDirectory(directory)).not.toThrow()
    expect(() => syncDirectory(join(directory, 'no'))).toThrow(withCode('WB-NOT-FOUND'))
  })

  it('puts up with one that may not be read', () => {
    const directory = join(scratch(), 'drop')
    mkdirSync(directory)
    chmodSync(directory, 0o300)
    expect(() => syncDirectory(directory)).not.toThrow()
  })
})

describe('ioError', () => {
  const system = (code: string) => Object.assign(new Error(code), { code })

  it.each([
    ['ENOSPC', 'write', 'WB-NO-SPACE'],
    ['EDQUOT', 'write', 'WB-NO-SPACE'],
    ['ENOENT', 'read', 'WB-NOT-FOUND'],
    ['EEXIST', 'write', 'WB-EXISTS'],
    ['EISDIR', 'read', 'WB-UNREADABLE'],
    ['EISDIR', 'write', 'WB-UNWRITABLE'],
    ['EACCES', 'read', 'WB-UNREADABLE'],
    ['EPERM', 'read', 'WB-UNREADABLE'],
    ['EACCES', 'write', 'WB-UNWRITABLE'],
    ['EROFS', 'write', 'WB-UNWRITABLE'],
    ['EIO', 'read', 'WB-IO'],
    ['EMFILE', 'read', 'WB-IO'],
  ] as const)('%s while one %ss is %s', (errno, doing, code) => {
    const cause = system(errno)
    const error = ioError(cause, '/a', doing)
    expect(error).toMatchObject({ code, cause })
    expect(error.message).toContain('/a')
    expect(error.hint).not.toBe('')
  })

  it('lets an error that is explained already pass', () => {
    const explained = new WaybillError('WB-CHANGED', 'm', 'h')
    expect(ioError(explained, '/a')).toBe(explained)
  })

  it('names no errno where there is none', () => {
    expect(ioError('odd', '/a').code).toBe('WB-IO')
  })
})

function withCode(code: string) {
  return expect.objectContaining({ code })
}
