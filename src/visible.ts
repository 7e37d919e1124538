import { aliases } from '../lib/file-names/alias.ts'
import type { Random } from '../lib/ports.ts'
import { innerName, pageName } from './hiding.ts'
import type { Intent } from './intent.ts'
import type { SealedFile } from './record.ts'

/** What somebody without the password reads in an archive; its comment, the sizes of its parts and their times come with it. */
export interface VisibleEntry {
  readonly name: string
  /** Null: not known before it is made. */
  readonly bytes: number | null
}

/** Before anything is done. The numbers are drawn anew when the archive is sealed. */
export function visibleBefore({ names, sources }: Pick<Intent, 'names' | 'sources'>, random: Random): VisibleEntry[] {
  const page = { name: pageName('WB', sources), bytes: null }
  if (names.hide === 'wrap') return [{ name: innerName('WB', sources), bytes: null }, page]
  const bytes = new Map(sources.map(source => [source.name, source.bytes]))
  const trueNames = [...bytes.keys()]
  const named =
    names.hide === 'alias' ? aliases(trueNames, random) : trueNames.map(name => ({ trueName: name, alias: name }))
  return [...named.map(({ alias, trueName }) => ({ name: alias, bytes: bytes.get(trueName) ?? 0 })), page]
}

export function visibleAfter(files: readonly SealedFile[]): VisibleEntry[] {
  return files.map(({ as, bytes }) => ({ name: as, bytes }))
}
