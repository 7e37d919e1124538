import { homedir } from 'node:os'
import { resolve } from 'node:path'

/** The path that a person typed, absolute: no shell has looked at it, so `~` is the person's own folder here. */
export function typedPath(text: string, directory = process.cwd()): string {
  return resolve(directory, text.replace(/^~(?=$|[\\/])/, homedir()))
}
