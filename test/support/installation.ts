import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { launcher, root } from './built.ts'

/** `waybill` as it stands on somebody's path: a place of its own with a home, a directory to work in, and TMPDIR. */
export interface Installation {
  readonly place: string
  readonly work: string
  readonly home: string
  readonly temporary: string
  /** All that a process there gets to know; nothing of the environment of the tests. */
  readonly env: Readonly<Record<string, string>>
  remove(): void
}

/** The directory holds `a.txt`, `b.txt` and `folder/c.txt`. `home` does not exist yet. */
export function install(): Installation {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'waybill-test-')))
  const [work, temporary, bin, home] = [
    join(place, 'work'),
    join(place, 'tmp'),
    join(place, 'bin'),
    join(place, 'home'),
  ]
  for (const directory of [join(work, 'folder'), temporary, bin]) mkdirSync(directory, { recursive: true })
  writeFileSync(join(work, 'a.txt'), 'Ada Lovelace\n')
  writeFileSync(join(work, 'b.txt'), 'Grace Hopper\n')
  writeFileSync(join(work, 'folder/c.txt'), 'Emmy Noether\n')
  writeFileSync(join(bin, 'waybill'), `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`, { mode: 0o755 })
  const env = {
    PATH: [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(place, 'user'),
    TMPDIR: temporary,
    WAYBILL_HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'xterm',
    TZ: 'UTC',
    ROOT: root,
    // Node keeps what it compiled, for the hundreds of commands of one run.
    NODE_COMPILE_CACHE: join(inject('programs'), 'compiled'),
  }
  return { place, work, home, temporary, env, remove: () => rmSync(place, { recursive: true, force: true }) }
}
