import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { BatchRow } from '../src/batch.ts'

/**
 * Rows whose files get in each other's way are refused. A folder that is sent must hold nothing that belongs to others: not
 * the manifest with everybody's names and numbers, not its result with the receipt codes, and not the archives, which land
 * while other rows are sealed. And no archive takes the place of one of those, or of a file that any row sends. WB-BATCH
 * when two archives have one place.
 */
export function refuseShared(rows: readonly BatchRow[], manifest: string, result: string): BatchRow[] {
  const real = realPaths()
  const placeOf = (path: string) => folded(join(real(dirname(path)), basename(path)))
  refuseSameTarget(rows, placeOf)
  const own = [folded(manifest), placeOf(result)]
  const requests = rows.flatMap(({ request }) => (request instanceof WaybillError ? [] : [request]))
  const kept = new Set([
    ...own,
    ...requests.flatMap(({ paths }) => paths.flatMap(path => [placeOf(path), folded(real(path))])),
  ])
  const shared = new Set(
    [...own, ...requests.map(request => folded(real(dirname(targetOf(request)))))].flatMap(ancestry),
  )
  return rows.map(one => {
    if (one.request instanceof WaybillError) return one
    const { out, paths } = one.request
    const folder = paths.find(path => shared.has(folded(real(path))))
    if (folder !== undefined) {
      const message = `${folder} holds the manifest, its result, or the archives of others.`
      const hint = 'Keep what is sent in a folder of its own, or choose --out-dir and --result elsewhere.'
      return { ...one, request: new WaybillError('WB-USAGE', message, hint) }
    }
    if (out === undefined || !kept.has(placeOf(targetOf(one.request)))) return one
    const message = 'The archive would replace the manifest, its result, or a file that is sent.'
    return { ...one, request: new WaybillError('WB-USAGE', message, 'Give it another name in the column out.') }
  })
}

/** Whether writing to `one` would replace `other`. */
export function isSamePlace(one: string, other: string): boolean {
  const place = (path: string) => folded(join(follow(dirname(path)), basename(path)))
  return place(one) === place(other) || place(one) === folded(follow(other))
}

function refuseSameTarget(rows: readonly BatchRow[], placeOf: (path: string) => string): void {
  const taken = new Map<string, number>()
  for (const { row, request } of rows) {
    if (request instanceof WaybillError || request.out === undefined) continue
    const place = placeOf(targetOf(request))
    const before = taken.get(place)
    if (before !== undefined) {
      const message = `Rows ${before} and ${row} have the same value of out.`
      throw new WaybillError('WB-BATCH', message, 'Give each archive a name of its own.')
    }
    taken.set(place, row)
  }
}

function targetOf({
  directory,
  out = 'archive.zip',
}: {
  readonly directory: string
  readonly out?: string | undefined
}) {
  return resolve(directory, out)
}

/** Some disks take names for one that differ in capitals, or in how an accent is written. */
function folded(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** The path and every folder above it. */
function ancestry(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [path, ...ancestry(above)]
}

/** With every link followed, as far as there is something; each is asked for once. */
function realPaths(): (path: string) => string {
  const known = new Map<string, string>()
  return path => {
    const found = known.get(path) ?? follow(path)
    known.set(path, found)
    return found
  }
}

function follow(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // Whether it can be read, the plan of the transfer finds out.
    return path
  }
}
