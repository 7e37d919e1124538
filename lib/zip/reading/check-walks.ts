/** The walks of several zip.js over one archive, as if one alone had gone. */
import type { Finding } from '../../finding.ts'
import type { ZipJsWalk } from './check-zipjs.ts'

/** Indexes of the entries that were read whole and found right, and what was found wrong anywhere. */
export interface ZipJsResult {
  readonly read: readonly number[]
  readonly findings: readonly Finding[]
}

/** The lead's walk comes first. One finding an entry: where several say something, the first. */
export function merged(walks: readonly ZipJsWalk[]): ZipJsResult {
  const refused = walks.find(walk => walk.refused !== null)?.refused ?? null
  if (refused !== null) return { read: [], findings: [refused] }
  const wrong = new Map<number, Finding>()
  for (const [index, finding] of walks.flatMap(walk => walk.entries)) {
    if (!wrong.has(index)) wrong.set(index, finding)
  }
  const inOrder = [...wrong].sort(([a], [b]) => a - b).map(([, finding]) => finding)
  return {
    read: walks.flatMap(walk => walk.read).filter(index => !wrong.has(index)),
    findings: [walks[0]?.number ?? [], ...inOrder, walks[0]?.wrongPassword ?? []].flat(),
  }
}
