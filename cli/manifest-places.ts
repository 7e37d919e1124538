import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { BatchRow } from '../src/batch.ts'

/**
 * A folder that is sent must hold nothing that belongs to others: not the manifest with everybody's names and numbers, not
 * its result with the receipt codes, and not the archives, which land while other rows are sealed. Such rows are refused.
 */
export function refuseShared(rows: readonly BatchRow[], manifest: string, result: string): BatchRow[] {
  const real = realPaths()
  const places = new Set([manifest, join(real(dirname(result)), basename(result))])
  for (const { request } of rows) {
    if (request instanceof WaybillError) continue
    places.add(real(dirname(resolve(request.directory, request.out ?? 'archive.zip'))))
  }
  return rows.map(one => {
    if (one.request instanceof WaybillError) return one
    const shared = one.request.paths.find(path => [...places].some(place => isWithin(place, real(path))))
    if (shared === undefined) return one
    const message = `${shared} holds the manifest, its result, or the archives of others.`
    const hint = 'Keep what is sent in a folder of its own, or choose --out-dir and --result elsewhere.'
    return { ...one, request: new WaybillError('WB-USAGE', message, hint) }
  })
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

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}
