import { isUtf8 } from 'node:buffer'
import { createReadStream, fstatSync, readdirSync, readFileSync, type Stats } from 'node:fs'
import type { Readable } from 'node:stream'
import { WaybillError } from '../lib/error.ts'
import { Secret } from '../lib/secret.ts'
import { longestSecret } from './secret-line.ts'

/** A stream of the shell's that a secret comes in on: `process.stdin`, or a fake in a test. */
export type SecretStream = Readable & { readonly isTTY?: boolean }

/**
 * A secret that a script hands over: the first line of the stream, without its end (LF or CR LF), UTF-8, 1 to 1 024 bytes.
 * What follows the line is left alone. `flag` names the way in errors, all of them WB-USAGE.
 */
export async function secretFromStream(stream: SecretStream, flag: string): Promise<Secret> {
  if (stream.isTTY) throw isTerminal(flag)
  const line = Buffer.alloc(longestSecret + 2)
  try {
    const length = await fillFirstLine(stream, line, flag)
    return checked(line.subarray(0, length), flag)
  } finally {
    line.fill(0)
  }
}

/** The same from a file descriptor that the shell opened, as in `--password-fd 3 3< file`. */
export async function secretFromDescriptor(fd: number, flag: string): Promise<Secret> {
  const stream = await openDescriptor(fd, flag)
  try {
    return await secretFromStream(stream, flag)
  } finally {
    stream.destroy()
  }
}

/** Reads until the first LF; returns the length of what stands before it. Every chunk is zeroed after it was copied. */
async function fillFirstLine(stream: Readable, line: Buffer, flag: string): Promise<number> {
  let length = 0
  try {
    for await (const chunk of stream) {
      const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      const end = bytes.indexOf(0x0a)
      const part = bytes.subarray(0, end < 0 ? bytes.length : end)
      const fits = length + part.length <= line.length
      if (fits) line.set(part, length)
      bytes.fill(0)
      if (!fits) throw tooLong(flag)
      length += part.length
      if (end >= 0) break
    }
  } catch (cause) {
    if (cause instanceof WaybillError) throw cause
    throw unreadable(flag, cause)
  }
  return line[length - 1] === 0x0d ? length - 1 : length
}

function checked(line: Uint8Array, flag: string): Secret {
  if (line.length === 0)
    throw new WaybillError('WB-USAGE', `${flag} gave an empty line.`, `Write the secret, then a line feed.`)
  if (line.length > longestSecret) throw tooLong(flag)
  if (line.some(byte => byte < 0x20 || byte === 0x7f) || !isUtf8(line)) {
    throw new WaybillError(
      'WB-USAGE',
      `${flag} gave something that is not text.`,
      'Write it as UTF-8 without control characters.',
    )
  }
  return Secret.fromBytes(Uint8Array.from(line))
}

/**
 * A pipe or socket becomes a stream that can be given up at any time; a read of a file or of `/dev/null` never waits.
 * Throws WB-USAGE for what the shell did not open: a wrong number must not reach one of Node's own descriptors.
 */
async function openDescriptor(fd: number, flag: string): Promise<SecretStream> {
  try {
    const { isatty } = await import('node:tty')
    if (isatty(fd)) throw isTerminal(flag)
    const kind = fstatSync(fd)
    if (kind.isFile() || kind.isCharacterDevice()) {
      return createReadStream('', { fd, autoClose: false, highWaterMark: longestSecret + 2 })
    }
    if (kind.isSocket() || (kind.isFIFO() && !isOwnPipe(fd, kind))) {
      const { Socket } = await import('node:net')
      return new Socket({ fd, readable: true, writable: false })
    }
  } catch (cause) {
    throw cause instanceof WaybillError ? cause : unreadable(flag, cause)
  }
  throw unreadable(flag)
}

/**
 * Whether the pipe is one that Node made for itself: its other end is in this process too. Linux tells, by the number of
 * the pipe and the access mode (proc_pid_fdinfo(5): `flags`, octal, last digit 1 for O_WRONLY); elsewhere the answer is no.
 */
function isOwnPipe(fd: number, pipe: Stats): boolean {
  return openDescriptors().some(other => {
    try {
      const { dev, ino } = fstatSync(other)
      if (other === fd || dev !== pipe.dev || ino !== pipe.ino) return false
      return /^flags:\s+[0-7]*1$/m.test(readFileSync(`/proc/self/fdinfo/${other}`, 'utf8'))
    } catch {
      return false // closed meanwhile: the descriptor that listed the others
    }
  })
}

function openDescriptors(): number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number)
  } catch {
    return []
  }
}

function isTerminal(flag: string): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `${flag} is a terminal, which would show the secret.`,
    `Leave it out to be asked without echo.`,
  )
}

function tooLong(flag: string): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `${flag} gave more than ${longestSecret} bytes.`,
    'Give the secret alone, on one line.',
  )
}

function unreadable(flag: string, cause?: unknown): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `${flag} cannot be read.`,
    'Name a descriptor that your shell opened for reading.',
    { cause },
  )
}
