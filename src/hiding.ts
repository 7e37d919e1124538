import { WaybillError } from '../lib/error.ts'
import { aliases } from '../lib/file-names/alias.ts'
import type { Suspicion } from '../lib/file-names/suspicion.ts'
import type { Finding } from '../lib/finding.ts'
import type { Random } from '../lib/ports.ts'
import { foldName } from '../lib/zip/names.ts'
import type { DirectorySource, FileSource, Source } from '../lib/zip/sources.ts'
import type { Policy } from './policy.ts'
import type { Hiding, HidingReason } from './words.ts'

export interface HidingChoice {
  readonly hide: Hiding
  /** Empty where `auto` found nothing. */
  readonly why: readonly HidingReason[]
  readonly findings: readonly Finding[]
}

/**
 * `names.hide` and the flag. A policy that says `alias` or `wrap` wants names hidden: the flag chooses how, and WB-POLICY-NAMES
 * refuses `no` (docs/decisions/0018). `now`: milliseconds since 1970.
 */
export async function chooseHiding(
  policy: Policy,
  asked: Hiding | undefined,
  special: boolean,
  names: readonly string[],
  now: number,
): Promise<HidingChoice> {
  const rule = policy.names.hide
  if (asked === 'no' && (rule === 'alias' || rule === 'wrap')) {
    throw new WaybillError(
      'WB-POLICY-NAMES',
      'The policy wants the names of the files hidden.',
      'Leave --hide-names out, or choose alias or wrap.',
    )
  }
  if (asked === undefined && rule !== 'auto') return { hide: rule, why: ['policy'], findings: findingsFor(rule, []) }
  const suspected = [...(special ? (['special'] as const) : []), ...(await suspicionsIn(names, now))]
  if (asked !== undefined) return { hide: asked, why: ['asked'], findings: findingsFor(asked, suspected) }
  const hide = suspected.length > 0 ? 'alias' : 'no'
  return { hide, why: suspected, findings: findingsFor(hide, []) }
}

/** Every folder and file once: many files lie in few folders. The lists of words are loaded only here. */
async function suspicionsIn(names: readonly string[], now: number): Promise<Suspicion[]> {
  const { suspicionsOf } = await import('../lib/file-names/personal-name.ts')
  const parts = new Set(names.flatMap(name => name.split('/')))
  return suspicionsOf([...parts].join('/'), now)
}

function findingsFor(hide: Hiding, unheeded: readonly HidingReason[]): Finding[] {
  if (hide === 'wrap') {
    const message = 'Some mail gateways refuse an encrypted archive with an archive inside: use another road, or alias.'
    return [{ level: 'warning', code: 'names.wrapped', message }]
  }
  if (hide === 'alias' || unheeded.length === 0) return []
  const message = unheeded.includes('special')
    ? 'The data are of a special category, and the names of the files can be read without the password.'
    : 'The names of the files may say something about a person, and can be read without the password.'
  return [{ level: 'warning', code: 'names.shown', message }]
}

/** The sources as they go into the archive. */
export interface Arrangement {
  readonly sources: readonly Source[]
  /** True name by archived name, where they differ. */
  readonly trueNames: ReadonlyMap<string, string>
  /** Of what Waybill adds, milliseconds since 1970: the day alone where names are hidden. */
  readonly modified: number
}

/** `short`, the transfer's short id, goes into the name of the inner archive where a source has its usual one. */
export function arrange(
  hide: Hiding,
  sources: readonly (FileSource | DirectorySource)[],
  { sealedAt, short, random }: { readonly sealedAt: number; readonly short: string; readonly random: Random },
): Arrangement {
  if (hide === 'no') return { sources, trueNames: new Map(), modified: sealedAt }
  const modified = sealedAt - (sealedAt % 86_400_000)
  if (hide === 'wrap') {
    const name = innerName(short, sources)
    return { sources: [{ kind: 'wrap', name, modified, mode: 0o644, sources }], trueNames: new Map(), modified }
  }
  const byName = new Map(sources.map(source => [source.name, source]))
  const given = aliases([...byName.keys()], random)
  return {
    sources: given.flatMap(({ alias, trueName }) => {
      const source = byName.get(trueName)
      const mode = alias.endsWith('/') ? 0o755 : 0o644
      return source === undefined ? [] : [{ ...source, name: alias, modified, mode }]
    }),
    trueNames: new Map(given.map(({ alias, trueName }) => [alias, trueName])),
    modified,
  }
}

type Named = readonly { readonly name: string }[]

/** The name of the inner archive, and of the sealed page: at the root, where no source has a true name like it. */
export function innerName(short: string, sources: Named): string {
  return rootsOf(sources).has('files.zip') ? `files-${short}.zip` : 'files.zip'
}

export function pageName(short: string, sources: Named): string {
  return rootsOf(sources).has('waybill.txt') ? `WAYBILL-${short}.txt` : 'WAYBILL.txt'
}

/** What stands at the root, folded: whatever case, a file or a folder. */
function rootsOf(sources: Named): ReadonlySet<string> {
  return new Set(sources.map(({ name }) => foldName(name.split('/')[0] ?? '')))
}
