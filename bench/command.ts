import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The built command line, and a place for what it makes. The caller removes the place. */
export interface Command {
  readonly place: string
  readonly node: string
  /** As a user starts it. */
  readonly launcher: string
  /** The bundle itself, for what needs a flag of Node. */
  readonly bundle: string
  readonly env: Readonly<Record<string, string>>
}

export function command(): Command {
  const root = join(import.meta.dirname, '..')
  const place = mkdtempSync(join(tmpdir(), 'waybill-bench-'))
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: place, WAYBILL_HOME: join(place, 'home') }
  return {
    place,
    node: process.execPath,
    launcher: join(root, 'bin/waybill.js'),
    bundle: join(root, 'dist/main.js'),
    env,
  }
}
