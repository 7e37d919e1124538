// The files of a corpus, as paths from `directory`, sorted.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export function filesUnder(directory, name) {
  if (statSync(join(directory, name)).isFile()) return [name]
  return readdirSync(join(directory, name), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}
