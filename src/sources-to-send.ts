import { dirname, join, resolve } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { Source } from '../lib/zip/sources.ts'
import type { SendRequest } from './intent.ts'
import type { Watch, World } from './world.ts'

/** What goes into the archive, once its place is known to be free. WB-USAGE, WB-NOT-FOUND, WB-EXISTS. */
export async function sourcesToSend(world: World, request: SendRequest, watch: Watch) {
  const paths = request.paths.map(path => resolve(request.directory, path))
  const options = { symlinks: world.policy.symlinks, ...(watch.signal && { signal: watch.signal }) }
  const listed = await world.engine.list(paths, options)
  if (listed.sources.length === 0) {
    throw new WaybillError('WB-USAGE', 'There is nothing to send.', 'Name at least one file or folder.')
  }
  await targetIsFree(world, request, listed.sources)
  const sources = listed.sources.map(source => ({
    name: source.name,
    bytes: source.kind === 'file' ? source.size : 0,
    modified: Math.floor(source.modified),
  }))
  return { sources, findings: listed.findings }
}

/** The archive may replace an older one, never a file that goes into it. */
async function targetIsFree(world: World, { directory, out, force }: SendRequest, sources: readonly Source[]) {
  const path = out === undefined ? join(directory, 'archive.zip') : resolve(directory, out)
  if ((await world.disk.identity(dirname(path)))?.directory !== true) {
    throw new WaybillError(
      'WB-NOT-FOUND',
      `The folder ${dirname(path)} does not exist.`,
      'Make it, or choose another --out.',
    )
  }
  const there = out === undefined ? null : await world.disk.identity(path)
  if (there === null) return
  const isSource = sources.some(
    source => source.kind === 'file' && source.identity.ino === there.ino && source.identity.dev === there.dev,
  )
  if (there.directory) {
    throw new WaybillError('WB-USAGE', `${path} is a folder.`, 'Name the archive in it: --out FOLDER/NAME.zip.')
  }
  if (isSource) {
    throw new WaybillError('WB-USAGE', `${path} is one of the files to send.`, 'Choose another --out.')
  }
  if (!force) {
    throw new WaybillError(
      'WB-EXISTS',
      `${path} exists already.`,
      'Choose another --out, or add --force to replace it once the new archive has passed its check.',
    )
  }
}
