import { basename, join } from 'node:path'
import { inject } from 'vitest'

/** The bundled form of a program in `programs.ts`, by the name of its source. */
export function program(source: string): string {
  return join(inject('programs'), `${basename(source, '.ts')}.js`)
}
