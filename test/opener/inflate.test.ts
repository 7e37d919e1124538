import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflated } from '../../opener/inflate.ts'

const MiB = 2 ** 20

/** Bytes that were given out, and the code of what was thrown then. */
async function given(payload: Uint8Array, bytes: number, piece = payload.length) {
  async function* pieces() {
    for (let at = 0; at < payload.length; at += piece) yield Uint8Array.from(payload.subarray(at, at + piece))
  }
  let length = 0
  try {
    for await (const part of inflated(pieces(), { name: 'a', bytes })) length += part.length
  } catch (error) {
    return { length, thrown: (error as { code?: string }).code ?? error }
  }
  return { length, thrown: null }
}

describe('inflated', () => {
  const zeros = deflateRawSync(Buffer.alloc(8 * MiB))

  it('gives the whole of what was declared, whatever the pieces', async () => {
    expect(await given(zeros, 8 * MiB)).toEqual({ length: 8 * MiB, thrown: null })
    expect(await given(zeros, 8 * MiB, 7)).toEqual({ length: 8 * MiB, thrown: null })
  })

  it.each([0, 5, MiB])('gives out no more of a bomb than the %i bytes that it declares', async bytes => {
    const { length, thrown } = await given(zeros, bytes)
    expect(thrown).toBe('WB-DAMAGED')
    expect(length).toBeLessThanOrEqual(bytes)
  })

  it.each([
    ['less than it declares', zeros, 8 * MiB + 1],
    ['no end', zeros.subarray(0, -3), 8 * MiB],
    ['something behind its end', Buffer.concat([zeros, zeros]), 8 * MiB],
    ['no deflate at all', Buffer.alloc(40, 0xff), 5],
  ])('refuses what has %s', async (_, payload, bytes) => {
    expect((await given(payload, bytes)).thrown).toBe('WB-DAMAGED')
  })
})
