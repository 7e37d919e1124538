import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { secretFromDescriptor, secretFromStream } from '../../cli/secret-input.ts'

const read = async (...chunks: (string | Uint8Array)[]) => {
  const stream = Readable.from(chunks.map(chunk => Buffer.from(chunk)))
  return (await secretFromStream(stream, '--password-fd 3')).use(text => text)
}
const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'WB-USAGE', message: expect.stringMatching(message) })

describe('secretFromStream', () => {
  it.each([
    ['one line', ['k7qm\n'], 'k7qm'],
    ['a line without its end', ['k7qm'], 'k7qm'],
    ['CR LF', ['k7qm\r\n'], 'k7qm'],
    ['CR LF in two pieces', ['k7qm\r', '\nrest'], 'k7qm'],
    ['the first of several lines', ['k7', 'qm\nsecond\n'], 'k7qm'],
    ['spaces, which belong to it', [' a b \n'], ' a b '],
    ['exactly 1 024 bytes', [`${'é'.repeat(512)}\r\n`], 'é'.repeat(512)],
  ])('takes %s', async (_, chunks, text) => {
    expect(await read(...chunks)).toBe(text)
  })

  it.each([
    ['nothing', [], /^--password-fd 3 gave an empty line/],
    ['an empty line', ['\r\nk7qm'], /empty line/],
    ['too long a line', ['x'.repeat(1_025)], /more than 1024 bytes/],
    ['an endless line', Array.from({ length: 100 }, () => 'x'.repeat(1_000)), /more than 1024 bytes/],
    ['control characters', ['a\tb\n'], /not text/],
    ['bytes that are no UTF-8', [Uint8Array.of(0x61, 0xff, 0x0a)], /not text/],
  ])('refuses %s', async (_, chunks, message) => {
    await expect(read(...chunks)).rejects.toThrow(refused(message))
  })

  it('zeroes what it read', async () => {
    const chunk = Buffer.from('k7qm\n')
    await secretFromStream(Readable.from([chunk]), 'Standard input')
    expect(chunk).toEqual(Buffer.alloc(5))
  })

  it('refuses a terminal, which would echo', async () => {
    const stream = Object.assign(Readable.from([Buffer.from('k7qm\n')]), { isTTY: true })
    await expect(secretFromStream(stream, 'Standard input')).rejects.toThrow(refused(/would show/))
  })

  it('names the flag when the stream fails', async () => {
    const stream = new Readable({ read: () => stream.destroy(new Error('EIO')) })
    await expect(secretFromStream(stream, '--password-fd 3')).rejects.toThrow(
      refused(/^--password-fd 3 cannot be read/),
    )
  })
})

describe('secretFromDescriptor', () => {
  it('refuses a descriptor that is not open', async () => {
    await expect(secretFromDescriptor(1_000, '--password-fd 1000')).rejects.toThrow(refused(/cannot be read/))
  })
})
