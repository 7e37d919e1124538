import { damaged, quoted } from '../lib/zip/reading/refusal.ts'

/**
 * What the browser's inflate gets at once: it answers each piece whole before it pauses, so that a bomb of a thousandfold
 * fills no more than 64 MiB before its size is counted.
 */
const INPUT = 2 ** 16

/**
 * The content of a deflate stream (RFC 1951) that arrives in pieces. An error of the source passes through. WB-DAMAGED where
 * it is no deflate stream, ends early or late, or gives another size than declared; never more than `bytes` are given out.
 */
export async function* inflated(
  payload: AsyncIterable<Uint8Array<ArrayBuffer>>,
  entry: { readonly name: string; readonly bytes: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const stream = new DecompressionStream('deflate-raw')
  const reader = stream.readable.getReader()
  const failures: unknown[] = []
  const feeding = feed(payload, stream.writable.getWriter(), failures)
  let given = 0
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      given += value.length
      if (given > entry.bytes) throw lies(entry.name)
      yield value
    }
  } catch (error) {
    if (failures.length > 0) throw failures[0]
    throw error instanceof TypeError ? lies(entry.name, error) : error
  } finally {
    await reader.cancel().catch(() => undefined)
    await feeding
  }
  if (given !== entry.bytes) throw lies(entry.name)
}

/** Never fails: what goes wrong in the source stands in `failures`, and what does in the stream its reader hears of. */
async function feed(
  payload: AsyncIterable<Uint8Array<ArrayBuffer>>,
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  failures: unknown[],
): Promise<void> {
  writer.closed.catch(() => undefined)
  const whole = async () => {
    for await (const piece of payload) {
      for (let at = 0; at < piece.length; at += INPUT) {
        if (!(await willing(writer))) return
        writer.write(piece.subarray(at, at + INPUT)).catch(() => undefined)
      }
    }
    if (await willing(writer)) await writer.close().catch(() => undefined)
  }
  await whole().catch(async error => {
    failures.push(error)
    await writer.abort(error).catch(() => undefined)
  })
}

/** False where the reader has gone or the stream is broken. */
async function willing(writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>): Promise<boolean> {
  return writer.ready.then(
    () => true,
    () => false,
  )
}

function lies(name: string, cause?: unknown) {
  return damaged(`does not hold in ${quoted(name)} what it declares`, cause)
}
