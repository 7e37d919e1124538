/** Deflate streams (RFC 1951) that must be exactly as long as the directory says, before and after. */
import { pipeline } from 'node:stream/promises'
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import { damaged, quoted } from './refusal.ts'

/** Bytes that come out at once: with less, zlib is a quarter slower. */
const OUTPUT = 2 ** 20
/** MiB that wait before and behind: decrypting, inflating (in the thread pool) and taking go on beside each other. */
const WAITING = 3

/**
 * The content of a deflate stream that arrives in pieces. An error of the source passes through. WB-DAMAGED where it is
 * no deflate stream, ends early or late, or gives another size than declared; never more than `bytes` are given out.
 */
export async function* inflated(
  payload: AsyncIterable<Uint8Array>,
  entry: { readonly name: string; readonly payload: number; readonly bytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const waiting = { readableHighWaterMark: WAITING * OUTPUT, writableHighWaterMark: WAITING * OUTPUT }
  const inflate = createInflateRaw({ chunkSize: OUTPUT, ...waiting })
  const feeding = pipeline(payload, inflate)
  // the same error comes out of the loop below; when the stream ends before its input, `bytesWritten` tells
  feeding.catch(() => undefined)
  let given = 0
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      given += piece.length
      if (given > entry.bytes) throw lies(entry.name)
      yield piece
    }
  } catch (error) {
    throw isZlibError(error) ? lies(entry.name, error) : error
  } finally {
    inflate.destroy()
  }
  if (given !== entry.bytes || inflate.bytesWritten !== entry.payload) throw lies(entry.name)
}

/** The same for a small stream, whole. */
export function inflatedAtOnce(payload: Uint8Array, bytes: number, name: string): Uint8Array {
  try {
    const { output, consumed } = inflateAll(payload, bytes)
    if (output.length === bytes && consumed === payload.length) return output
  } catch (error) {
    throw lies(name, error)
  }
  throw lies(name)
}

/** zlib does not take a smaller output, nor one beyond the content: one byte more shows that there is more. */
const SMALLEST_OUTPUT = 64

/** With `info`, zlib also gives the engine, which knows how much it took; the types of node do not say so. */
function inflateAll(payload: Uint8Array, bytes: number): { output: Uint8Array; consumed: number } {
  const result: object = inflateRawSync(payload, {
    maxOutputLength: Math.max(bytes, 1),
    chunkSize: Math.max(bytes + 1, SMALLEST_OUTPUT),
    info: true,
  })
  if ('buffer' in result && result.buffer instanceof Uint8Array && 'engine' in result) {
    const { buffer: output, engine } = result
    if (typeof engine === 'object' && engine !== null && 'bytesWritten' in engine) {
      if (typeof engine.bytesWritten === 'number') return { output, consumed: engine.bytesWritten }
    }
  }
  throw new TypeError('zlib did not say how much it read')
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
}

function lies(name: string, cause?: unknown): Error {
  return damaged(`does not hold in ${quoted(name)} what it declares`, cause)
}
