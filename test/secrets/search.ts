import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The shapes in which a password could leak: as it is, in capitals, without its hyphens, three groups of it; each also in
 * hexadecimal and in base64 at its three alignments; and in UTF-16.
 */
export function shapesOf(password: string): Map<string, Buffer> {
  const bare = password.replaceAll('-', '')
  const groups = password.split('-')
  const shapes = new Map<string, Buffer>([['utf-16', Buffer.from(password, 'utf16le')]])
  for (const text of new Set([
    password,
    bare,
    password.toUpperCase(),
    groups.slice(0, 3).join('-'),
    groups.slice(2).join('-'),
  ])) {
    shapes.set(`as ${text.length} characters`, Buffer.from(text))
    shapes.set(`hex of ${text.length}`, Buffer.from(Buffer.from(text).toString('hex')))
    for (const shift of [0, 1, 2]) shapes.set(`base64 of ${text.length}, ${shift}`, base64At(text, shift))
  }
  return shapes
}

/** The symbols of base64 that depend on this text alone, when `shift` bytes of something else stand before it. */
function base64At(text: string, shift: number): Buffer {
  const whole = Buffer.from('x'.repeat(shift) + text)
    .toString('base64')
    .replace(/=+$/, '')
  return Buffer.from(whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + text.length) * 8) / 6)))
}

/** Which of the shapes stand in these bytes. */
export function shapesIn(bytes: Buffer, shapes: ReadonlyMap<string, Buffer>): string[] {
  return [...shapes].filter(([, shape]) => bytes.includes(shape)).map(([name]) => name)
}

/** Every file below a directory, by its path there. */
export function filesIn(directory: string): Map<string, Buffer> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return new Map(paths.map(path => [path.slice(directory.length + 1), readFileSync(path)]))
}
