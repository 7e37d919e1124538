/** Contents onto the disk of this device, so that a file under its name is always one that was checked to its last byte. */
import { foldName } from '../lib/zip/names.ts'
import type { ArchivedFile } from './archived-file.ts'
import type { Opened } from './open.ts'
import { writePlainZip } from './plain-zip.ts'
import { SavedPaths, savable } from './saved-paths.ts'
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
  opened: Opened,
  name: string,
  target: FileSystemFileHandle | null,
  watch: Watch,
): Promise<void> {
  const { files, folders } = underSavedNames(opened)
  if (target !== null) return writing(target, sink => writePlainZip(files, folders, sink, watch))
  const sink = new BlobSink()
  await writePlainZip(files, folders, sink, watch)
  download(await sink.blob(), name)
}

/** Into a new folder below the one chosen; all of it goes again where a single content is wrong. Answers its name. */
export async function saveFolder(
  opened: Opened,
  name: string,
  parent: FileSystemDirectoryHandle,
  watch: Watch,
): Promise<string> {
  const { files, folders } = underSavedNames(opened)
  const root = await newFolder(parent, savable(name))
  try {
    for (const folder of folders) await directoryAt(root, folder.replace(/\/$/, '').split('/'))
    for (const file of files) {
      const parts = file.name.split('/')
      const folder = await directoryAt(root, parts.slice(0, -1))
      await saveFile(file, await newFile(folder, parts.at(-1) ?? ''), watch)
    }
    return root.name
  } catch (error) {
    await parent.removeEntry(root.name, { recursive: true }).catch(() => undefined)
    throw error
  }
}

function underSavedNames({ files, folders }: Pick<Opened, 'files' | 'folders'>) {
  const paths = new SavedPaths()
  return {
    folders: folders.map(name => paths.of(name)),
    files: files.map(file => ({ ...file, name: paths.of(file.name) })),
  }
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

/** Where this disk takes two names for one, what was written first must not be written over. */
async function newFile(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle> {
  const there = await writable(name, folder.getFileHandle(name).catch(nothingThere))
  if (there !== null) throw new DOMException(`this disk has a file of that name: ${name}`, 'NotAllowedError')
  return writable(name, folder.getFileHandle(name, { create: true }))
}

function nothingThere(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null
  throw error
}

async function directoryAt(root: FileSystemDirectoryHandle, parts: readonly string[]) {
  let directory = root
  for (const part of parts) directory = await writable(part, directory.getDirectoryHandle(part, { create: true }))
  return directory
}

/** A name that the browser lets no page write, such as that of a link of Windows, is an error of the disk. */
function writable<T>(name: string, handle: Promise<T>): Promise<T> {
  return handle.catch(error => {
    throw error instanceof TypeError ? new DOMException(`${error.message} ${name}`, 'NotAllowedError') : error
  })
}

/**
 * `name`, or `name (2)` and so on: nothing that is there is touched. Not by its name alone: a disk may know what is there
 * under another one too, such as the short names of Windows, and all of a new folder goes where its saving fails.
 */
async function newFolder(parent: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle> {
  const taken = new Set<string>()
  for await (const other of parent.keys()) taken.add(foldName(other))
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${name} (${n})`
    if (taken.has(foldName(free))) continue
    const folder = await writable(free, parent.getDirectoryHandle(free, { create: true }))
    if ((await folder.keys().next()).done) return folder
  }
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
