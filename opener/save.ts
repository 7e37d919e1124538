/** Contents onto the disk of this device, so that a file under its name is always one that was checked to its last byte. */
import { foldName } from '../lib/zip/names.ts'
import type { ArchivedFile } from './archived-file.ts'
import type { Opened } from './open.ts'
import { writePlainZip } from './plain-zip.ts'
import { BlobSink, FileSink } from './sink.ts'
import type { Watch } from './watch.ts'
import { wholeOf } from './whole.ts'

/** From here on a browser that can write to the disk is asked to: smaller ones are handed over as a download. */
export const STREAMED = 64 * 2 ** 20

/** Where a person wants it: asked for by a click, before the work. Null: as a download. */
export async function askForFile(name: string, bytes: number): Promise<FileSystemFileHandle | null> {
  if (bytes < STREAMED || window.showSaveFilePicker === undefined) return null
  return window.showSaveFilePicker({ suggestedName: savable(lastPart(name)) })
}

export async function saveFile(file: ArchivedFile, target: FileSystemFileHandle | null, watch: Watch): Promise<void> {
  if (target === null) return download(await wholeOf(file, watch), lastPart(file.name))
  await writing(target, async sink => {
    for await (const piece of file.read(watch)) await sink.add(piece)
  })
}

export async function saveZip(
  { files, folders }: Opened,
  name: string,
  target: FileSystemFileHandle | null,
  watch: Watch,
): Promise<void> {
  if (target !== null) return writing(target, sink => writePlainZip(files, folders, sink, watch))
  const sink = new BlobSink()
  await writePlainZip(files, folders, sink, watch)
  download(await sink.blob(), name)
}

/** Into a new folder below the one chosen; all of it goes again where a single content is wrong. Answers its name. */
export async function saveFolder(
  { files, folders }: Opened,
  name: string,
  parent: FileSystemDirectoryHandle,
  watch: Watch,
): Promise<string> {
  const free = await freeName(parent, savable(name))
  const root = await parent.getDirectoryHandle(free, { create: true })
  try {
    for (const folder of folders) await directoryAt(root, folder.replace(/\/$/, '').split('/'))
    const taken = new Set<string>()
    for (const file of files) {
      const parts = unlike(taken, file.name).split('/')
      const folder = await directoryAt(root, parts.slice(0, -1))
      await saveFile(file, await fileIn(folder, parts.at(-1) ?? ''), watch)
    }
    return free
  } catch (error) {
    await parent.removeEntry(free, { recursive: true }).catch(() => undefined)
    throw error
  }
}

/** The path as this disk stores it, another than those before: two names may differ only in what was replaced. */
function unlike(taken: Set<string>, name: string): string {
  const path = name.split('/').map(savable).join('/')
  let free = path
  for (let n = 2; taken.has(foldName(free)); n++) free = path.replace(/(\.[^./]*)?$/, ` (${n})$1`)
  taken.add(foldName(free))
  return free
}

async function writing(target: FileSystemFileHandle, write: (sink: FileSink) => Promise<void>): Promise<void> {
  const stream = await target.createWritable()
  try {
    await write(new FileSink(stream))
    await stream.close()
  } catch (error) {
    await stream.abort().catch(() => undefined)
    await removeEmpty(target).catch(() => undefined)
    throw error
  }
}

/** The window of the browser makes an empty file of a new name; one that was there before is as it was. */
async function removeEmpty(target: FileSystemFileHandle): Promise<void> {
  if ((await target.getFile()).size === 0) await target.remove?.()
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle> {
  try {
    return await folder.getFileHandle(name, { create: true })
  } catch (error) {
    // a name that the browser lets no page write, such as that of a link of Windows
    throw error instanceof TypeError ? new DOMException(`${error.message} ${name}`, 'NotAllowedError') : error
  }
}

async function directoryAt(root: FileSystemDirectoryHandle, parts: readonly string[]) {
  let directory = root
  for (const part of parts) directory = await directory.getDirectoryHandle(savable(part), { create: true })
  return directory
}

/** `name`, or `name (2)` and so on: nothing that is there is touched. */
async function freeName(parent: FileSystemDirectoryHandle, name: string): Promise<string> {
  const taken = new Set<string>()
  for await (const other of parent.keys()) taken.add(other.toLowerCase())
  let free = name
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} (${n})`
  return free
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = savable(name)
  link.click()
  // the browser has taken hold of the content by then; what it has not it would keep for as long as the page is open
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
}

const KEPT = 60_000

export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** Without what Windows does not store and without what turns the reading direction. */
function savable(name: string): string {
  return name.replace(/[<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '_')
}
