import { fstatSync, readdirSync, readFileSync, type Stats, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'

/**
 * A descriptor that the shell opened to take a secret, as in `--password-to-fd 3 3> file`: a file or a pipe. Throws
 * WB-USAGE for a standard stream, also under another number, for a terminal, and for what the shell did not open: a pipe
 * whose other end is in this process too is one of Node's own.
 */
export function requireSecretOutput(fd: number, flag: string): void {
  const hint = 'Name a descriptor above 2 that your shell opened for writing, like 3> file.'
  try {
    const kind = fstatSync(fd)
    if (fd > 2 && !isatty(fd) && (kind.isFile() || kind.isFIFO()) && !hasTwin(fd, kind)) return
  } catch (cause) {
    throw new WaybillError('WB-USAGE', `${flag} is not open.`, hint, { cause })
  }
  throw new WaybillError('WB-USAGE', `${flag} cannot take a secret.`, hint)
}

/**
 * Whether a standard stream is the same, or the pipe is read in this process too (proc_pid_fdinfo(5): `flags`, octal, last
 * digit 0 for O_RDONLY). A shell may leave a second descriptor that writes.
 */
function hasTwin(fd: number, kind: Stats): boolean {
  return descriptors().some(other => {
    try {
      const { dev, ino } = fstatSync(other)
      if (other === fd || dev !== kind.dev || ino !== kind.ino) return false
      return (
        other <= 2 || (kind.isFIFO() && /^flags:\s+[0-7]*0$/m.test(readFileSync(`/proc/self/fdinfo/${other}`, 'utf8')))
      )
    } catch {
      return false // closed meanwhile: the descriptor that listed the others
    }
  })
}

/** Linux tells; elsewhere the standard streams alone are known. */
function descriptors(): number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number)
  } catch {
    return [0, 1, 2]
  }
}

/** The secret and a line feed. WB-IO when nobody takes it. */
export function secretToDescriptor(fd: number, secret: Secret, flag: string): void {
  const line = Buffer.alloc(secret.bytes.length + 1, 0x0a)
  line.set(secret.bytes)
  try {
    for (let at = 0; at < line.length; ) at += writeSync(fd, line, at)
  } catch (cause) {
    throw new WaybillError('WB-IO', `${flag} did not take the password.`, 'Check what reads it, and try again.', {
      cause,
    })
  } finally {
    line.fill(0)
  }
}
